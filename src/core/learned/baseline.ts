/**
 * What is known of a page: learned from several looks, refined by later clean ones, replaced only by people. Automatic
 * learning extends the known text and its volatility; it never admits hosts or hidden links, and never drifts away from
 * what was approved.
 */

import type { Profile, ReducedPicture, SpecialProfile, Tier } from '../domain/capture.ts';
import type { Look } from '../facts/look.ts';
import type { PageFacts } from '../facts/page-facts.ts';
import { blockKey } from '../facts/text/block-key.ts';
import { addressDomain, destinations } from '../judge/destinations.ts';
import { agrees } from './agreement.ts';
import { amountsOf, pictureAmounts } from './amounts.ts';
import { compare } from './comparison.ts';
import { type Habits, type Lesson, learnHabits } from './habit.ts';
import { behaviourTeaches, type LearnedBehaviour, learnBehaviour } from './learned-behaviour.ts';
import {
  comparePicture,
  firstPicture,
  isComparable,
  type LearnedPicture,
  learnPicture,
  pictureTeaches,
} from './learned-picture.ts';
import { bringsScript, dayOf, emptyView, type LearnedView, learnFacts, pageWords } from './learned-view.ts';
import { stableKeys } from './tally.ts';

/** The shape of the page when people last approved it (or when it was first learned). */
interface Anchor {
  readonly words: readonly number[];
  readonly outline: readonly number[];
}

export interface LearnedContent {
  readonly format: 1;
  readonly received: LearnedView | null;
  readonly rendered: LearnedView | null;
  readonly picture: LearnedPicture | null;
  readonly statuses: readonly number[];
  /** Registrable domains where the page may end. */
  readonly finalDomains: readonly string[];
  /** Dialogs that the page may show, by `blockKey` of their text. Omitted: no browser look was ever admitted. */
  readonly dialogs?: readonly string[];
  /** Omitted: no browser look that recorded it was ever admitted. */
  readonly behaviour?: LearnedBehaviour;
  /** Tiers in which the page broke looks while it was learned. Omitted: it never did. */
  readonly broke?: readonly Tier[];
  /** Where the page's body ended while it was learned although more was announced (`Look.cutTail`). Omitted: nowhere. */
  readonly cutTails?: readonly string[];
  readonly anchor: Anchor;
  /** How far the page has drifted from the anchor, 0 (same) to 1 (nothing left). */
  readonly distance: number;
}

export interface Baseline {
  readonly targetId: string;
  readonly profile: Profile;
  readonly version: number;
  readonly status: 'provisional' | 'approved';
  readonly learnedAt: number;
  /** Increases with each refinement. */
  readonly revision: number;
  readonly content: LearnedContent;
}

/** Beyond this distance automatic learning stops, so that further change becomes visible. */
const farthestDistance = 0.75;

const emptyContent: LearnedContent = {
  format: 1,
  received: null,
  rendered: null,
  picture: null,
  statuses: [],
  finalDomains: [],
  anchor: { words: [], outline: [] },
  distance: 0,
};

/** Learns a page from looks of one profile, in time order; they were judged good at first sight or by a person. */
export function learnBaseline(looks: readonly Look[], _at: number): LearnedContent {
  let content = emptyContent;
  for (const look of looks) content = learnLook(content, look, 'approved');
  return anchored(content, looks.at(-1));
}

/**
 * What a clean look adds. Null when it teaches nothing: everything it shows is known and nothing stable is missing. The
 * caller decides that the look was clean.
 * @param beside the looks of the same check: an HTTP look among them helps admit a picture of another renderer
 */
export function refineBaseline(
  baseline: Baseline,
  look: Look,
  _at: number,
  beside: readonly Look[] = [],
): Baseline | null {
  const isPictureOwn = isPictureTaken(baseline.content, look, beside);
  if (!teaches(baseline.content, look, isPictureOwn)) return null;
  const taken = isPictureOwn ? look : { ...look, picture: null };
  const content = learnLook(baseline.content, taken, 'clean', isPictureOwn);
  const distance = distanceTo(content.anchor, look);
  if (distance > farthestDistance) return null;
  return { ...baseline, revision: baseline.revision + 1, content: { ...content, distance } };
}

/** What the clean looks of one check add, as one refinement. Null when they teach nothing. */
export function refineWithAll(baseline: Baseline, looks: readonly Look[], at: number): Baseline | null {
  let refined = baseline;
  for (const look of looks) refined = refineBaseline(refined, look, at, looks) ?? refined;
  return refined === baseline ? null : { ...refined, revision: baseline.revision + 1 };
}

/**
 * A special profile's baseline after its first clean look that differed. It is kept beside the ordinary profile's
 * baseline and admits no host and no domain.
 */
export function beginProfile(targetId: string, look: Look & { readonly profile: SpecialProfile }): Baseline {
  const content = anchored(learnLook(emptyContent, look, 'clean'), look);
  const { profile, at: learnedAt } = look;
  return { targetId, profile, version: 1, status: 'provisional', learnedAt, revision: 0, content };
}

/** An operator accepted this look: all of it becomes the page's own, hosts too, and it becomes the anchor. */
export function acceptLook(baseline: Baseline, look: Look, at: number, lesson: Lesson = 'approved'): Baseline {
  const content = anchored(learnLook(baseline.content, look, lesson), look);
  return { ...baseline, status: 'approved', learnedAt: at, revision: baseline.revision + 1, content };
}

/**
 * An operator accepted this look although it was flagged. In addition to `acceptLook`, its picture replaces the learned
 * one, as in `replaceBaseline`: a blend of two pictures matches neither, and the next look would be flagged again.
 */
export function acceptFlagged(baseline: Baseline, look: Look, at: number): Baseline {
  const accepted = acceptLook(baseline, look, at, 'accepted');
  const { picture: before } = baseline.content;
  const picture = withSpread(learnedPicture(null, look, 'accepted'), before, accepted.content.picture?.habits);
  return { ...accepted, content: { ...accepted.content, picture } };
}

/**
 * A new baseline from one approved look: what the page shows now replaces what it showed before, while what is known of
 * its volatile places and tiles is kept.
 */
export function replaceBaseline(before: LearnedContent | null, look: Look, _at: number): LearnedContent {
  const fresh = learnLook(emptyContent, look, 'accepted');
  const dialogs = fresh.dialogs ?? before?.dialogs;
  // A single look does not do everything that the page does.
  const behaviour = learnBehaviour(before?.behaviour, look, true);
  const content: LearnedContent = {
    ...fresh,
    ...(dialogs === undefined ? {} : { dialogs }),
    ...(behaviour === undefined ? {} : { behaviour }),
    received: withVolatility(fresh.received, before?.received ?? null, look.received, look.at),
    rendered: withVolatility(fresh.rendered, before?.rendered ?? null, look.rendered, look.at),
    picture: withSpread(fresh.picture, before?.picture ?? null, acceptedHabits(before?.picture ?? null, look)),
  };
  return anchored(content, look);
}

function learnLook(content: LearnedContent, look: Look, lesson: Lesson, isRendererOwn = true): LearnedContent {
  const admitHosts = lesson !== 'clean';
  const behaviour = learnBehaviour(content.behaviour, look, admitHosts, isRendererOwn);
  return {
    ...content,
    received: learnView(content.received, content.rendered, look.received, look.at, lesson),
    rendered: learnView(content.rendered, content.received, look.rendered, look.at, lesson),
    picture: learnedPicture(content.picture, look, lesson),
    statuses: content.statuses.includes(look.status) ? content.statuses : [...content.statuses, look.status].slice(-8),
    finalDomains: admitHosts
      ? [...new Set([...content.finalDomains, ...destinations(look).map(({ url }) => addressDomain(url))])].slice(-20)
      : content.finalDomains,
    ...(admitHosts && look.broke ? { broke: [...new Set([...(content.broke ?? []), ...look.broke])] } : {}),
    ...(admitHosts && look.cutTail !== undefined ? { cutTails: joinTails(content.cutTails, look.cutTail) } : {}),
    ...(admitHosts && look.tier === 'browser' ? { dialogs: joinDialogs(content.dialogs, look) } : {}),
    ...(behaviour === undefined ? {} : { behaviour }),
  };
}

function joinTails(known: readonly string[] | undefined, tail: string): string[] {
  return [...new Set([...(known ?? []), tail])].slice(-4);
}

function joinDialogs(known: readonly string[] | undefined, look: Look): string[] {
  return [...new Set([...(known ?? []), ...look.dialogs.map(blockKey)])].slice(-50);
}

/** A view first seen after learning starts with the hosts of the other view: it may not bring its own. */
function learnView(
  view: LearnedView | null,
  sibling: LearnedView | null,
  facts: PageFacts | null,
  at: number,
  lesson: Lesson,
): LearnedView | null {
  if (facts === null) return view;
  const known = view ?? { ...emptyView, hosts: sibling?.hosts ?? emptyView.hosts };
  const learned = learnFacts(known, facts, lesson !== 'clean', at);
  // In a first look everything is new.
  return view === null ? learned : { ...learned, habits: habitsAfter(view, facts, at, lesson) };
}

function habitsAfter(view: LearnedView, facts: PageFacts, at: number, lesson: Lesson): Habits {
  return learnHabits(view.habits ?? {}, amountsOf(view, facts, at), lesson);
}

function learnedPicture(learned: LearnedPicture | null, look: Look, lesson: Lesson): LearnedPicture | null {
  const { picture, rendererVersion } = look;
  if (picture === null || rendererVersion === null) return learned;
  if (learned === null || !isComparable(learned, picture, rendererVersion))
    return firstPicture(picture, rendererVersion);
  return { ...learnPicture(learned, picture), habits: habitsOfPicture(learned, picture, lesson) };
}

/** Whether the learned picture, if there is one, is comparable with this look's. */
export function isPictureKnown({ picture }: LearnedContent, look: Look): boolean {
  return picture !== null && look.picture !== null && isComparable(picture, look.picture, look.rendererVersion);
}

/**
 * A picture of another renderer cannot be compared, and an upgrade must not be an attacker's chance: it is learned only
 * when both an HTTP client and the browser see the learned text, outline and hosts.
 */
function isPictureTaken(content: LearnedContent, look: Look, beside: readonly Look[]): boolean {
  if (isPictureKnown(content, look)) return true;
  const shownToClient = beside.find((other) => other.tier === 'http' && other.cutOff === null);
  return (
    look.cutOff === null &&
    shownToClient !== undefined &&
    agrees(content.received, shownToClient.received) &&
    agrees(content.received, look.received) &&
    agrees(content.rendered ?? content.received, look.rendered)
  );
}

function teaches(content: LearnedContent, look: Look, isPictureOwn: boolean): boolean {
  if (look.picture !== null && isPictureOwn) {
    if (!isPictureKnown(content, look)) return true;
    if (content.picture !== null && pictureTeaches(content.picture, look.picture)) return true;
  }
  if (behaviourTeaches(content.behaviour, look, isPictureOwn)) return true;
  return viewTeaches(content.received, look.received) || viewTeaches(content.rendered, look.rendered);
}

function viewTeaches(view: LearnedView | null, facts: PageFacts | null): boolean {
  if (facts === null) return false;
  if (view === null) return true;
  if (!view.titles.keys.includes(facts.title.slice(0, 300))) return true;
  const { added, addedSide, textKept, outlineKept } = compare(view, facts);
  return added.length > 0 || addedSide.length > 0 || textKept < 1 || outlineKept < 0.999;
}

function anchored(content: LearnedContent, look: Look | undefined): LearnedContent {
  const view = content.rendered ?? content.received;
  if (view === null || look === undefined) return content;
  const newest = <K>(stable: ReadonlyMap<K, number>): K[] => [...stable.keys()].slice(0, 600);
  const anchor = {
    words: newest(stableKeys(view.words, view.looks)),
    outline: newest(stableKeys(view.outline, view.looks)),
  };
  return { ...content, anchor, distance: 0 };
}

/**
 * 1 − the better of kept words and kept outline: a page keeps its words through a redesign, and its frame when the news
 * changes.
 */
function distanceTo(anchor: Anchor, look: Look): number {
  const facts = look.rendered ?? look.received;
  if (facts === null || anchor.words.length === 0) return 0;
  const kept = (keys: readonly number[], shown: ReadonlySet<number>): number =>
    keys.length === 0 ? 0 : keys.filter((key) => shown.has(key)).length / keys.length;
  return 1 - Math.max(kept(anchor.words, pageWords(facts)), kept(anchor.outline, new Set(facts.outline)));
}

/**
 * Volatile places stay known as volatile, and their current content is not taken for stable. Habits and the age of each
 * block are kept.
 */
function withVolatility(
  view: LearnedView | null,
  before: LearnedView | null,
  facts: PageFacts | null,
  at: number,
): LearnedView | null {
  if (view === null || before === null || facts === null) return view;
  const since = new Map(before.blocks.keys.map((key, i) => [key, before.since?.[i]]));
  const old = new Map<string, { seen: number; renewed: number }>();
  before.places.keys.forEach((path, i) => {
    old.set(path, { seen: before.places.seen[i] ?? 0, renewed: before.renewed[i] ?? 0 });
  });
  const isVolatile = (path: string): boolean => {
    const place = old.get(path);
    return place !== undefined && place.renewed * 2 >= place.seen;
  };
  const restless = new Set<string>();
  for (const block of facts.blocks) if (isVolatile(facts.places[block.place] ?? '')) restless.add(block.key);
  return {
    ...view,
    blocks: { ...view.blocks, seen: view.blocks.keys.map((key) => (restless.has(key) ? 0 : 1)) },
    places: { ...view.places, seen: view.places.keys.map((path) => 1 + (old.get(path)?.seen ?? 0)) },
    renewed: view.places.keys.map((path) => old.get(path)?.renewed ?? 0),
    since: view.blocks.keys.map((key) => since.get(key) ?? dayOf(at)),
    scriptsSince: bringsScript(before, facts) ? dayOf(at) : (before.scriptsSince ?? dayOf(at)),
    habits: habitsAfter(before, facts, at, 'accepted'),
  };
}

function withSpread(
  picture: LearnedPicture | null,
  before: LearnedPicture | null,
  habits: Habits | undefined,
): LearnedPicture | null {
  if (picture === null || before === null) return picture ?? before;
  const isAlike =
    picture.rendererVersion === before.rendererVersion &&
    picture.tilePx === before.tilePx &&
    picture.columns === before.columns &&
    picture.rows === before.rows;
  const own = { ...picture, ...(habits === undefined ? {} : { habits }) };
  return isAlike ? { ...own, spread: before.spread } : own;
}

function acceptedHabits(before: LearnedPicture | null, { picture, rendererVersion }: Look): Habits | undefined {
  if (before === null || picture === null || !isComparable(before, picture, rendererVersion)) return before?.habits;
  return habitsOfPicture(before, picture, 'accepted');
}

function habitsOfPicture(learned: LearnedPicture, picture: ReducedPicture, lesson: Lesson): Habits {
  return learnHabits(learned.habits ?? {}, pictureAmounts(learned, comparePicture(learned, picture)), lesson);
}
