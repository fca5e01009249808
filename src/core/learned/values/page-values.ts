/** The slots of a page by subject, read from its facts both for learning and for comparing. */
import { ownerOf } from '../../facts/links/owner.ts';
import type { LinkFact, PageFacts } from '../../facts/page-facts.ts';
import { emptyTally, stableKeys, type Tally } from '../tally.ts';
import { learnValues, type NewValue, newValues, type SlotValue } from './known-values.ts';
import { linkTargets } from './link-targets.ts';

interface Subject {
  readonly read: (facts: PageFacts) => readonly SlotValue[];
  /** Values kept; the least recently seen are dropped. */
  readonly cap: number;
  /**
   * Whether a new slot may be learned automatically, because it raises no finding by itself. A new value of a known
   * slot never is.
   */
  readonly addsSlots: boolean;
}

const many = (slot: string, values: Iterable<string | null>): SlotValue[] =>
  [...values].flatMap((value) => (value === null || value === '' ? [] : [{ slot, value }]));

const layersSlot = 'layers';
const soundsSlot = 'sounds';
const mostCounted = 9;

type Learned = { readonly values?: LearnedValues; readonly looks: number };

/** Whether more elements cover the whole window by inline style than in every learned look. */
export function bringsLayers(learned: Learned, facts: PageFacts) {
  return hasMore(layersSlot, learned, facts);
}

/** Whether more sounds start by themselves than in every learned look. */
export function bringsSounds(learned: Learned, facts: PageFacts) {
  return hasMore(soundsSlot, learned, facts);
}

function hasMore(counted: string, learned: Learned, facts: PageFacts): boolean {
  const fresh = (newOf('style', learned, facts) ?? []).find(({ slot }) => slot === counted);
  return fresh !== undefined && fresh.before !== null && Number(fresh.value) > Number(fresh.before);
}

/** Whether an image says that it is a QR code. */
function isCode({ text, address }: LinkFact): boolean {
  return text !== '' && /(?:^|[^a-z])qr(?:$|[^a-z])/i.test(`${text} ${address}`);
}

const ownSheetSlot = 'sheet';

/** Addresses of the portal's own style sheets. */
function ownSheets({ style, styles }: Pick<PageFacts, 'style' | 'styles'>): string[] {
  const foreign = new Set(style.hosts);
  return styles.filter((address) => !foreign.has(address.split('/', 1)[0] ?? ''));
}

/**
 * Whether the portal has fewer style sheets of its own than the ones that were always there. A new build of a page
 * brings as many, under other names.
 */
export function lostOwnSheets(learned: { readonly values?: LearnedValues; readonly looks: number }, facts: PageFacts) {
  const tally = learned.values?.style;
  if (tally === undefined) return false;
  const known = [...stableKeys(tally, learned.looks).keys()].filter((key) => key.startsWith(`${ownSheetSlot}\t`));
  return known.length > new Set(ownSheets(facts)).size;
}

/** Vocabulary namespaces named in scripts; nothing is loaded from them. */
const namespaces = new Set(['schema.org', 'www.w3.org', 'ogp.me', 'json-schema.org']);

const subjects = {
  /** Hosts named in the head: `canonical` → host, `own` for the page's own. */
  head: {
    read: ({ head }) => [
      ...head.links.map(({ kind, host }) => ({ slot: kind, value: host ?? 'own' })),
      ...(head.isUnlisted ? [{ slot: 'robots', value: 'noindex' }] : []),
    ],
    cap: 60,
    addsSlots: false,
  },
  data: {
    read: ({ head: { data } }) => [
      ...many('name', data.names),
      ...many('telephone', data.telephones),
      ...many(
        'host',
        data.addresses.map((address) => URL.parse(address)?.host ?? null),
      ),
    ],
    cap: 150,
    addsSlots: false,
  },
  style: {
    read: ({ makeup, style, styles }) => [
      ...many('host', style.hosts),
      ...many(ownSheetSlot, ownSheets({ style, styles })),
      { slot: layersSlot, value: String(Math.min(makeup.layers, mostCounted)) },
      // The point tells it from a count of layers: a value known in any slot counts as moved, not as new.
      { slot: soundsSlot, value: `${Math.min(makeup.autoplays, mostCounted)}.` },
      ...style.rules.map(({ does, selector, source }) => ({ slot: does, value: `${selector}{${source}` })),
    ],
    cap: 200,
    addsSlots: false,
  },
  /** Where a form with these fields sends. */
  forms: {
    read: ({ forms }) => forms.map(({ fields, address }) => ({ slot: fields, value: address })),
    cap: 100,
    addsSlots: true,
  },
  links: { read: linkTargets, cap: 800, addsSlots: true },
  containers: {
    read: ({ containers }) =>
      containers.map((one) => ({ slot: one.slice(0, one.indexOf('=')), value: one.slice(one.indexOf('=') + 1) })),
    cap: 80,
    addsSlots: false,
  },
  /** Hosts named by each inline script, which is identified by its code without values. */
  loaders: {
    read: ({ scripts }) =>
      scripts.flatMap(({ key, names }) => {
        const hosts = names.filter((host) => !namespaces.has(host)).toSorted();
        return key === '' || hosts.length === 0 ? [] : [{ slot: key, value: hosts.join(' ') }];
      }),
    cap: 200,
    addsSlots: true,
  },
  /** Owners of content loaded from shared hosts. */
  owners: {
    read: ({ scripts, frames, styles }) => [
      ...many(
        'script',
        scripts.map(({ address }) => (address === null ? null : ownerOf(address))),
      ),
      ...many(
        'frame',
        frames.map(({ address }) => ownerOf(address)),
      ),
      ...many('style', styles.map(ownerOf)),
    ],
    cap: 150,
    addsSlots: false,
  },
  contacts: {
    read: ({ contacts, images }) => [
      ...contacts.map(({ slot, value }) => ({ slot, value })),
      ...images.filter(isCode).map(({ text, host }) => ({ slot: `code ${text}`, value: host ?? 'own' })),
    ],
    cap: 300,
    addsSlots: true,
  },
} satisfies Readonly<Record<string, Subject>>;

export type ValueSubject = keyof typeof subjects;

/** By subject; a missing subject was never learned and is not compared. */
export type LearnedValues = Readonly<Partial<Record<ValueSubject, Tally>>>;

const names = Object.keys(subjects) as ValueSubject[];

/**
 * Counts one more look.
 * @param isAdmitted the shown values are accepted, by people or by the first learning. Only such a look starts a
 * subject
 */
export function learnPageValues(
  known: LearnedValues | undefined,
  facts: PageFacts,
  look: number,
  isAdmitted: boolean,
): LearnedValues {
  const learned: Partial<Record<ValueSubject, Tally>> = {};
  for (const name of names) {
    const { read, cap, addsSlots }: Subject = subjects[name];
    const tally = known?.[name] ?? (isAdmitted ? emptyTally : null);
    if (tally === null) continue;
    learned[name] = learnValues(tally, read(facts), look, cap, (isKnown) => isAdmitted || (addsSlots && !isKnown));
  }
  return learned;
}

/** Values on the page that their slots never held; null when the subject was never learned. */
export function newOf(
  subject: ValueSubject,
  learned: { readonly values?: LearnedValues; readonly looks: number },
  facts: PageFacts,
): readonly NewValue[] | null {
  const tally = learned.values?.[subject];
  return tally === undefined ? null : newValues(tally, learned.looks, subjects[subject].read(facts));
}

/** Joins tallies of several views by subject, where any of them has one. */
export function joinValues(
  all: readonly (LearnedValues | undefined)[],
  union: (tallies: readonly Tally[]) => Tally,
): LearnedValues {
  const joined: Partial<Record<ValueSubject, Tally>> = {};
  for (const name of names) {
    const tallies = all.flatMap((values) => values?.[name] ?? []);
    if (tallies.length > 0) joined[name] = union(tallies);
  }
  return joined;
}
