/** One bounded look at a page: captures, and whatever else the judge asks for, each at most once. */

import type { Capture, CaptureOutcome, SpecialProfile, Tier } from '../../../core/domain/capture.ts';
import type { Verdict } from '../../../core/domain/finding.ts';
import type { Look } from '../../../core/facts/look.ts';
import { brokenTiers } from '../../../core/judge/breaks.ts';
import type { Observation } from '../../../core/judge/observation.ts';
import { isOrdinary } from '../../../core/judge/profile-look.ts';
import type { ProfileTurn } from '../../../core/judge/profile-turns.ts';
import { type Gathered, nothingGathered, withProfile } from './gathered.ts';
import { judgePage, type PageLook, pageMeeters, receive, type Seeing, take } from './look-steps.ts';
import { judgeUntilMet, nameOf } from './meet.ts';
import type { Observed } from './observed.ts';
import type { Question, Reference } from './question.ts';

const cleanVerdict: Verdict = { level: 'clean', kind: null, score: 0, conclusive: false, findings: [] };

/**
 * @param load the reference, requested at most once
 * @param isUnchanged whether an HTTP capture equals the latest clean one, so that nothing needs judging
 */
export async function observe(
  parts: Seeing,
  question: Question,
  load: () => Promise<Reference>,
  isUnchanged: (capture: Capture) => boolean,
): Promise<Observed> {
  const { profileTurn = null } = question;
  const { ordinary, visit } = await firstAnswers(parts, question);
  const isNews = visit !== null && !isSettled(visit, ordinary, isUnchanged);
  const [only] = ordinary;
  if (only?.ok && ordinary.length === 1 && only.capture.tier === 'http' && !isNews && isUnchanged(only.capture)) {
    return unchanged(only.capture, profileTurn, visit);
  }
  const look = { parts, question, reference: await load() };
  const first = await gatherFirst(look, isNews ? [...ordinary, visit] : ordinary, isNews);
  const visited = visit !== null && profileTurn ? [nameOf({ type: 'profile', profile: profileTurn.profile })] : [];
  const judge = (gathered: Gathered) => judgePage(look, gathered);
  const { verdict, gathered } = await judgeUntilMet(first, judge, pageMeeters(look), [...question.tiers, ...visited]);
  return { ...observedIn(gathered, verdict, look.reference, visit), profileTurn };
}

/** The captures received, with what is known of the special profile when its response is new. */
async function gatherFirst(look: PageLook, outcomes: readonly CaptureOutcome[], isNews: boolean): Promise<Gathered> {
  let gathered = nothingGathered;
  for (const outcome of outcomes) gathered = await receive(look, gathered, outcome);
  const { profileTurn } = look.question;
  return isNews && profileTurn
    ? withProfile(gathered, profileTurn.profile, await look.reference.ownOf(profileTurn.profile))
    : gathered;
}

function observedIn(
  { observation, captures, unread, profiles, there }: Gathered,
  verdict: Verdict,
  reference: Reference,
  visit: CaptureOutcome | null,
): Omit<Observed, 'profileTurn'> {
  const brokeUnread = unread.map((capture) => withBreaks(capture, observation));
  const all = [...brokeUnread, ...captures.map((capture) => withBreaks(capture, observation))];
  // Content shown only at a vantage is evidence like any other.
  const shown = verdict.onlyFrom === undefined ? undefined : there.get(verdict.onlyFrom);
  return {
    ...observation,
    verdict,
    captures: [...all, ...(shown?.captures ?? [])],
    unread: brokeUnread,
    looks: [...observation.looks, ...(shown?.looks ?? [])],
    profiles,
    reference,
    ...depthOf(verdict, observation, visit),
  };
}

/** Adds the other tiers that the page broke, so that it can be learned and approved as a page that breaks them. */
function withBreaks(capture: Capture, seen: Observation): Capture {
  const brokeBeside = brokenTiers(seen).filter((tier) => tier !== capture.tier);
  return isOrdinary(capture) && brokeBeside.length > 0 ? { ...capture, brokeBeside } : capture;
}

interface Answers {
  readonly ordinary: readonly CaptureOutcome[];
  readonly visit: CaptureOutcome | null;
}

/** Captures the ordinary profile, then immediately the special profile that is due. */
async function firstAnswers(parts: Seeing, question: Question): Promise<Answers> {
  const ordinary: CaptureOutcome[] = [];
  for (const tier of question.tiers) {
    const outcome = await take(parts, question, tier, 'browser');
    ordinary.push(outcome);
    // A failure of our own browser says nothing about the portal, so fall back to HTTP.
    if (!outcome.ok && outcome.failure.kind === 'browser-failed' && !question.tiers.includes('http'))
      ordinary.push(await take(parts, question, 'http', 'browser'));
  }
  // An unreachable portal is an outage, so no second profile is sent.
  const { profileTurn } = question;
  const isVisited = profileTurn && ordinary.some(({ ok }) => ok);
  return { ordinary, visit: isVisited ? await take(parts, question, profileTurn.tier, profileTurn.profile) : null };
}

/** Whether a special profile got exactly the bytes that were judged before or that the ordinary profile gets now. */
function isSettled(
  visit: CaptureOutcome,
  outcomes: readonly CaptureOutcome[],
  isUnchanged: (capture: Capture) => boolean,
): boolean {
  if (!visit.ok || visit.capture.tier === 'browser') return false;
  const { capture } = visit;
  if (isUnchanged(capture)) return true;
  return outcomes.some((one) => one.ok && capture.cutOff === null && isSameAnswer(one.capture, capture));
}

function isSameAnswer(a: Capture, b: Capture): boolean {
  const way = ({ hops }: Capture) => hops.map(({ url, leadsTo }) => `${url} ${leadsTo ?? ''}`).join('\n');
  return a.body.hash === b.body.hash && a.status === b.status && a.finalUrl === b.finalUrl && way(a) === way(b);
}

function unchanged(capture: Capture, profileTurn: ProfileTurn | null, visit: CaptureOutcome | null): Observed {
  return {
    verdict: cleanVerdict,
    captures: [capture],
    looks: [],
    failures: [],
    deepest: 'http',
    seenBy: 'http',
    profileTurn,
    answeredProfiles: answeredProfilesOf(visit, []),
    profiles: new Map(),
    reference: null,
  };
}

function depthOf(verdict: Verdict, seen: Observation, visit: CaptureOutcome | null) {
  const { looks } = seen;
  const wasBrowser = looks.some((look) => isOrdinary(look) && look.tier === 'browser');
  // A page that broke a browser is cleared only by a browser.
  const deepest: Tier = wasBrowser || brokenTiers(seen).includes('browser') ? 'browser' : 'http';
  const { onlyFor } = verdict;
  const special = onlyFor?.alone ? looks.find((look) => look.profile === onlyFor.profile) : undefined;
  return { deepest, seenBy: special?.tier ?? deepest, answeredProfiles: answeredProfilesOf(visit, looks) };
}

function answeredProfilesOf(visit: CaptureOutcome | null, looks: readonly Look[]): SpecialProfile[] {
  const answered = [...looks.map((look) => look.profile), ...(visit?.ok ? [visit.capture.profile] : [])];
  return [...new Set(answered.filter((profile) => profile !== 'browser'))];
}
