/** The paragraphs that a visitor reads, for people to compare. Detectors use the text of `core/` instead. */
import { load } from 'cheerio/slim';
import type { AnyNode } from 'domhandler';
import { plainText } from '../../core/text.ts';

/** Characters of markup that are read; the rest of a longer page is ignored. */
const markupCap = 1_500_000;
const blockCap = 1_500;
const blockChars = 600;
const depthCap = 3_000;

/** Void elements, and those with optional end tags. */
const unnested = new Set(
  'area base br col dd dt embed hr img input li link meta option p source td th tr track wbr'.split(' '),
);
const hidden = new Set(['script', 'style', 'template', 'svg', 'head', 'noscript', 'iframe', 'object']);
const inline = new Set(
  'a abbr b bdi bdo big cite code data del dfn em font i ins kbd label mark q s samp small span strong sub sup time tt u var'.split(
    ' ',
  ),
);

/** Their content is not text. */
const codeTag = /(?:script|style)\b/iy;

export interface VisibleText {
  readonly blocks: readonly string[];
  /** The page was longer, or nested so deeply that its structure was ignored. */
  readonly cut: boolean;
}

export function visibleText(html: string): VisibleText {
  const read = html.slice(0, markupCap);
  return isTooDeep(read) ? textOfTags(read) : textOfTree(read, html.length > markupCap);
}

/** Parsing time grows with the square of the depth: half a million nested tags would take minutes. */
function isTooDeep(html: string): boolean {
  let depth = 0;
  for (const [, slash, name = ''] of html.matchAll(/<(\/?)([a-z][a-z0-9]*)/gi)) {
    if (unnested.has(name.toLowerCase())) continue;
    depth = slash === '' ? depth + 1 : Math.max(0, depth - 1);
    if (depth > depthCap) return true;
  }
  return false;
}

/** The text between the tags, in one pass. */
function textOfTags(html: string): VisibleText {
  const blocks: string[] = [];
  let text = '';
  const flush = () => {
    const block = plainText(text, blockChars);
    text = '';
    if (block !== '') blocks.push(block);
  };
  for (let from = 0; from < html.length && blocks.length < blockCap; ) {
    const start = html.indexOf('<', from);
    const end = start === -1 ? -1 : html.indexOf('>', start);
    text += html.slice(from, end === -1 ? html.length : start);
    from = end === -1 ? html.length : end + 1;
    codeTag.lastIndex = start + 1;
    if (end === -1 || !codeTag.test(html)) {
      flush();
      continue;
    }
    const next = html.indexOf('<', from);
    from = next === -1 ? html.length : next;
    text += '\n';
  }
  flush();
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
      // Adjacent elements without a space between them usually render apart, like menu entries.
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
