/** Analyses a page's unlearned scripts, and gives the facts of the page that they would write. */
import type { PageFacts, ScriptFeature, SideText } from '../facts/page-facts.ts';
import { readPage } from '../facts/read-page.ts';
import { blockKey } from '../facts/text/block-key.ts';
import type { LearnedView } from '../learned/learned-view.ts';
import { readScripts, type ScriptReading } from './read-script.ts';

export interface FreshScript {
  /** `ScriptFact.key` or `HandlerFact.key`. */
  readonly key: string;
  readonly code: string;
  readonly features: readonly ScriptFeature[];
  readonly isHandler: boolean;
  /** A handler of one element of the page, which waits for the visitor. */
  readonly isForOne: boolean;
  readonly reading: ScriptReading;
}

/** Scripts read of one page: the first ones and, where attackers append theirs, the last. */
const caps = { first: 60, last: 20, characters: 2_000_000 };

const waits = /^on(?:click|dblclick|mouse\w{2,5}|key\w{2,5}|touch\w{3,6}|focus|blur|change|submit|input|select)$/;
const wholePage: ReadonlySet<string> = new Set(['html', 'body']);

/** @param learned null at first sight: then all are new */
export function freshScripts(facts: PageFacts, learned: LearnedView | null): FreshScript[] {
  const known = new Set(learned?.scripts.keys);
  const knownHandlers = new Set(learned?.handlers);
  const seen = new Set<string>();
  const isNew = (key: string, of: ReadonlySet<string>): boolean => {
    if (of.has(key) || seen.has(key)) return false;
    seen.add(key);
    return true;
  };
  const scripts = facts.scripts.flatMap(({ key, code, features }) =>
    code !== undefined && code.trim() !== '' && isNew(key, known)
      ? [{ key, code, features, isHandler: false, isForOne: false }]
      : [],
  );
  // Where handlers were never learned, any of them may be old.
  const canTell = learned === null || learned.handlers !== undefined;
  const handlers = facts.handlers.flatMap(({ key, code, event, element }) =>
    canTell && isNew(key, knownHandlers)
      ? [{ key, code, features: [], isHandler: true, isForOne: waits.test(event) && !wholePage.has(element) }]
      : [],
  );
  const all = [...scripts, ...handlers];
  const { first, last } = caps;
  const some = all.length <= first + last ? all : [...all.slice(0, first), ...all.slice(-last)];
  let room = caps.characters;
  const read = some.filter(({ code }) => {
    room -= code.length;
    return room >= 0;
  });
  const readings = readScripts(read.map(({ code }) => code));
  return read.flatMap((one, i) => {
    const reading = readings[i];
    return reading === undefined ? [] : [{ ...one, reading }];
  });
}

const markupCap = 600_000;
const stringsCap = 200;

/** Null when they write and show nothing. */
export function writtenFacts(fresh: readonly Pick<FreshScript, 'reading'>[], url: string): PageFacts | null {
  const titles = fresh.flatMap(({ reading }) => reading.titles);
  const whole = fresh.map(({ reading }) => reading.wholePage).join('\n');
  const parts = fresh.map(({ reading }) => reading.markup).join('\n');
  const texts = fresh.flatMap(({ reading }) => reading.texts).map((text) => `<p>${asText(text)}</p>`);
  const strings = fresh.flatMap(({ reading }) => reading.strings);
  const title = titles[0] === undefined ? '' : `<title>${asText(titles[0])}</title>`;
  const markup = [title, whole, parts, ...texts].join('\n');
  if (markup.trim() === '' && strings.length === 0) return null;
  const facts = readPage(markup.slice(0, markupCap), url);
  return { ...facts, side: [...facts.side, ...strings.slice(0, stringsCap).map(sideOf)] };
}

function sideOf(text: string): SideText {
  return { from: 'script', text: text.slice(0, 400), key: blockKey(text.slice(0, 400)) };
}

function asText(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
}
