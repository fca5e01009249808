/** An SVG file without scripts and without addresses outside the copy. */
import { type CheerioAPI, load } from 'cheerio/slim';
import { type AnyNode, type Element, hasChildren } from 'domhandler';
import { type CopyPlace, References, type Referred } from './references.ts';
import { rewriteStyle } from './rewrite-style.ts';

export interface RewrittenDrawing extends Referred {
  readonly svg: string;
}

const removed = 'script, handler, listener, iframe, object, embed, audio, video, link, meta, base, form';
const entity = /<!ENTITY\s{1,9}([\w.-]{1,60})\s{1,9}(?:"([^"<&%]{0,300})"|'([^'<&%]{0,300})')\s{0,9}>/g;
const root = /<(?:[\w-]{1,20}:)?svg[\s/>]/;
const mostEntities = 50;
const characterCap = 4_000_000;
/** Opening and closing ones. Selecting among deeply nested elements takes quadratic time. */
const tagCap = 60_000;
/** Selecting and writing descend by recursion; drawing programs nest a few dozen groups. */
const depthCap = 500;
/** What may hold tags that are none, and how it ends. */
const hidden = [
  ['<!--', '-->'],
  ['<![CDATA[', ']]>'],
  ['<?', '?>'],
] as const;

/** Null for what is no drawing. */
export function rewriteDrawing(source: string, place: CopyPlace): RewrittenDrawing | null {
  const text = withoutEntities(source);
  if (text === null) return null;
  const references = new References(place);
  // Before it stand the document type and instructions, which may name a style sheet.
  const start = text.search(root);
  if (start < 0 || tagsIn(text) > tagCap || nestsDeep(text.slice(start))) return null;
  const $ = load(text.slice(start), { xml: true });
  if (isDeep($.root().toArray())) return null;
  $(removed).remove();
  for (const node of $('*').toArray()) if ('attribs' in node) rewriteElement($, node, references);
  return { svg: $.xml(), ...references.referred() };
}

/** Programs that draw write namespaces as entities; declared by short plain texts only. Null where it stays unclear. */
function withoutEntities(source: string): string | null {
  if (!source.includes('<!ENTITY')) return source.length > characterCap ? null : source;
  const values = new Map<string, string>();
  for (const [, name = '', double, single] of source.matchAll(entity)) {
    if (values.size >= mostEntities) return null;
    values.set(name, double ?? single ?? '');
  }
  const text = source.replace(/&([\w.-]{1,60});/g, (all, name: string) => values.get(name) ?? all);
  return text.length > characterCap ? null : text;
}

/**
 * Judged by tags alone, before a tree is made: the parser takes quadratic time over what is deeply nested. Closes as the
 * parser does: a tag that was not opened is passed over, one further up ends all below it.
 */
function nestsDeep(text: string): boolean {
  const open: string[] = [];
  for (let at = text.indexOf('<'); at !== -1; at = text.indexOf('<', at)) {
    const end = endOfTag(text, at);
    const isClosing = text[at + 1] === '/';
    const name = /^[^\s/>]{0,100}/.exec(text.slice(at + (isClosing ? 2 : 1), at + 102))?.[0] ?? '';
    if (isClosing) open.length = open.includes(name) ? open.lastIndexOf(name) : open.length;
    else if (!/^[!?]/.test(name) && text[end - 1] !== '/') open.push(name);
    if (open.length > depthCap) return true;
    at = end;
  }
  return false;
}

/** Index of its `>` outside of quoted values, or of the text's end. */
function endOfTag(text: string, from: number): number {
  const closing = hidden.find(([opening]) => text.startsWith(opening, from))?.[1];
  if (closing !== undefined) {
    const found = text.indexOf(closing, from + 1);
    return found === -1 ? text.length : found + closing.length - 1;
  }
  let quote: string | null = null;
  let follows = '';
  for (let at = from + 1; at < text.length; at++) {
    const character = text[at] ?? '';
    if (quote !== null) quote = character === quote ? null : quote;
    else if (character === '>') return at;
    else if (follows === '=' && (character === '"' || character === "'")) quote = character;
    if (character.trim() !== '') follows = character;
  }
  return text.length;
}

/** What the tags did not tell. */
function isDeep(roots: readonly AnyNode[]): boolean {
  let level = roots;
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > depthCap) return true;
    level = level.flatMap((node) => (hasChildren(node) ? node.children : []));
  }
  return false;
}

function tagsIn(text: string): number {
  let count = 0;
  for (let at = text.indexOf('<'); at !== -1; at = text.indexOf('<', at + 1)) count++;
  return count;
}

function rewriteElement($: CheerioAPI, element: Element, references: References): void {
  const name = element.name.replace(/^[^:]{0,60}:/, '').toLowerCase();
  for (const [attribute, value] of Object.entries(element.attribs)) {
    const plain = attribute.replace(/^[^:]{0,60}:/, '').toLowerCase();
    const becomes = attributeOf(name, plain, value, references);
    if (becomes === null) delete element.attribs[attribute];
    else element.attribs[attribute] = becomes;
  }
  const { attributeName = '' } = element.attribs;
  if ((name === 'animate' || name === 'set') && /href/i.test(attributeName)) $(element).remove();
  if (name === 'style') $(element).text(rewriteStyle($(element).text(), references));
}

function attributeOf(element: string, name: string, value: string, references: References): string | null {
  if (name.startsWith('on') || name === 'base') return null;
  if (name === 'href') {
    if (value.trim().startsWith('#')) return value;
    return element === 'a' ? null : references.file(value);
  }
  if (name === 'src') return references.file(value);
  // Presentation attributes are declarations too: `fill="url(…)"`.
  return name === 'style' || value.includes('url(') ? rewriteStyle(value, references) : value;
}
