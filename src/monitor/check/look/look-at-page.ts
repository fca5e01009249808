/** The look at a page target: which tiers, which profile turn, how patiently, and what it is judged against. */

import type { SiteContext } from '../../../core/detect/shared/detector.ts';
import type { Capture, SpecialProfile, Tier } from '../../../core/domain/capture.ts';
import type { TargetState } from '../../../core/domain/target.ts';
import { clickDue } from '../../../core/judge/click-turns.ts';
import { isOnGuard } from '../../../core/judge/confirm.ts';
import { profileTurnDue } from '../../../core/judge/profile-turns.ts';
import { usualCut } from '../../../core/judge/same-cut.ts';
import type { TrafficRoom } from '../../../core/ports.ts';
import type { TargetRow } from '../../../store/schema/schema.ts';
import { getBaseline, getProfileBaseline } from '../../../store/targets/baselines.ts';
import { stateOf } from '../../../store/targets/targets.ts';
import type { MonitorParts } from '../../parts.ts';
import { matchesEtag } from '../clean-etag.ts';
import type { NextSlot } from '../event-loop-slots.ts';
import { vantagesFor } from './look-from-vantage.ts';
import { observe } from './observe.ts';
import type { Observed } from './observed.ts';
import type { Reference } from './question.ts';
import { siteHistory } from './site-history.ts';

export interface LookOptions {
  /** Take both tiers, whichever is due. */
  readonly deep?: boolean | undefined;
  /** Overrides the tier that is due. */
  readonly tier?: Tier | undefined;
  readonly signal?: AbortSignal | undefined;
  /** For its recorded traffic; none is recorded when omitted. */
  readonly room?: TrafficRoom | undefined;
  /** Shared by concurrent looks. */
  readonly nextSlot?: NextSlot | undefined;
}

/** How the page's role shapes its look. */
export interface PageRole {
  readonly url: string;
  /** Whether special profiles visit it in rotation. */
  readonly hasProfileTurns: boolean;
  /** What is known of its site, when the page itself is not registered. */
  readonly site: () => Promise<SiteContext | null>;
}

/** Share of browser looks on the real clock: a page can detect virtual time. */
const realTimeShare = 1 / 6;

export function lookAtPage(
  parts: MonitorParts,
  target: TargetRow,
  { url, hasProfileTurns, site }: PageRole,
  { deep = false, tier, signal, room, nextSlot }: LookOptions,
): Promise<Observed> {
  const startedAt = parts.clock();
  const state = stateOf(target);
  const due = deep ? 'browser' : (tier ?? tierToTake(state, target));
  const question = {
    url,
    tiers: deep ? bothTiers : tiersOf(state, due),
    profileTurn: hasProfileTurns ? profileTurnDue(state, target, due, startedAt) : null,
    // Otherwise a page that behaves normally whenever it detects virtual time would clear itself in most looks.
    realTime: isOnGuard(state) || parts.random() < realTimeShare,
    patient: isOnGuard(state),
    click: mayClick(parts.config, url) ? (clickDue(state, startedAt) ?? undefined) : undefined,
    vantages: vantagesFor(parts.config, target.url),
    signal,
    room,
    nextSlot,
  };
  const isUnchanged = (capture: Capture) => matchesEtag(target, parts.policy.version, capture);
  return observe(parts, question, () => loadReference(parts, target, site, startedAt), isUnchanged);
}

function mayClick({ capture }: MonitorParts['config'], url: string): boolean {
  const { allowed, except } = capture.click;
  return allowed && !except.includes(URL.parse(url)?.hostname ?? '');
}

/** Applies however the look was triggered: what a browser raised is confirmed and cleared only by a browser. */
function tierToTake({ status, raisedBy }: TargetState, { nextTier }: TargetRow): Tier {
  const isTroubled = status === 'pending' || status === 'firing';
  if (isTroubled && raisedBy === 'browser') return 'browser';
  return nextTier === 'names' ? 'http' : nextTier;
}

const bothTiers = ['http', 'browser'] as const;

/** A learning look captures both the HTTP and the browser view, so that either can be judged later. */
function tiersOf(state: TargetState, tier: Tier): readonly Tier[] {
  return state.status === 'learning' ? bothTiers : [tier];
}

async function loadReference(
  parts: MonitorParts,
  target: TargetRow,
  siteOf: PageRole['site'],
  now: number,
): Promise<Reference> {
  const { id, siteId, baselineVersion } = target;
  const baseline = baselineVersion === 0 ? null : await getBaseline(parts.db, id, 'browser', baselineVersion);
  const ownOf = (profile: SpecialProfile) => getProfileBaseline(parts.db, id, profile);
  const site = await siteOf();
  return { baseline, ownOf, site, usualCut: usualCut(stateOf(target)), ...(await siteHistory(parts, siteId, now)) };
}
