/**
 * A page as it was seen, made to stand alone: without scripts, its files beside it, its forms without function. Parsed
 * and written again by the standard's rules, so that nothing survives that the rules below do not see.
 */

import { html as names, serialize } from 'parse5';
import { parseTree, type TreeElement, type TreeNode, type TreeTemplate } from '../facts/markup/parse-tree.ts';
import { attributePrefix } from '../facts/markup/sight-attributes.ts';
import { isFollowedBy } from '../facts/text/followed-by.ts';
import { contentPolicy } from './content-policy.ts';
import { endForm, endFormControl } from './end-forms.ts';
import { readPictureSet } from './picture-set.ts';
import { type CopyPlace, References, type Referred } from './references.ts';
import { rewriteStyle } from './rewrite-style.ts';
import { Attributes } from './tag-attributes.ts';

export interface RewrittenPage extends Referred {
  readonly html: string;
}

/** With their content. */
const removed = new Set(['script', 'noscript', 'base', 'applet', 'embed', 'portal', 'fencedframe', 'param', 'bgsound']);
const keptRelations = new Set(['stylesheet', 'icon', 'shortcut', 'apple-touch-icon', 'canonical']);
const removedAttributes = new Set([
  'ping',
  'integrity',
  'nonce',
  'crossorigin',
  'manifest',
  'loading',
  'fetchpriority',
  'attributionsrc',
  'dynsrc',
  'lowsrc',
  'longdesc',
  'profile',
  'codebase',
  'classid',
  'archive',
  'sandbox',
  'allow',
  'csp',
]);
/** Where scripts keep the address of a picture until it comes into view; the first that the copy contains counts. */
const lateAddresses = ['data-src', 'data-original', 'data-lazy-src', 'data-lazy', 'data-url', 'data-echo'];
const lateSets = ['data-srcset', 'data-lazy-srcset', 'data-original-set'];
const lateBackgrounds = ['data-bg', 'data-background', 'data-background-image', 'data-bg-url'];
/** Documents within documents. */
const depthCap = 3;

/** Null when the page is larger than pages are read. */
export function rewritePage(html: string, place: CopyPlace, depth = 0): RewrittenPage | null {
  const tree = parseTree(html);
  if (tree === null) return null;
  const references = new References(place);
  references.base = baseOf(tree.childNodes, place.url);
  const rewriter = new PageRewriter(references, place, depth);
  rewriter.all(tree.childNodes);
  const root = tree.childNodes.find(isElement);
  if (root === undefined) return null;
  begin(root);
  const body = serialize({ ...tree, childNodes: [root] } as typeof tree);
  return { html: `${doctypes[tree.mode]}${body}\n`, ...references.referred() };
}

/** The mode decides how a page is laid out. */
const doctypes: Readonly<Record<string, string>> = {
  [names.DOCUMENT_MODE.NO_QUIRKS]: '<!DOCTYPE html>\n',
  [names.DOCUMENT_MODE.QUIRKS]: '',
  [names.DOCUMENT_MODE.LIMITED_QUIRKS]:
    '<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Transitional//EN" "http://www.w3.org/TR/xhtml1/DTD/xhtml1-transitional.dtd">\n',
};

function isElement(node: TreeNode): node is TreeElement {
  return 'tagName' in node;
}

function isTemplate(element: TreeElement): element is TreeTemplate {
  return 'content' in element;
}

function baseOf(nodes: readonly TreeNode[], url: string): string {
  const pending = [...nodes];
  for (let node = pending.shift(); node !== undefined; node = pending.shift()) {
    if (!isElement(node)) continue;
    if (node.tagName === 'base') {
      const href = new Attributes(node).get('href');
      const base = href === null ? null : URL.parse(href, url);
      if (base?.protocol === 'http:' || base?.protocol === 'https:') return base.href;
    }
    if (node.tagName === 'html' || node.tagName === 'head') pending.push(...node.childNodes);
  }
  return url;
}

/** The encoding and the policy stand first. */
function begin(root: TreeElement): void {
  const head = root.childNodes.filter(isElement).find(({ tagName }) => tagName === 'head');
  if (head === undefined) return;
  const meta = (attrs: { name: string; value: string }[]): TreeElement => ({
    nodeName: 'meta',
    tagName: 'meta',
    attrs,
    namespaceURI: head.namespaceURI,
    childNodes: [],
    parentNode: head,
  });
  head.childNodes.unshift(
    meta([{ name: 'charset', value: 'utf-8' }]),
    meta([
      { name: 'http-equiv', value: 'Content-Security-Policy' },
      { name: 'content', value: contentPolicy },
    ]),
  );
}

class PageRewriter {
  readonly #references: References;
  readonly #place: CopyPlace;
  readonly #depth: number;

  constructor(references: References, place: CopyPlace, depth: number) {
    this.#references = references;
    this.#place = place;
    this.#depth = depth;
  }

  /** Every list of children is replaced by what stays of it. */
  all(nodes: TreeNode[]): void {
    const pending: TreeNode[][] = [nodes];
    for (let list = pending.pop(); list !== undefined; list = pending.pop()) {
      const kept = list.filter((node) => this.#keeps(node));
      list.length = 0;
      for (const node of kept) {
        list.push(node);
        if (!isElement(node)) continue;
        pending.push(isTemplate(node) ? node.content.childNodes : node.childNodes);
      }
    }
  }

  #keeps(node: TreeNode): boolean {
    if (!isElement(node)) return node.nodeName !== '#comment';
    if (removed.has(node.tagName)) return false;
    const attributes = new Attributes(node);
    attributes.removeWhere(
      (name) => name.startsWith('on') || name.startsWith(attributePrefix) || removedAttributes.has(name),
    );
    const stays = this.#element(node, attributes);
    if (stays) this.#everywhere(attributes);
    return stays;
  }

  #element(node: TreeElement, attributes: Attributes): boolean {
    switch (node.tagName) {
      case 'link':
        return this.#headLink(attributes);
      case 'meta':
        return !attributes.has('http-equiv') && !attributes.has('charset');
      case 'template':
        return attributes.has('shadowrootmode');
      case 'style':
        return this.#sheet(node);
      case 'a':
      case 'area':
        attributes.change('href', (href) => this.#references.link(href));
        return true;
      case 'img':
      case 'source':
        return this.#picture(node.tagName, attributes);
      case 'video':
      case 'audio':
      case 'track':
      case 'input':
        attributes.change('src', (src) => this.#references.file(src));
        endFormControl(node.tagName, attributes);
        return !(node.tagName === 'input' && attributes.get('type')?.toLowerCase() === 'hidden');
      case 'form':
        endForm(attributes, this.#references.notice());
        return true;
      case 'iframe':
      case 'frame':
        this.#frame(attributes);
        return true;
      case 'object':
        attributes.removeWhere((name) => name === 'data' || name === 'type');
        return true;
      case 'animate':
      case 'set':
        return attributes.get('attributename')?.toLowerCase().includes('href') !== true;
      default:
        endFormControl(node.tagName, attributes);
        attributes.change('href', (href) => this.#drawing(href));
        attributes.change('src', () => null);
        return true;
    }
  }

  #everywhere(attributes: Attributes): void {
    attributes.change('style', (style) => rewriteStyle(style, this.#references));
    attributes.change('background', (address) => this.#references.file(address));
    attributes.change('poster', (address) => this.#references.file(address));
    const late = attributes.takeFirst(lateBackgrounds, (address) => this.#references.knows(address));
    const path = late && this.#references.file(late);
    if (path && !isFollowedBy(attributes.get('style') ?? '', /background/gi, /url\(/gi, 99, true))
      attributes.set('style', `${attributes.get('style') ?? ''};background-image:url("${path}")`);
  }

  #headLink(attributes: Attributes): boolean {
    const relations = (attributes.get('rel') ?? '').toLowerCase().split(/\s+/, 10);
    if (relations.includes('alternate') || !relations.some((one) => keptRelations.has(one))) return false;
    if (relations.includes('canonical')) return /^https?:/i.test(attributes.get('href') ?? '');
    attributes.change('href', (href) => this.#references.file(href));
    attributes.removeWhere((name) => name === 'imagesrcset' || name === 'imagesizes');
    if (!attributes.has('href')) return false;
    return true;
  }

  #sheet(node: TreeElement): boolean {
    for (const child of node.childNodes) {
      if ('value' in child) child.value = rewriteStyle(child.value, this.#references);
    }
    return true;
  }

  #picture(tagName: string, attributes: Attributes): boolean {
    const references = this.#references;
    const knows = (address: string) => references.knows(address);
    const lateSet = attributes.takeFirst(lateSets, (set) => readPictureSet(set).some(({ address }) => knows(address)));
    if (lateSet !== null && !this.#setOf(attributes.get('srcset') ?? '')) attributes.set('srcset', lateSet);
    const late = attributes.takeFirst(lateAddresses, knows);
    if (late !== null && !knows(attributes.get('src') ?? '')) attributes.set('src', late);
    const set = this.#setOf(attributes.get('srcset') ?? '');
    attributes.set('srcset', set);
    const src = attributes.get('src');
    if (src !== null)
      attributes.set('src', (set === null || knows(src) || isData(src) ? references.file(src) : null) ?? firstOf(set));
    // A `source` that offers nothing would hide the picture behind it.
    return tagName !== 'source' || attributes.has('src') || attributes.has('srcset');
  }

  /** Null when the copy contains none of the pictures. */
  #setOf(set: string): string | null {
    const kept = readPictureSet(set).flatMap(({ address, descriptor }) => {
      const path = this.#references.knows(address) ? this.#references.file(address) : null;
      return path === null ? [] : [`${path}${descriptor}`];
    });
    return kept.length === 0 ? null : kept.join(', ');
  }

  /** Frames of others, and what was not recorded, become the notice, in the same place and size. */
  #frame(attributes: Attributes): void {
    const within = attributes.get('srcdoc');
    if (within !== null) {
      const inner =
        this.#depth < depthCap
          ? rewritePage(within, { ...this.#place, url: this.#references.base }, this.#depth + 1)
          : null;
      attributes.set('srcdoc', inner?.html ?? '');
      for (const path of inner?.used ?? []) this.#references.use(path);
      attributes.set('src', null);
      return;
    }
    attributes.change('src', (src) =>
      /^about:/i.test(src.trim()) ? null : (this.#references.frame(src) ?? this.#references.notice()),
    );
  }

  /** Of drawings: a part of the same page, or a recorded file. */
  #drawing(href: string): string | null {
    return href.trim().startsWith('#') ? href : this.#references.file(href);
  }
}

function isData(address: string): boolean {
  return /^\s{0,20}data:/i.test(address);
}

function firstOf(set: string | null): string | null {
  return set === null ? null : (readPictureSet(set)[0]?.address ?? null);
}
