/** The paragraphs that a visitor reads, for comparison by people. What the detectors read is decided in `core/`. */
import { load } from 'cheerio/slim';
import type { AnyNode } from 'domhandler';
import { plainText } from '../core/text.ts';

/** Characters of markup that are read; the rest of a longer page is left out. */
const markupCap = 1_500_000;
const blockCap = 1_500;
const blockChars = 600;
const depthCap = 3_000;

/** Tags that close by themselves or have no content. */
const unnested = new Set(
  'area base br col dd dt embed hr img input li link meta option p source td th tr track wbr'.split(' '),
);
const hidden = new Set(['script', 'style', 'template', 'svg', 'head', 'noscript', 'iframe', 'object']);
const inline = new Set(
  'a abbr b bdi bdo big cite code data del dfn em font i ins kbd label mark q s samp small span strong sub sup time tt u var'.split(
    ' ',
  ),
);

export interface VisibleText {
  readonly blocks: readonly string[];
  /** There was more, or it is nested so deep that it is read without its structure. */
  readonly cut: boolean;
}

export function visibleText(html: string): VisibleText {
  const read = html.slice(0, markupCap);
  return isTooDeep(read) ? textOfTags(read) : textOfTree(read, html.length > markupCap);
}

/** The parser's time grows with the square of the depth: half a million nested tags would hold the desk for minutes. */
function isTooDeep(html: string): boolean {
  let depth = 0;
  for (const [, slash, name = ''] of html.matchAll(/<(\/?)([a-z][a-z0-9]*)/gi)) {
    if (unnested.has(name.toLowerCase())) continue;
    depth = slash === '' ? depth + 1 : Math.max(0, depth - 1);
    if (depth > depthCap) return true;
  }
  return false;
}

function textOfTags(html: string): VisibleText {
  const pieces = html.replace(/<(script|style)\b[^>]*>[^<]*/gi, '\n').split(/<[^>]*>/);
  const blocks = pieces.map((piece) => plainText(piece, blockChars)).filter((text) => text !== '');
  return { blocks: blocks.slice(0, blockCap), cut: true };
}

function textOfTree(html: string, isCut: boolean): VisibleText {
  const blocks: string[] = [];
  let current = '';
  let cut = isCut;
  const flush = () => {
    const text = plainText(current, blockChars);
    current = '';
    if (text === '') return;
    if (blocks.length < blockCap) blocks.push(text);
    else cut = true;
  };
  // Not recursive: markup may be nested a hundred thousand deep.
  const stack: (AnyNode | 'break' | 'end')[] = [...load(html).root().get()];
  let hasEnded = false;
  while (stack.length > 0) {
    const node = stack.pop();
    if (node === 'break') flush();
    else if (node === 'end') hasEnded = true;
    else if (node?.type === 'text') {
      current += current.length < 4 * blockChars ? node.data : '';
      hasEnded = false;
    } else if (node && 'children' in node && !('name' in node && hidden.has(node.name))) {
      const breaks = !('name' in node) || !inline.has(node.name);
      if (breaks) flush();
      // Neighbours without a space between them are mostly shown apart, like the entries of a menu.
      else if (hasEnded) current += ' ';
      hasEnded = false;
      stack.push(breaks ? 'break' : 'end');
      for (let index = node.children.length - 1; index >= 0; index -= 1) {
        const child = node.children[index];
        if (child) stack.push(child);
      }
    }
  }
  flush();
  return { blocks, cut };
}
