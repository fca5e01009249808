/** The DOM as text, with what the browser knows of being seen written into it as marks (`core/facts/sight-marks.ts`). */
import type { CDPSession } from 'playwright';
import { coverMark, hiddenMark, markPrefix, sightMark } from '../../core/facts/sight-marks.ts';
import { coverSource } from './cover-script.ts';
import { holdAnimations } from './hold-animations.ts';
import { evaluateIn } from './isolated-world.ts';
import { sightSource } from './sight-script.ts';

/** Real time for measuring; a page that takes longer is written down without marks. */
const measuringMs = 5_000;
/** Elements of a measured page, at about 15 µs each; ordinary pages have under 10,000. */
const elementCap = 30_000;
/** Visible letters under which a page with more hidden ones is not showing itself at all: nothing is hidden *in* it. */
const showsNothing = { visibleBelow: 60, hiddenFrom: 600 };

/**
 * Marks are set on a copy in a document of its own, which no script of the page sees: not by an observer, not by a custom
 * element. There `noscript` would be written escaped, so its text waits outside. The copy's marks carry a random name
 * until the text is made, then the page's own attributes of our names are renamed, and ours get them.
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
  let target = root;
  if (marks.length > 0) {
    const inert = document.implementation.createHTMLDocument('');
    target = own(Document, 'importNode')(inert, root, true);
    const copies = [target, ...own(Element, 'querySelectorAll')(target, '*')];
    const set = own(Element, 'setAttribute');
    const text = Object.getOwnPropertyDescriptor(Node.prototype, 'textContent');
    for (const [i, name, value] of marks) set(copies[i], 'data-' + token + '-' + name, value);
    for (const copy of own(Element, 'querySelectorAll')(target, 'noscript')) {
      asides.push(text.get.call(copy));
      text.set.call(copy, token + 'n' + (asides.length - 1) + ';');
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

const nameIn = (mark: string) => mark.slice(markPrefix.length);

function expression(maxLength: number, isMeasured: boolean): string {
  const limits = {
    length: maxLength,
    elements: elementCap,
    nothing: showsNothing,
    prefix: markPrefix,
    sight: sightMark,
    hidden: nameIn(hiddenMark),
    cover: nameIn(coverMark),
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

/** At most `maxLength` characters. Rejects when the page can't answer. */
export async function pageMarkup(cdp: CDPSession, contextId: number, maxLength: number): Promise<string> {
  const measured = await withinTime(cdp, evaluateIn(cdp, contextId, expression(maxLength, true)));
  if (typeof measured === 'string') return measured;
  const plain = await evaluateIn(cdp, contextId, expression(maxLength, false));
  return typeof plain === 'string' ? plain : '';
}

/** Null when it took too long or failed. Only from outside can it be ended: on virtual time the page's clock stands. */
async function withinTime(cdp: CDPSession, work: Promise<unknown>): Promise<unknown> {
  const timer = setTimeout(() => void cdp.send('Runtime.terminateExecution').catch(() => {}), measuringMs);
  try {
    return await work;
  } catch {
    return null;
  } finally {
    clearTimeout(timer);
  }
}
