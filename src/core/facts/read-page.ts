/** Capture's markup → page facts, in one walk without recursion. */

import { FactsCollector, type LinkDraft } from './facts-collector.ts';
import { fastHash, joinHash } from './hash.ts';
import { createResolver } from './links/addresses.ts';
import type { Attributes } from './markup/attributes.ts';
import { readTokens } from './markup/flat-facts.ts';
import { frameDocument } from './markup/frame-document.ts';
import { isMachineMade } from './markup/machine-made.ts';
import {
  parseTree,
  type TreeDocument,
  type TreeElement,
  type TreeNode,
  type TreeTemplate,
} from './markup/parse-tree.ts';
import { sightAttribute } from './markup/sight-attributes.ts';
import type { PageFacts } from './page-facts.ts';
import { type CoverDraft, coverDraft, layerDraft } from './style/cover-facts.ts';
import { isDisguisingStyle } from './style/hidden-style.ts';
import { hides, isHiddenAsMeasured } from './style/hides.ts';

/** Elements that flow inside a line of text; every other element starts its own block. */
const inline = new Set(
  (
    'a abbr acronym b bdi bdo big br cite code data del dfn em font i img input ins kbd label mark nobr q s samp small span ' +
    'strike strong sub sup svg time tt u var wbr'
  ).split(' '),
);
const rawText = new Set(['script', 'style', 'noscript', 'noframes', 'noembed', 'title', 'template', 'iframe']);

/** One open element of the walk. */
interface Frame {
  readonly children: readonly TreeNode[];
  next: number;
  readonly segment: string;
  readonly segmentHash: number;
  readonly parent: Frame | null;
  readonly block: Frame | null;
  readonly isBlock: boolean;
  readonly hidden: boolean;
  readonly disguised: boolean;
  /** Out of sight by a class or id of its own or around it, says a sheet in the page. */
  readonly tucked: boolean;
  readonly link: LinkDraft | null;
  readonly cover: CoverDraft | null;
  place: number;
}

/** Text of the block being read. */
interface Run {
  text: string;
  /** Characters inside links, and (up to 3) outside. */
  linked: number;
  plain: number;
}

const emptyRun = (): Run => ({ text: '', linked: 0, plain: 0 });

/**
 * Reads a page's markup; `url` is where it was answered. Never throws, whatever the markup.
 * @param isRendered the browser serialised the markup: its sight attributes count
 */
export function readPage(html: string, url: string, isRendered = false): PageFacts {
  const document = parseTree(html);
  const base = document !== null && /<base\b/i.test(html) ? findBase(document) : null;
  const collector = new FactsCollector(createResolver(url, base));
  if (document === null) {
    readTokens(html, collector, false);
    return collector.finish(true, html.length);
  }
  new Walk(collector, isRendered).run(document);
  return collector.finish(false, html.length);
}

class Walk {
  readonly #collector: FactsCollector;
  readonly #isRendered: boolean;
  #isMeasured = false;
  readonly #segmentHashes = new Map<string, number>();
  /** Hidden content inside a line does not split the line: it is read beside it. */
  #shown = emptyRun();
  #hidden = emptyRun();

  constructor(collector: FactsCollector, isRendered: boolean) {
    this.#collector = collector;
    this.#isRendered = isRendered;
  }

  run(document: TreeDocument): void {
    const root = rootFrame(document.childNodes);
    let frame: Frame | null = root;
    while (frame !== null) {
      const node: TreeNode | undefined = frame.children[frame.next++];
      if (node === undefined) {
        if (frame.isBlock) this.#flush(frame);
        frame = frame.parent;
      } else if (node.nodeName === '#text') {
        this.#text((node as { value: string }).value, frame);
      } else if (node.nodeName === '#comment') {
        this.#collector.comment((node as { data: string }).data);
      } else if ('tagName' in node) {
        frame = this.#enter(node, frame) ?? frame;
      }
    }
  }

  #text(value: string, frame: Frame): void {
    const run = frame.hidden ? this.#hidden : this.#shown;
    run.text += value;
    frame.cover?.addText(value);
    if (frame.link === null) {
      if (run.plain < 3) run.plain += value.trim().length;
    } else {
      run.linked += value.length;
      this.#collector.linkText(frame.link, value);
    }
  }

  #flush(frame: Frame): void {
    if (this.#shown.text !== '') this.#shown = this.#flushRun(this.#shown, frame, false);
    if (this.#hidden.text !== '') this.#hidden = this.#flushRun(this.#hidden, frame, true);
  }

  #flushRun({ text, linked, plain }: Run, frame: Frame, isHidden: boolean): Run {
    if (/\S/.test(text)) {
      const block = frame.isBlock ? frame : (frame.block ?? frame);
      if (block.place === -1) block.place = this.#collector.place(pathOf(block));
      this.#collector.text(text, block.place, isHidden, linked > 0 && plain < 3);
    }
    return emptyRun();
  }

  /** Records the element; returns its frame when its children are to be walked. */
  #enter(element: TreeElement, parent: Frame): Frame | null {
    const name = element.tagName;
    const attributes = attributesOf(element);
    if (name === 'html') this.#readSight(attributes);
    const hidden = this.#isMeasured
      ? isHiddenAsMeasured(name, attributes, parent.hidden)
      : parent.hidden || hides(name, attributes);
    const segment = segmentOf(name, attributes);
    const cover = this.#coverOf(name, segment, attributes, parent);
    const tucked = !this.#isMeasured && (parent.tucked || this.#collector.disguises(attributes));
    const disguised = hidden && (parent.disguised || name === 'marquee' || isDisguisingStyle(attributes.style ?? ''));
    const link = this.#collector.element(name, attributes, hidden, cover, waysOf(disguised, tucked)) ?? parent.link;
    if (link !== null && link === parent.link) this.#collector.inLink(link, name, attributes);
    const inner = frameDocument(name, attributes);
    if (inner !== null) readTokens(inner, this.#collector, hidden);
    const shadow = name === 'template' ? shadowRoot(element, attributes) : null;
    if (rawText.has(name) && shadow === null) {
      this.#raw(name, element, attributes);
      return null;
    }
    const children = shadow ?? element.childNodes;
    const isBlock = !inline.has(name);
    const frame: Frame = {
      children,
      next: 0,
      segment,
      segmentHash: this.#segmentHash(segment),
      parent,
      block: isBlock ? parent : parent.isBlock ? parent : parent.block,
      isBlock,
      hidden,
      disguised,
      tucked,
      link,
      cover,
      place: -1,
    };
    if (isBlock) this.#flush(parent);
    else if (name === 'br') {
      this.#shown.text += ' ';
      this.#hidden.text += ' ';
    }
    // Every page has html, head and body, so they do not distinguish pages.
    if (parent.segment !== '' && parent.segment !== 'html' && parent.segment !== 'head') {
      const above = joinHash(parent.parent?.segmentHash ?? 0, parent.segmentHash);
      this.#collector.shingle(joinHash(above, frame.segmentHash));
    }
    return children.length === 0 ? null : frame;
  }

  #readSight(attributes: Attributes): void {
    if (!this.#isRendered || attributes[sightAttribute] !== 'measured') return;
    this.#isMeasured = true;
    this.#collector.expectCovers();
  }

  #coverOf(name: string, segment: string, attributes: Attributes, parent: Frame): CoverDraft | null {
    if (!this.#isMeasured) {
      const layer = layerDraft(name, attributes, parent.cover);
      return layer !== null && this.#collector.layer(layer) ? layer : parent.cover;
    }
    const own = coverDraft(name, attributes, parent.cover, () => `${pathOf(parent)}>${segment}`);
    if (own === null) return parent.cover;
    return this.#collector.cover(own) ? own : parent.cover;
  }

  #raw(name: string, element: TreeElement, attributes: Attributes): void {
    const first = element.childNodes[0];
    const text = first !== undefined && 'value' in first ? first.value : '';
    if (name === 'script') this.#collector.script(attributes, text);
    else if (name === 'style') this.#collector.style(text);
    else if (name === 'title' && element.namespaceURI.endsWith('xhtml')) this.#collector.title(text);
    // The content between a frame's tags is never visible; the document in its attributes was read with the element.
    else if (name === 'iframe') return;
    else if (text !== '') readTokens(text.slice(0, 20_000), this.#collector, true);
  }

  #segmentHash(segment: string): number {
    const known = this.#segmentHashes.get(segment);
    if (known !== undefined) return known;
    const hash = fastHash(segment);
    this.#segmentHashes.set(segment, hash);
    return hash;
  }
}

const inSight = Object.freeze({});
const waysOf = (disguised: boolean, tucked: boolean) =>
  disguised || tucked ? { ...(disguised && { disguised }), ...(tucked && { tucked }) } : inSight;

function rootFrame(children: readonly TreeNode[]): Frame {
  return {
    children,
    next: 0,
    segment: '',
    segmentHash: 0,
    parent: null,
    block: null,
    isBlock: true,
    hidden: false,
    disguised: false,
    tucked: false,
    link: null,
    cover: null,
    place: -1,
  };
}

/** What browsers show in place of the host's own children; null for an ordinary template, which shows nothing. */
function shadowRoot(element: TreeElement, { shadowrootmode }: Attributes): readonly TreeNode[] | null {
  const isRoot = shadowrootmode !== undefined && /^(?:open|closed)$/i.test(shadowrootmode);
  return isRoot && 'content' in element ? (element as TreeTemplate).content.childNodes : null;
}

const none: Attributes = Object.freeze({});

function attributesOf(element: TreeElement): Attributes {
  if (element.attrs.length === 0) return none;
  const attributes: Record<string, string> = {};
  for (const { name, value } of element.attrs) attributes[name] = value;
  return attributes;
}

/**
 * `div#main` or `ul.news`; numbers folded, so that `post-123` and `post-124` are equal. Generated names are skipped: on
 * some pages they differ at every look.
 */
function segmentOf(name: string, attributes: Attributes): string {
  const id = attributes.id;
  const own = id !== undefined && id !== '' && !isMachineMade(id) ? `#${id}` : firstClass(attributes.class);
  const segment = own === '' ? name : name + own.slice(0, 30);
  return /\d/.test(segment) && own !== '' ? segment.replace(/\d+/g, '0') : segment;
}

/** Characters of a `class` attribute that are read. */
const classesCap = 200;

function firstClass(value: string | undefined): string {
  if (value === undefined) return '';
  const words = value.slice(0, classesCap).matchAll(/\S+/g);
  for (const [word] of words) if (!isMachineMade(word)) return `.${word}`;
  return '';
}

/** The last eight tags on the path to an element. */
function pathOf(frame: Frame): string {
  const segments: string[] = [];
  for (let at: Frame | null = frame; at !== null && segments.length < 8; at = at.parent) {
    if (at.segment !== '') segments.push(at.segment);
  }
  return segments.reverse().join('>');
}

function findBase(document: TreeDocument): string | null {
  const stack: TreeNode[] = [...document.childNodes].reverse();
  for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
    if (!('tagName' in node)) continue;
    if (node.tagName === 'base') {
      const href = node.attrs.find((attribute) => attribute.name === 'href')?.value;
      if (href !== undefined) return href;
    }
    for (let i = node.childNodes.length - 1; i >= 0; i--) {
      const child = node.childNodes[i];
      if (child !== undefined) stack.push(child);
    }
  }
  return null;
}
