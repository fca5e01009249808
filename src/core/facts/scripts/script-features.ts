/** What an inline script can do, and what identifies it, read from its text with patterns that can't backtrack far. */

import { contentHash } from '../hash.ts';
import { withoutTags } from '../markup/tags.ts';
import type { ScriptFeature } from '../page-facts.ts';
import { isFollowedBy } from '../text/followed-by.ts';

/** Longer scripts are read at the start and at the end, where injected snippets are prepended or appended. */
const readCap = 20_000;

const patterns: readonly (readonly [ScriptFeature, RegExp | ((text: string) => boolean)])[] = [
  ['packed', /eval\(function\(p,a,c,k,e,[dr]\)|\b_0x[0-9a-f]{4,6}\b/i],
  ['eval', /\beval\s*\(|\bnew\s+Function\s*\(|\[\s*["']constructor["']\s*\]/],
  ['from-char-code', /fromCharCode|charCodeAt/],
  ['base64', /\batob\s*\(|\bunescape\s*\(/],
  // Percent escapes of ASCII only: Vietnamese and Japanese addresses are percent-encoded too. No control characters, which
  // cannot be written otherwise in the classes of regular expressions.
  ['escapes', /(?:%[2-7][0-9a-f]){20}|(?:\\x[2-9a-f][0-9a-f]){4}|(?:\\u00[2-9a-f][0-9a-f]){6}/i],
  ['long-literal', /["'`](?:[0-9a-f]{120}|[A-Za-z0-9+/]{600})/],
  ['broken-strings', breaksStrings],
  ['reversed', /\.reverse\(\)\s*\.join\(|\breplace\(\s*\/\[a-z[^\]]{0,20}\]\/\w*\s*,\s*function/i],
  ['document-write', /document\s*\.\s*write/],
  ['location-write', /\blocation\s*(?:\.\s*href\s*)?=(?!=)|\blocation\s*\.\s*(?:replace|assign)\s*\(/],
  ['dialog', /(?:^|[^.\w])(?:alert|prompt|confirm)\s*\(\s*["'`]/],
  ['visitor-test', /document\s*\.\s*referrer|navigator\s*\.\s*userAgent/],
  ['fetches-markup', (text) => isFollowedBy(text, foreignFetch, markupWrite, 400, false)],
  ['writes-frame', /createElement\(\s*["']iframe["']|<iframe/i],
  ['hides-element', /(?:top|left)\s*:\s*-\d{3,}|(?:top|left)\s*=\s*["']-\d{3,}/],
  ['reads-payment', /\bcvv\b|\bcvc\b|card.?num|cc.?num/i],
  [
    'sends-away',
    /^[\s;]*(?:window\.|document\.|top\.|self\.|parent\.)?location(?:\.href)?\s*(?:=|\.replace\(|\.assign\()\s*["'`](?:https?:)?\/\//,
  ],
  [
    'blocks-keys',
    (text) =>
      /oncontextmenu|event\.button\s*==\s*2|e\.keyCode\s*==\s*(?:123|85)/.test(text) ||
      isFollowedBy(text, /preventDefault\(\)/g, /contextmenu/g, 80, true),
  ],
];

const foreignFetch = /\bfetch\s*\(\s*["'`](?:https?:)?\/\//g;
const markupWrite = /innerHTML\s*=|insertAdjacentHTML|document\.write/g;

const joinedCrumbs = /["'][a-z]{1,4}["']\s*\+\s*["'][a-z]{1,4}["']/i;
const crumb = /\b\w{1,40}\s*\+?=\s*["'](?:(?:\\x[0-9a-f]{2}){1,8}|[a-z.(]{1,3})["']\s*;\s*(?:var\s+)?/gi;

/** Characters from which code without words is no accident. */
const signsFrom = 300;
const wordsMost = 0.02;

/** Code that spells everything with brackets and signs. Ordinary code is told from it by its first few words. */
function isSignsOnly(text: string): boolean {
  const most = wordsMost * text.length;
  let bare = 0;
  let words = 0;
  for (const sign of text) {
    if (/\s/.test(sign)) continue;
    bare += sign.length;
    if (/[\p{L}\d]/u.test(sign)) words += 1;
    if (words > most) return false;
  }
  return bare >= signsFrom && words <= wordsMost * bare && /[[(]/.test(text);
}

/** Strings assembled from fragments: two joined, or five assigned to variables one after the other. */
function breaksStrings(text: string): boolean {
  if (joinedCrumbs.test(text)) return true;
  let row = 0;
  let end = -1;
  for (const match of text.matchAll(crumb)) {
    row = match.index === end ? row + 1 : 1;
    if (row === 5) return true;
    end = match.index + match[0].length;
  }
  return false;
}

/** Names of seven letters and more with five consecutive consonants: not found in any language or hand-written code. */
const oddName = /[bcdfghjklmnpqrstvwxz]{5}/i;
const names = /[a-z]{4,40}/gi;
/** Share of odd names from which the names count as machine-generated. */
const oddFrom = 0.25;
const namesRead = 400;

/** The features found, in a fixed order. */
export function scriptFeatures(source: string): ScriptFeature[] {
  const text = partRead(source);
  const found: ScriptFeature[] = [];
  for (const [feature, pattern] of patterns) {
    if (typeof pattern === 'function' ? pattern(text) : pattern.test(text)) found.push(feature);
  }
  if (hasOddNames(withoutLiterals(text))) found.push('odd-names');
  if (isSignsOnly(text)) found.push('signs-only');
  return found;
}

function partRead(source: string): string {
  return source.length <= readCap ? source : source.slice(0, readCap / 2) + source.slice(-readCap / 2);
}

function hasOddNames(text: string): boolean {
  const distinct = new Set<string>();
  let odd = 0;
  for (const [name] of text.matchAll(names)) {
    if (distinct.has(name)) continue;
    distinct.add(name);
    if (name.length >= 7 && oddName.test(name)) odd++;
    if (distinct.size >= namesRead) break;
  }
  return odd >= 3 && odd >= distinct.size * oddFrom;
}

/**
 * Identifies a script by its code without the values in it, so that counters, tokens and the day's data make no new
 * script; what its strings can do is in the features, which are part of the key.
 */
export function scriptKey(source: string, features: readonly ScriptFeature[]): string {
  const bare = withoutLiterals(partRead(source)).replace(/[\d\s"'`,:;[\]{}()+-]+/g, '');
  return contentHash(`${features.join(' ')}|${bare.slice(0, 2_000)}|${bare.slice(-2_000)}`);
}

/** The code without its quoted strings; one pass, since a pattern would retry each quote of a hostile text. */
function withoutLiterals(text: string): string {
  let bare = '';
  let from = 0;
  // End of line of an unclosed quote: further ones before it are not tried.
  const unclosed: Record<string, number> = { '"': 0, "'": 0 };
  for (let at = 0; at < text.length; at += 1) {
    const quote = text[at];
    if ((quote !== '"' && quote !== "'") || at < (unclosed[quote] ?? 0)) continue;
    let end = at + 1;
    while (end < text.length && text[end] !== quote && text[end] !== '\n') end += text[end] === '\\' ? 2 : 1;
    if (text[end] !== quote) {
      unclosed[quote] = end;
      continue;
    }
    bare += text.slice(from, at);
    from = end + 1;
    at = end;
  }
  return bare + text.slice(from);
}

const namedHost = /(?:https?:)?\\?\/\\?\/((?:[a-z0-9-]{1,63}\.){1,5}[a-z]{2,20})(?![\w.-])/gi;
const hostsRead = 12;

/** Hosts named in a script's strings, lower case, each once. */
export function scriptHosts(source: string): string[] {
  const found = new Set<string>();
  for (const [, host = ''] of partRead(source).matchAll(namedHost)) {
    found.add(host.toLowerCase());
    if (found.size >= hostsRead) break;
  }
  return [...found];
}

/** Characters of strings decoded and searched for words. */
const decodeCap = 40_000;

/**
 * Roughly the text that a script would write or show: escapes decoded one layer, tags and signs dropped. Empty for
 * scripts that neither write, nor show a dialog, nor hide strings.
 */
export function decodedScript(source: string, features: readonly ScriptFeature[]): string {
  if (!features.some((feature) => feature === 'escapes' || feature === 'document-write' || feature === 'dialog'))
    return '';
  const decoded = source
    .slice(0, decodeCap)
    .replace(/(?:%u|\\u)([0-9a-f]{4})/gi, fromHex)
    .replace(/(?:%|\\x)([0-9a-f]{2})/gi, fromHex);
  return withoutTags(decoded).replace(/[^\p{L}\p{N}@$!.:/ -]+/gu, ' ');
}

function fromHex(_: string, digits: string): string {
  return String.fromCharCode(Number.parseInt(digits, 16));
}
