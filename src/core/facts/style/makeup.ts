/** Counts of a page's visual style, from element names and attributes. */
import type { Attributes } from '../markup/attributes.ts';
import type { MakeupFacts } from '../page-facts.ts';
import { isFollowedBy } from '../text/followed-by.ts';
import { isCoveringStyle } from './hidden-style.ts';

type Makeup = { -readonly [K in keyof MakeupFacts]: MakeupFacts[K] };

export function emptyMakeup(): Makeup {
  return {
    marquees: 0,
    sounds: 0,
    autoplays: 0,
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
/** Characters read of a rule, before its `{` and after it. The page is named at most 80 before it. */
const ruleCap = 800;
const selectorCap = 86;
const selectorRest = 80;
const pageName = /(?:^|[},\s])(?:body|html|\*)/gi;
const charAt = /charAt\([a-z]+\)/gi;
const timeout = /setTimeout/gi;

/** True for a CSS colour that is black or nearly so. */
function isDark(colour: string): boolean {
  return darkColour.test(colour);
}

export function noteMakeup(makeup: Makeup, name: string, attributes: Attributes): void {
  if (name === 'bgsound' || (name === 'audio' && attributes.autoplay !== undefined)) makeup.autoplays++;
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
  for (const rule of pageRules(css.slice(0, 20_000))) {
    const background = backgroundInStyle.exec(rule)?.[1];
    if (background !== undefined && isDark(background)) makeup.darkBackground = true;
  }
}

/** Declarations of rules whose selector names the page as a whole. */
function pageRules(css: string): string[] {
  const rules: string[] = [];
  let from = 0;
  for (let open = css.indexOf('{'); open !== -1; open = css.indexOf('{', from)) {
    const isPage = namesPage(css.slice(Math.max(0, from - 1, open - selectorCap), open));
    from = open + 1;
    if (!isPage) continue;
    const close = css.indexOf('}', from);
    const rule = css.slice(from, Math.min(close === -1 ? css.length : close, from + ruleCap));
    rules.push(rule);
    from += rule.length;
  }
  return rules;
}

function namesPage(selector: string): boolean {
  let rest = Number.POSITIVE_INFINITY;
  for (const { 0: name, index } of selector.matchAll(pageName)) rest = selector.length - index - name.length;
  return rest <= selectorRest;
}

/** What the inline scripts add. */
export function noteScript(makeup: Makeup, source: string): void {
  const text = source.slice(0, 20_000);
  if (/oncontextmenu|event\.button\s*==\s*2|contextmenu['"]/.test(text)) makeup.blocksContextMenu = true;
  if (/typewriter|typed\.js|new Typed\(/i.test(text) || isFollowedBy(text, charAt, timeout, 80, true))
    makeup.typewriter = true;
}
