/** Looks that a person asked for: at registered targets as their look, at any other address without a trace. */
import { setTimeout as sleep } from 'node:timers/promises';
import { VonggacError } from '../core/errors.ts';
import type { TargetRow } from '../store/schema.ts';
import { claimOne, getTarget, releaseLeases } from '../store/targets.ts';
import { leaseOwnerName, releaseDeadOwners } from './lease-owner.ts';
import { observe } from './observe.ts';
import type { Parts } from './parts.ts';
import { type CheckReport, runCheck } from './run-check.ts';

const leaseMs = 600_000;
const pollMs = 200;
/** A look that the daemon has under way ends within its own time limits. */
const patienceMs = 180_000;

/** One look at a registered target, recorded; waits while the daemon has one under way. */
export async function lookAtTarget(parts: Parts, targetId: string, signal?: AbortSignal): Promise<CheckReport> {
  const owner = leaseOwnerName(parts.newId());
  await releaseDeadOwners(parts.db);
  const deadline = parts.clock() + patienceMs;
  try {
    while (parts.clock() < deadline) {
      const target = await claim(parts, targetId, owner);
      const report = target && (await runCheck(parts, target, owner, { dueAt: parts.clock(), signal }));
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

async function claim(parts: Parts, targetId: string, owner: string): Promise<TargetRow | null> {
  if (!(await getTarget(parts.db, targetId))) {
    throw new VonggacError('not-found', `There is no target ${targetId}: see 'vonggac site list'.`);
  }
  return claimOne(parts.db, targetId, { owner, now: parts.clock(), leaseMs });
}

type Seeing = Omit<Parts, 'db' | 'blobs' | 'deliver' | 'newId' | 'calendar' | 'lookAtNames' | 'countryOf'>;

/** First-sight judgement of an address that is not registered; never recorded. */
export async function lookAtAddress(parts: Seeing, url: string, signal?: AbortSignal): Promise<CheckReport> {
  const startedAt = parts.clock();
  const observed = await observe(
    parts,
    { url, tiers: ['http'], realTime: true, signal },
    async () => ({ baseline: null, ownOf: async () => null, ignored: [], pastFingerprints: [] }),
    () => false,
  );
  return {
    target: null,
    url,
    at: startedAt,
    verdict: observed.verdict,
    confirmed: false,
    captureFailure: observed.captures.length === 0 ? (observed.failures[0] ?? null) : null,
    durationMs: parts.clock() - startedAt,
  };
}
