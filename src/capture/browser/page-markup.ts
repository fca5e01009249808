/** Serialises the DOM, with the measured visibility of elements as attributes (`core/facts/markup/sight-attributes.ts`). */
import type { CDPSession } from 'playwright';
import {
  attributePrefix,
  coverAttribute,
  hiddenAttribute,
  sightAttribute,
} from '../../core/facts/markup/sight-attributes.ts';
import { coverSource } from './scripts/cover-script.ts';
import { holdAnimations } from './scripts/hold-animations.ts';
import { evaluateIn } from './scripts/isolated-world.ts';
import { noteShadowRoots, rootsName } from './scripts/shadow-roots.ts';
import { sightSource } from './scripts/sight-script.ts';

/** Real time for measuring; a page that takes longer is serialised without visibility attributes. */
const measuringMs = 5_000;
/** The same for finding its shadow roots. */
const namingMs = 2_000;
/** Elements measured, at about 15 µs each; ordinary pages have fewer than 10,000. */
const elementCap = 30_000;
/** Characters of one shadow root, including nested ones. */
const shadowCap = 200_000;
/**
 * With fewer visible and more hidden letters than this, the page as a whole is not showing, rather than hiding parts of
 * it.
 */
const showsNothing = { visibleBelow: 60, hiddenFrom: 600 };

/**
 * Attributes are set on a copy in a separate document, invisible to scripts of the page, including observers and custom
 * elements. There `noscript` would be serialised escaped, so its text is stored separately. Shadow roots are not
 * copied, so each is written as declarative markup into a `template` of its host. The attributes have a random name
 * until serialisation; then any attributes of the page with our names are renamed, and ours get their final names.
 */
const writing = String.raw`
const own = (type, name) => {
  const { get, value } = Object.getOwnPropertyDescriptor(type.prototype, name);
  return Function.prototype.call.bind(get ?? value);
};
const markupOf = own(Element, 'outerHTML');
const write = (root, marks, note, limits) => {
  const token = Array.from(crypto.getRandomValues(new Uint32Array(3)), (part) => part.toString(16)).join('');
  const asides = [];
  const roots = globalThis[limits.roots] ?? [];
  let target = root;
  if (marks.length > 0 || roots.length > 0) {
    const inert = document.implementation.createHTMLDocument('');
    const inside = own(Element, 'querySelectorAll');
    target = own(Document, 'importNode')(inert, root, true);
    const copies = [target, ...inside(target, '*')];
    const set = own(Element, 'setAttribute');
    const text = Object.getOwnPropertyDescriptor(Node.prototype, 'textContent');
    for (const [i, name, value] of marks) set(copies[i], 'data-' + token + '-' + name, value);
    for (const copy of own(Element, 'querySelectorAll')(target, 'noscript')) {
      asides.push(text.get.call(copy));
      text.set.call(copy, token + 'n' + (asides.length - 1) + ';');
    }
    const order = new Map(roots.length === 0 ? [] : [root, ...inside(root, '*')].map((element, i) => [element, i]));
    const shadowRoots = roots.map(([, shadow]) => shadow);
    for (const [host, shadow, mode] of roots) {
      const copy = copies[order.get(host)];
      if (copy === undefined) continue;
      const inner = own(ShadowRoot, 'getHTML')(shadow, { shadowRoots }).slice(0, limits.shadow);
      asides.push('<template shadowrootmode="' + mode + '">' + inner + '</template>');
      own(Node, 'insertBefore')(copy, inert.createTextNode(token + 'n' + (asides.length - 1) + ';'), copy.firstChild);
    }
  }
  const forged = new RegExp(limits.prefix, 'gi');
  const ours = new RegExp('data-' + token + '-|' + token + 'n(\\d+);', 'g');
  const markup = markupOf(target).replace(forged, 'data-page-').replace(ours, (_, aside) =>
    aside === undefined ? limits.prefix : asides[aside].replace(forged, 'data-page-'));
  const doctype = document.doctype ? new XMLSerializer().serializeToString(document.doctype) : '';
  const noted = markup.replace(/^<html/, '<html ' + limits.sight + '="' + note + '"');
  return (doctype + noted).slice(0, limits.length);
};
`;

const measuring = `
const marksOf = (all, limits) => {
  const viewport = viewportOf(all[0]);
  const seen = new Walk(all, viewport);
  concludePale(seen);
  concludeLinks(seen);
  const { shownLetters, hiddenLetters } = seen;
  const showsNothing = shownLetters < limits.nothing.visibleBelow && hiddenLetters >= limits.nothing.hiddenFrom;
  return [
    ...(showsNothing ? [] : Array.from(hiddenMarks(seen), ([i, reason]) => [i, limits.hidden, reason])),
    ...Array.from(findCovers(seen, viewport), ([i, cover]) => [i, limits.cover, cover]),
  ];
};
`;

const nameIn = (mark: string) => mark.slice(attributePrefix.length);

function expression(maxLength: number, isMeasured: boolean): string {
  const limits = {
    length: maxLength,
    elements: elementCap,
    nothing: showsNothing,
    prefix: attributePrefix,
    roots: rootsName,
    shadow: shadowCap,
    sight: sightAttribute,
    hidden: nameIn(hiddenAttribute),
    cover: nameIn(coverAttribute),
  };
  const head = `(() => { const limits = ${JSON.stringify(limits)};
    const root = document.documentElement;
    if (!root) return '';`;
  if (!isMeasured) return `${head}${writing} return write(root, [], 'failed', limits); })()`;
  return `${head}${holdAnimations}
    const all = [...document.querySelectorAll('*')];
    const isOverCap = all.length > limits.elements;
    const marks = isOverCap ? [] : (() => { ${sightSource}${coverSource}${measuring} return marksOf(all, limits); })();
    return (() => { ${writing} return write(root, marks, isOverCap ? 'over-cap' : 'measured', limits); })(); })()`;
}

/** At most `maxLength` characters. Rejects if the page can't answer. */
export async function pageMarkup(cdp: CDPSession, contextId: number, maxLength: number): Promise<string> {
  // If the browser does not list the roots in time, the page is read without them.
  await withinTime(cdp, noteShadowRoots(cdp, contextId), namingMs);
  const measured = await withinTime(cdp, evaluateIn(cdp, contextId, expression(maxLength, true)), measuringMs);
  return typeof measured === 'string' ? measured : plainMarkup(cdp, contextId, maxLength);
}

/** Without measuring visibility or pausing animations: the page is left untouched. */
export async function plainMarkup(cdp: CDPSession, contextId: number, maxLength: number): Promise<string> {
  const plain = await evaluateIn(cdp, contextId, expression(maxLength, false));
  return typeof plain === 'string' ? plain : '';
}

/** Null if it failed or took too long. Timed from outside, because the page's clock is paused on virtual time. */
async function withinTime(cdp: CDPSession, work: Promise<unknown>, ms: number): Promise<unknown> {
  const timer = setTimeout(() => void cdp.send('Runtime.terminateExecution').catch(() => {}), ms);
  try {
    return await work;
  } catch {
    return null;
  } finally {
    clearTimeout(timer);
  }
}
