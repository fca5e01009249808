/** A standards-conforming parse with a budget: attackers exploit how browsers parse, and must not make it costly. */
import { type DefaultTreeAdapterMap, defaultTreeAdapter, Parser } from 'parse5';
import { CappedTokenizer } from './tokenizer.ts';

export type TreeNode = DefaultTreeAdapterMap['node'];
export type TreeElement = DefaultTreeAdapterMap['element'];
export type TreeTemplate = DefaultTreeAdapterMap['template'];
export type TreeDocument = DefaultTreeAdapterMap['document'];

/**
 * Elements of one page. Ordinary pages have under 10,000; the standard's rules for misnested formatting build quadratic
 * trees, so the limit is on what is built, not on the input's length.
 */
const elementCap = 60_000;
/**
 * Open elements at once. Scope checks walk the whole stack, so 100,000 nested `div` took parse5 104 s; browsers stop
 * nesting at 512 themselves.
 */
const depthCap = 1_000;
/** Characters given to the tree builder: beyond it only the tokens are read. */
const inputCap = 6_000_000;

class OverBudget extends Error {
  override readonly name = 'OverBudget';
}

/** The document, or null when the page exceeds the budget: then it is read token by token (`flat-facts.ts`). */
export function parseTree(html: string): TreeDocument | null {
  if (html.length > inputCap) return null;
  let elements = 0;
  let depth = 0;
  const treeAdapter: typeof defaultTreeAdapter = {
    ...defaultTreeAdapter,
    createElement(tagName, namespaceURI, attrs) {
      if (++elements > elementCap) throw new OverBudget();
      return defaultTreeAdapter.createElement(tagName, namespaceURI, attrs);
    },
    onItemPush() {
      if (++depth > depthCap) throw new OverBudget();
    },
    onItemPop() {
      depth--;
    },
  };
  try {
    const parser = new Parser<DefaultTreeAdapterMap>({ treeAdapter, scriptingEnabled: true });
    const tokenizer = new CappedTokenizer(parser.options, parser);
    parser.tokenizer = tokenizer;
    tokenizer.read(html);
    return parser.document;
  } catch (error) {
    if (error instanceof OverBudget) return null;
    throw error;
  }
}
