/** Counts of how a page is dressed, from element names and attributes. */
import type { Attributes } from './facts-collector.ts';
import { isCoveringStyle } from './hidden-style.ts';
import type { MakeupFacts } from './page-facts.ts';

type Makeup = { -readonly [K in keyof MakeupFacts]: MakeupFacts[K] };

export function emptyMakeup(): Makeup {
  return {
    marquees: 0,
    sounds: 0,
    fontTags: 0,
    centers: 0,
    darkBackground: false,
    blocksContextMenu: false,
    typewriter: false,
    canvases: 0,
    layers: 0,
  };
}

const darkColour =
  /^\s*(?:black|#0{3}(?:0{3})?\b|#[01][0-9a-f][01][0-9a-f][01][0-9a-f]\b|#[012]{3}\b|rgba?\(\s*\d{1,2}\s*,\s*\d{1,2}\s*,\s*\d{1,2}\b)/i;
const backgroundInStyle = /background(?:-color)?\s*:\s*([^;}]{1,60})/i;
const bodyRule = /(?:^|[},\s])(?:body|html|\*)[^{}]{0,80}\{([^}]{0,800})/gi;

/** True for a CSS colour that is black or nearly so. */
function isDark(colour: string): boolean {
  return darkColour.test(colour);
}

export function noteMakeup(makeup: Makeup, name: string, attributes: Attributes): void {
  if (name === 'marquee') makeup.marquees++;
  else if (name === 'audio' || name === 'bgsound') makeup.sounds++;
  else if (name === 'embed' && attributes.src !== undefined) makeup.sounds++;
  else if (name === 'font') makeup.fontTags++;
  else if (name === 'center') makeup.centers++;
  else if (name === 'canvas') makeup.canvases++;
  else if (name === 'body') noteBody(makeup, attributes);
  if (attributes.style !== undefined && isCoveringStyle(attributes.style)) makeup.layers++;
}

function noteBody(makeup: Makeup, attributes: Attributes): void {
  const background = backgroundInStyle.exec((attributes.style ?? '').slice(0, 1_000))?.[1] ?? '';
  if (isDark(attributes.bgcolor ?? '') || isDark(background)) makeup.darkBackground = true;
  if (/return\s+false|preventDefault/.test(attributes.oncontextmenu ?? '')) makeup.blocksContextMenu = true;
}

/** What a style sheet inside the page adds: a dark page. */
export function noteStyleSheet(makeup: Makeup, css: string): void {
  if (makeup.darkBackground) return;
  for (const rule of css.slice(0, 20_000).matchAll(bodyRule)) {
    const background = backgroundInStyle.exec(rule[1] ?? '')?.[1];
    if (background !== undefined && isDark(background)) makeup.darkBackground = true;
  }
}

/** What the inline scripts add. */
export function noteScript(makeup: Makeup, source: string): void {
  const text = source.slice(0, 20_000);
  if (/oncontextmenu|event\.button\s*==\s*2|contextmenu['"]/.test(text)) makeup.blocksContextMenu = true;
  if (/typewriter|typed\.js|new Typed\(|TypeWriter|charAt\([a-z]+\).{0,80}setTimeout/i.test(text))
    makeup.typewriter = true;
}
