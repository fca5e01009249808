/** What an inline script is able to do, read from its text with patterns that can't backtrack far. */
import type { ScriptFeature } from './page-facts.ts';

/** Longer scripts are read at the start and at the end: where a prepended or appended snippet stands. */
const readCap = 20_000;

const patterns: readonly (readonly [ScriptFeature, RegExp])[] = [
  ['packed', /eval\(function\(p,a,c,k,e,[dr]\)|\b_0x[0-9a-f]{4,6}\b/i],
  ['eval', /\beval\s*\(|new\s+Function\s*\(/],
  ['from-char-code', /fromCharCode/],
  ['base64', /\batob\s*\(/],
  ['escapes', /(?:%[0-9a-f]{2}){20}|(?:\\x[0-9a-f]{2}){12}|(?:\\u00[0-9a-f]{2}){12}/i],
  ['document-write', /document\s*\.\s*write/],
  ['location-write', /\blocation\s*(?:\.\s*href\s*)?=(?!=)|\blocation\s*\.\s*(?:replace|assign)\s*\(/],
  ['dialog', /(?:^|[^.\w])(?:alert|prompt|confirm)\s*\(\s*["'`]/],
  [
    'blocks-keys',
    /oncontextmenu|event\.button\s*==\s*2|e\.keyCode\s*==\s*(?:123|85)|preventDefault\(\).{0,80}contextmenu/,
  ],
];

/** The features found, in a fixed order. */
export function scriptFeatures(source: string): ScriptFeature[] {
  const text = source.length <= readCap ? source : source.slice(0, readCap / 2) + source.slice(-readCap / 2);
  const found: ScriptFeature[] = [];
  for (const [feature, pattern] of patterns) if (pattern.test(text)) found.push(feature);
  return found;
}

/** Strings decoded and looked at for words. */
const decodeCap = 40_000;

/**
 * The text that a script would write or show, roughly: escapes decoded one layer, tags and signs dropped. Empty for
 * scripts that neither write, nor show a dialog, nor hide strings.
 */
export function decodedScript(source: string, features: readonly ScriptFeature[]): string {
  if (!features.some((feature) => feature === 'escapes' || feature === 'document-write' || feature === 'dialog'))
    return '';
  return source
    .slice(0, decodeCap)
    .replace(/(?:%u|\\u)([0-9a-f]{4})/gi, fromHex)
    .replace(/(?:%|\\x)([0-9a-f]{2})/gi, fromHex)
    .replace(/<[^>]{0,400}>/g, ' ')
    .replace(/[^\p{L}\p{N}@$!.:/ -]+/gu, ' ');
}

function fromHex(_: string, digits: string): string {
  return String.fromCharCode(Number.parseInt(digits, 16));
}
