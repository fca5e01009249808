/** Looks requested by a person: recorded for registered targets, without a trace for any other address. */
import { setTimeout as sleep } from 'node:timers/promises';
import { VonggacError } from '../../core/errors.ts';
import type { TargetRow } from '../../store/schema/schema.ts';
import { claimOne, getTarget, releaseLeases } from '../../store/targets/targets.ts';
import type { MonitorParts } from '../parts.ts';
import { leaseOwnerName, releaseDeadOwners } from './lease-owner.ts';
import { observe } from './look/observe.ts';
import { type CheckReport, mannerOf, runCheck, unseenTier } from './run-check.ts';

const leaseMs = 600_000;
const pollMs = 200;
/** Long enough for a running daemon look to end within its own time limits. */
const patienceMs = 180_000;

export interface LookNowOptions {
  /** Take both tiers, whichever is due. */
  readonly deep?: boolean | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** Takes and records one look at a registered target; waits while the daemon has one running. */
export async function lookAtTarget(
  parts: MonitorParts,
  targetId: string,
  { deep, signal }: LookNowOptions = {},
): Promise<CheckReport> {
  const owner = leaseOwnerName(parts.newId());
  await releaseDeadOwners(parts.db);
  const deadline = parts.clock() + patienceMs;
  try {
    while (parts.clock() < deadline) {
      const target = await claim(parts, targetId, owner);
      const report = target && (await runCheck(parts, target, owner, { dueAt: parts.clock(), deep, signal }));
      if (report) return report;
      await sleep(pollMs, undefined, signal ? { signal } : {});
    }
  } finally {
    await releaseLeases(parts.db, owner);
  }
  throw new VonggacError(
    'failed',
    `Another process has been looking at ${targetId} for minutes: see whether the daemon is stuck ('vonggac doctor').`,
  );
}

async function claim(parts: MonitorParts, targetId: string, owner: string): Promise<TargetRow | null> {
  if (!(await getTarget(parts.db, targetId))) {
    throw new VonggacError('not-found', `There is no target ${targetId}: see 'vonggac site list'.`);
  }
  return claimOne(parts.db, targetId, { owner, now: parts.clock(), leaseMs });
}

type Seeing = Omit<
  MonitorParts,
  'db' | 'blobs' | 'channels' | 'underWay' | 'newId' | 'calendar' | 'endpointsOf' | 'lookAtNames' | 'countryOf'
>;

/** First-sight judgement of an unregistered address; never recorded. */
export async function lookAtAddress(
  parts: Seeing,
  url: string,
  { deep = false, signal }: LookNowOptions = {},
): Promise<CheckReport> {
  const startedAt = parts.clock();
  const observed = await observe(
    parts,
    { url, tiers: deep ? ['http', 'browser'] : ['http'], realTime: true, signal },
    async () => ({ baseline: null, ownOf: async () => null, ignored: [], pastFingerprints: [] }),
    () => false,
  );
  return {
    target: null,
    url,
    at: startedAt,
    verdict: observed.verdict,
    confirmed: false,
    captureFailure: unseenTier(observed),
    ...mannerOf(observed),
    isLearning: false,
    isShallow: observed.verdict.level === 'clean' && observed.seenBy === 'http',
    durationMs: parts.clock() - startedAt,
  };
}
