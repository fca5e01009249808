/** The paragraphs that a visitor reads, for comparison by people. What the detectors read is decided in `core/`. */
import { load } from 'cheerio/slim';
import type { AnyNode } from 'domhandler';
import { plainText } from '../core/text.ts';

/** Characters of markup that are read; the rest of a longer page is left out. */
const markupCap = 1_500_000;
const blockCap = 1_500;
const blockChars = 600;

const hidden = new Set(['script', 'style', 'template', 'svg', 'head', 'noscript', 'iframe', 'object']);
const inline = new Set(
  'a abbr b bdi bdo big cite code data del dfn em font i ins kbd label mark q s samp small span strong sub sup time tt u var'.split(
    ' ',
  ),
);

export interface VisibleText {
  readonly blocks: readonly string[];
  /** There was more. */
  readonly cut: boolean;
}

export function visibleText(html: string): VisibleText {
  const blocks: string[] = [];
  let current = '';
  let cut = html.length > markupCap;
  const flush = () => {
    const text = plainText(current, blockChars);
    current = '';
    if (text === '') return;
    if (blocks.length < blockCap) blocks.push(text);
    else cut = true;
  };
  // Not recursive: markup may be nested a hundred thousand deep.
  const stack: (AnyNode | 'break' | 'end')[] = [...load(html.slice(0, markupCap)).root().get()];
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
