/**
 * Scans markup once, left to right, and reports what it meets; no tree, no standard tokenizer, nothing shared with
 * reading. Every character is visited a bounded number of times, whatever the markup is.
 */

/** Receives events in markup order. Texts are as written, with their character references. */
export interface MarkupSink {
  text(text: string): void;
  /** Names are in lower case; only attributes in `toldAttributes` are reported, the first of each name. */
  open(name: string, attributes: ReadonlyMap<string, string>): void;
  close(name: string): void;
  comment(text: string): void;
  /** Text inside elements whose content is not markup. */
  raw(name: string, text: string): void;
}

const toldAttributes: ReadonlySet<string> = new Set([
  'src',
  'href',
  'data',
  'action',
  'alt',
  'name',
  'property',
  'content',
]);
const rawElements: ReadonlySet<string> = new Set(['script', 'style', 'title', 'textarea']);

const quotationMark = 0x22;
const apostrophe = 0x27;
const slash = 0x2f;
const equals = 0x3d;
const greaterThan = 0x3e;

/** No real element name is longer; longer ones are truncated. */
const nameCap = 40;
/** Characters reported of one attribute. */
const valueCap = 4_000;

export function scanMarkup(html: string, sink: MarkupSink): void {
  const find = finderIn(html);
  let at = 0;
  while (at < html.length) {
    const open = find('<', at);
    if (open > at) sink.text(html.slice(at, open));
    if (open === html.length) return;
    if (html.startsWith('<!--', open)) {
      // `<!-->` is a whole comment.
      const end = find('-->', open + 2);
      sink.comment(html.slice(open + 4, end));
      at = end + 3;
    } else if (isLetter(html.charCodeAt(open + 1))) at = scanTag(html, open, find, sink);
    else if (html.charCodeAt(open + 1) === slash && isLetter(html.charCodeAt(open + 2))) {
      const end = nameEnd(html, open + 2);
      sink.close(nameAt(html, open + 2, end));
      at = find('>', end) + 1;
    } else if ('!?/'.includes(html.charAt(open + 1))) at = find('>', open + 1) + 1;
    else {
      sink.text('<');
      at = open + 1;
    }
  }
}

/** Finds a mark from a position on, or the end of the text. A mark known to be absent is not searched for again. */
type Find = (needle: string, from: number) => number;

function finderIn(html: string): Find {
  const gone = new Set<string>();
  return (needle, from) => {
    if (gone.has(needle)) return html.length;
    const at = html.indexOf(needle, from);
    if (at !== -1) return at;
    gone.add(needle);
    return html.length;
  };
}

/** @returns where the text after the tag begins */
function scanTag(html: string, open: number, find: Find, sink: MarkupSink): number {
  let at = nameEnd(html, open + 1);
  const name = nameAt(html, open + 1, at);
  const attributes = new Map<string, string>();
  while (at < html.length && html.charCodeAt(at) !== greaterThan) {
    const code = html.charCodeAt(at);
    if (isBetween(code)) at++;
    else at = scanAttribute(html, at, find, attributes);
  }
  sink.open(name, attributes);
  at++;
  return rawElements.has(name) ? scanRaw(html, at, name, find, sink) : at;
}

/** One attribute with its value. @returns where it ends, beyond `from` */
function scanAttribute(html: string, from: number, find: Find, attributes: Map<string, string>): number {
  let at = from + 1;
  while (at < html.length && !isBetween(html.charCodeAt(at)) && !endsName(html.charCodeAt(at))) at++;
  const nameEnds = at;
  while (isSpace(html.charCodeAt(at))) at++;
  if (html.charCodeAt(at) !== equals) return at;
  at++;
  while (isSpace(html.charCodeAt(at))) at++;
  const quote = html.charCodeAt(at);
  const isQuoted = quote === quotationMark || quote === apostrophe;
  const begin = isQuoted ? at + 1 : at;
  const end = isQuoted ? find(html.charAt(at), begin) : valueEnd(html, begin);
  const name = nameEnds - from <= nameCap ? html.slice(from, nameEnds).toLowerCase() : '';
  if (toldAttributes.has(name) && !attributes.has(name))
    attributes.set(name, html.slice(begin, Math.min(end, begin + valueCap)));
  return isQuoted ? end + 1 : end;
}

/** Up to the element's own end tag, or all the rest. */
function scanRaw(html: string, from: number, name: string, find: Find, sink: MarkupSink): number {
  for (let at = find('</', from); at < html.length; at = find('</', at + 2)) {
    const end = at + 2 + name.length;
    if (html.slice(at + 2, end).toLowerCase() !== name || isNameLetter(html.charCodeAt(end))) continue;
    sink.raw(name, html.slice(from, at));
    return find('>', end) + 1;
  }
  sink.raw(name, html.slice(from));
  return html.length;
}

function nameAt(html: string, from: number, to: number): string {
  return html.slice(from, Math.min(to, from + nameCap)).toLowerCase();
}

function nameEnd(html: string, from: number): number {
  let at = from;
  while (at < html.length && !isBetween(html.charCodeAt(at)) && html.charCodeAt(at) !== greaterThan) at++;
  return at;
}

function valueEnd(html: string, from: number): number {
  let at = from;
  while (at < html.length && !isSpace(html.charCodeAt(at)) && html.charCodeAt(at) !== greaterThan) at++;
  return at;
}

/** NaN, beyond the end, is no space. */
function isSpace(code: number): boolean {
  return code === 0x20 || (code >= 0x09 && code <= 0x0d);
}

function isBetween(code: number): boolean {
  return isSpace(code) || code === slash;
}

function endsName(code: number): boolean {
  return code === equals || code === greaterThan;
}

function isLetter(code: number): boolean {
  const lower = code | 0x20;
  return lower >= 0x61 && lower <= 0x7a;
}

function isNameLetter(code: number): boolean {
  return isLetter(code) || code === 0x2d || (code >= 0x30 && code <= 0x39);
}
