/** One check of one target: read, look, judge, settle, write. */

import type { CaptureFailure, Profile, Tier } from '../../core/domain/capture.ts';
import type { Verdict } from '../../core/domain/finding.ts';
import type { TargetRow } from '../../store/schema/schema.ts';
import type { MonitorParts } from '../parts.ts';
import { cleanEtagOf, profileEtagsOf } from './clean-etag.ts';
import { atOnce } from './event-loop-slots.ts';
import { keepEvidence } from './keep-capture.ts';
import type { LookOptions } from './look/look-at-page.ts';
import { type Observed, shownCapture } from './look/observed.ts';
import { type Recorded, recordCheck } from './record-check.ts';
import { roles } from './roles.ts';
import { settleLook } from './settle-look.ts';
import { readStoredTarget } from './stored-target.ts';
import { withoutTraffic } from './traffic-rooms.ts';

/** The result of a check, as `check --json` prints it. */
export interface CheckReport {
  readonly target: string | null;
  readonly url: string;
  readonly at: number;
  readonly verdict: Verdict;
  readonly confirmed: boolean;
  /** Failure of a tier that saw nothing. */
  readonly captureFailure: CaptureFailure | null;
  /** What the verdict rests on: tiers and profiles that got an answer, each once. */
  readonly tiers: readonly Tier[];
  readonly profiles: readonly Profile[];
  /** The page has no baseline yet: it was judged at first sight. */
  readonly isLearning: boolean;
  /** Clean by HTTP alone: content that only a browser sees, such as pictures, was not checked. */
  readonly isShallow: boolean;
  readonly durationMs: number;
}

/** The tiers and profiles of a look, for its report. */
export function mannerOf({ captures }: Observed): Pick<CheckReport, 'tiers' | 'profiles'> {
  const tiers = new Set(captures.map(({ tier }) => tier));
  return { tiers: [...tiers], profiles: [...new Set(captures.map(({ profile }) => profile))] };
}

/** Why an attempted tier saw nothing at all, so that the verdict does not cover it. */
export function unseenTier({ captures, failures }: Observed): CaptureFailure | null {
  return failures.find((failure) => !captures.some(({ tier }) => tier === failure.tier)) ?? null;
}

export interface CheckOptions extends LookOptions {
  /** When the look was due; lateness is measured from it. */
  readonly dueAt: number;
}

/**
 * @param target claimed by `owner`
 * @returns null when the result was refused because a person or another process moved the target meanwhile
 */
export async function runCheck(
  parts: MonitorParts,
  target: TargetRow,
  owner: string,
  options: CheckOptions,
): Promise<CheckReport | null> {
  const room = parts.trafficRooms?.open();
  try {
    return await checkInRoom(parts, target, owner, { ...options, room });
  } finally {
    room?.close();
  }
}

async function checkInRoom(
  parts: MonitorParts,
  target: TargetRow,
  owner: string,
  options: CheckOptions,
): Promise<CheckReport | null> {
  const startedAt = parts.clock();
  const latenessMs = Math.max(0, startedAt - options.dueAt);
  const role = roles[target.role];
  let observed = await role.look(parts, target, options);
  options.signal?.throwIfAborted();
  const endedAt = parts.clock();
  const settleOn = settleLook(parts, role, target, observed, endedAt);
  // Evidence reaches the disk before the transaction that references it, so what to keep is decided first.
  const stored = await readStoredTarget(parts.db, target.id, endedAt);
  const keep = stored === null ? 'nothing' : settleOn(stored).keep;
  // Released at once: most looks are clean, and what follows may take a while.
  if (keep === 'nothing') observed = withoutTraffic(observed);
  const kept = await keepEvidence(parts, observed, keep);
  const recorded = await recordCheck(parts, {
    target,
    owner,
    observed,
    settleOn,
    kept,
    picture: kept.length > 0 ? null : await role.picture(parts, target, observed, startedAt),
    cleanEtag: cleanEtagOf(target, parts.policy.version, observed),
    profileEtags: profileEtagsOf(target, parts.policy.version, observed),
    startedAt,
    endedAt,
    latenessMs,
    nextSlot: options.nextSlot ?? atOnce,
  });
  parts.meter?.stage('record', parts.clock() - endedAt);
  logCheck(parts, target, observed, recorded, endedAt - startedAt, latenessMs);
  if (recorded === null) return null;
  await role.after(parts, target, observed, recorded.state);
  return {
    target: target.id,
    url: target.url,
    at: startedAt,
    verdict: observed.verdict,
    confirmed: recorded.state.status === 'firing' && observed.verdict.level === 'alarm',
    captureFailure: unseenTier(observed),
    ...mannerOf(observed),
    isLearning: target.role !== 'names' && target.baselineVersion === 0,
    isShallow: isShallow(target, observed),
    durationMs: endedAt - startedAt,
  };
}

/** Names are never looked at with a browser. */
function isShallow({ role }: Pick<TargetRow, 'role'>, { verdict, seenBy }: Observed): boolean {
  return role !== 'names' && verdict.level === 'clean' && seenBy === 'http';
}

function logCheck(
  parts: MonitorParts,
  target: TargetRow,
  observed: Observed,
  recorded: Recorded | null,
  durationMs: number,
  latenessMs: number,
): void {
  const shown = shownCapture(observed);
  const failure = observed.failures[0]?.kind ?? null;
  const outcome = recorded === null ? 'refused' : (failure ?? 'seen');
  parts.meter?.look({ tier: observed.seenBy, level: observed.verdict.level, outcome, durationMs, latenessMs });
  parts.log.info(
    {
      targetId: target.id,
      checkId: recorded?.checkId ?? null,
      tier: observed.seenBy,
      profiles: observed.answeredProfiles,
      level: observed.verdict.level,
      kind: observed.verdict.kind,
      score: observed.verdict.score,
      status: shown?.status ?? null,
      failure,
      state: recorded?.state.status ?? null,
      durationMs,
      latenessMs,
    },
    recorded === null ? 'check refused: the target moved meanwhile' : 'check',
  );
}
