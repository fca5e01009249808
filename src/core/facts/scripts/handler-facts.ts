/** Inline event handlers that do more than editors' handlers: how a stored script shows in markup. */
import { contentHash } from '../hash.ts';
import type { HandlerFact, HandlerFeature } from '../page-facts.ts';

const readCap = 4_000;
const sourceCap = 200;

const patterns: readonly (readonly [HandlerFeature, RegExp])[] = [
  ['dialog', /(?:^|[^.\w])(?:window\s*\.\s*|top\s*\.\s*|self\s*\.\s*)?(?:alert|prompt|confirm)\s*(?:\(|`)/],
  ['cookie', /document\s*\.\s*cookie|(?:local|session)Storage/],
  ['eval', /\beval\b|\bFunction\s*\(|set(?:Timeout|Interval)\s*\(\s*["'`]|\[\s*["'`](?:al|ev|fe)/],
  ['decodes', /\batob\s*\(|fromCharCode|\bunescape\s*\(|decodeURIComponent\s*\(|(?:\\x[0-9a-f]{2}){4}/i],
  ['loads-script', /createElement\s*\(\s*["'`]script|\bimport\s*\(|getScript\s*\(|<script/i],
  ['sends', /\bfetch\s*\(|XMLHttpRequest|sendBeacon|new\s+Image\b|new\s+WebSocket/],
  ['leads-away', /\blocation\s*(?:\.\s*href\s*)?=(?!=)|\blocation\s*\.\s*(?:replace|assign)\s*\(/],
  ['writes', /document\s*\.\s*write|\.\s*innerHTML\s*=|insertAdjacentHTML/],
];

/** Null for a handler that does none of these. */
export function handlerFact(event: string, element: string, source: string): HandlerFact | null {
  const text = source.length <= readCap ? source : source.slice(0, readCap / 2) + source.slice(-readCap / 2);
  const features = patterns.filter(([, pattern]) => pattern.test(text)).map(([feature]) => feature);
  if (features.length === 0) return null;
  const plain = source.slice(0, readCap).replace(/\s+/g, ' ').trim();
  const name = event.toLowerCase();
  return {
    event: name,
    element,
    source: plain.slice(0, sourceCap),
    code: source.slice(0, readCap),
    key: contentHash(`${name}\u0000${plain.replace(/\d+/g, '0')}`),
    features,
  };
}
