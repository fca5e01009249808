/** One check of one registered target: read, look at the world, judge, write. */
import { confirm, type Step } from '../core/confirm.ts';
import { isNews as bringsNews } from '../core/incident.ts';
import type { Capture, CaptureFailure, SpecialProfile, TargetState, Tier, Verdict } from '../core/model.ts';
import { controlAddress } from '../core/pages/control-address.ts';
import { type ProfileTurn, turnDue } from '../core/profile-turns.ts';
import { getBaseline, getProfileBaseline } from '../store/baselines.ts';
import type { KeptCapture } from '../store/captures.ts';
import { openIncidentOf } from '../store/incidents.ts';
import type { TargetRow } from '../store/schema.ts';
import { restsInOk, stateOf } from '../store/targets.ts';
import { cleanMarkOf, isEqualToMark, profileMarksOf } from './clean-mark.ts';
import { dailyPicture } from './daily-picture.ts';
import { loadKnowledge } from './discovery/load-knowledge.ts';
import { noteLinks } from './discovery/note-links.ts';
import { keepCapture } from './keep-capture.ts';
import { finishLearning } from './learn-baseline.ts';
import { vantagesFor } from './look-elsewhere.ts';
import { lookAtHostNames } from './names/look-at-host-names.ts';
import { type Observed, observe, type Reference, shownCapture } from './observe.ts';
import type { Parts } from './parts.ts';
import { type Recorded, recordCheck } from './record-check.ts';
import { ruleOf } from './rhythm.ts';
import { siteHistory } from './site-history.ts';
import { atOnce, type NextTurn } from './turns.ts';

/** What a check came to, as `check --json` prints it. */
export interface CheckReport {
  readonly target: string | null;
  readonly url: string;
  readonly at: number;
  readonly verdict: Verdict;
  readonly confirmed: boolean;
  readonly captureFailure: CaptureFailure | null;
  readonly durationMs: number;
}

export interface CheckOptions {
  /** When the look was due; lateness is measured from it. */
  readonly dueAt: number;
  /** Overrides the tier that is due. */
  readonly tier?: Tier | undefined;
  readonly signal?: AbortSignal | undefined;
  /** Shared by looks that are under way together. */
  readonly nextTurn?: NextTurn | undefined;
}

/** Share of browser looks on the real clock: virtual time can be detected by a page. */
const realTimeShare = 1 / 6;

/**
 * @param target claimed by `owner`
 * @returns null when the result was refused because a person or another process moved the target meanwhile
 */
export async function runCheck(
  parts: Parts,
  target: TargetRow,
  owner: string,
  options: CheckOptions,
): Promise<CheckReport | null> {
  const startedAt = parts.clock();
  const state = stateOf(target);
  const tier = options.tier ?? (target.nextTier === 'names' ? 'http' : target.nextTier);
  const hasTurns = parts.config.schedule.profilesEvery > 0 && target.role === 'registered';
  const turn = hasTurns ? turnDue(state, target, tier, startedAt) : null;
  const observed =
    target.role === 'names'
      ? await lookAtHostNames(parts, target, state, options.signal)
      : await lookAtPage(parts, target, { state, tier, turn, startedAt }, options);
  options.signal?.throwIfAborted();
  const kept = await keepEvidence(parts, target, state, observed);
  const picture = kept.length > 0 ? null : await dailyPicture(parts, target, observed, startedAt);
  const endedAt = parts.clock();
  const recorded = await recordCheck(parts, {
    target,
    owner,
    observed,
    kept,
    picture,
    turn,
    cleanMark: cleanMarkOf(target, parts.policy.version, observed),
    profileMarks: profileMarksOf(target, parts.policy.version, observed),
    startedAt,
    endedAt,
    latenessMs: Math.max(0, startedAt - options.dueAt),
    nextTurn: options.nextTurn ?? atOnce,
  });
  logCheck(parts, target, observed, recorded, endedAt - startedAt, Math.max(0, startedAt - options.dueAt));
  if (recorded === null) return null;
  if (recorded.state.status === 'learning') await finishLearning(parts, target.id);
  if (target.role === 'registered') await noteLinks(parts, target, observed);
  return {
    target: target.id,
    url: target.url,
    at: startedAt,
    verdict: observed.verdict,
    confirmed: recorded.state.status === 'firing' && observed.verdict.level === 'alarm',
    captureFailure: observed.captures.length === 0 ? (observed.failures[0] ?? null) : null,
    durationMs: endedAt - startedAt,
  };
}

interface PageLook {
  readonly state: TargetState;
  readonly tier: Tier;
  readonly turn: ProfileTurn | null;
  readonly startedAt: number;
}

function lookAtPage(
  parts: Parts,
  target: TargetRow,
  { state, tier, turn, startedAt }: PageLook,
  { signal, nextTurn }: CheckOptions,
): Promise<Observed> {
  const question = {
    url: addressOf(parts, target),
    tiers: tiersOf(state, tier),
    turn,
    realTime: isOnGuard(state) || parts.random() < realTimeShare,
    vantages: vantagesFor(parts.config, target.url),
    signal,
    nextTurn,
  };
  const isUnchanged = (capture: Capture) => isEqualToMark(target, parts.policy.version, capture);
  return observe(parts, question, () => loadReference(parts, target, startedAt), isUnchanged);
}

/**
 * A page that behaves while its clock looks made up would clear itself in most looks: whatever is to be confirmed, is
 * said to last, or came and went lately is looked at in real time.
 */
function isOnGuard({ status, standing, unconfirmedAt }: TargetState): boolean {
  return status === 'pending' || status === 'firing' || standing.length > 0 || unconfirmedAt.length > 0;
}

/** A learning look sees both what an HTTP client and what a browser gets, so that either may be judged later. */
function tiersOf(state: TargetState, tier: Tier): readonly Tier[] {
  return state.status === 'learning' ? ['http', 'browser'] : [tier];
}

async function loadReference(parts: Parts, target: TargetRow, now: number): Promise<Reference> {
  const baseline =
    target.baselineVersion === 0 ? null : await getBaseline(parts.db, target.id, 'browser', target.baselineVersion);
  const ownOf = (profile: SpecialProfile) => getProfileBaseline(parts.db, target.id, profile);
  const { role, siteId } = target;
  const site =
    role === 'registered' || role === 'names' ? null : { role, knowledge: await loadKnowledge(parts.db, siteId) };
  return { baseline, ownOf, site, ...(await siteHistory(parts, siteId, now)) };
}

/** What does not exist is asked for under another name each time: one that answers always the same may be a page. */
function addressOf(parts: Parts, { role, url }: TargetRow): string {
  return role === 'not-found' ? controlAddress(url, parts.newId()) : url;
}

/**
 * Kept: what a baseline will be learned from, and every bad look until the alarm is confirmed. A standing alarm is kept
 * again only when it shows a change that its incident does not know.
 */
async function keepEvidence(
  parts: Parts,
  target: TargetRow,
  state: TargetState,
  seen: Observed,
): Promise<KeptCapture[]> {
  const { verdict } = seen;
  const step = confirm(state, verdict, {
    rule: ruleOf(parts.config),
    seenBy: seen.seenBy,
    visitors: seen.visitors,
    hasBaseline: restsInOk(target),
    now: parts.clock(),
  });
  const isLesson = state.status === 'learning' && verdict.level === 'clean';
  const isBad = verdict.level === 'suspect' || verdict.level === 'alarm';
  if (!isLesson && !(isBad && (await isNews(parts, target, step)))) return [];
  const kept: KeptCapture[] = [];
  for (const capture of seen.captures) {
    const one = await keepCapture(parts, capture);
    if (one) kept.push(one);
  }
  return kept;
}

async function isNews(parts: Parts, target: TargetRow, { event, state }: Step): Promise<boolean> {
  if (event === null) return state.status === 'pending';
  if (event.type === 'suspect-seen') return false;
  if (event.type !== 'still-firing') return true;
  const open = await openIncidentOf(parts.db, target.siteId);
  return open === null || bringsNews(open, target.id, event);
}

function logCheck(
  parts: Parts,
  target: TargetRow,
  observed: Observed,
  recorded: Recorded | null,
  durationMs: number,
  latenessMs: number,
): void {
  const shown = shownCapture(observed);
  parts.log.info(
    {
      targetId: target.id,
      checkId: recorded?.checkId ?? null,
      tier: observed.seenBy,
      visitors: observed.visitors,
      level: observed.verdict.level,
      kind: observed.verdict.kind,
      score: observed.verdict.score,
      status: shown?.status ?? null,
      failure: observed.failures[0]?.kind ?? null,
      state: recorded?.state.status ?? null,
      durationMs,
      latenessMs,
    },
    recorded === null ? 'check refused: the target moved meanwhile' : 'check',
  );
}
