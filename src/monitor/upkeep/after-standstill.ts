/**
 * Restart after a standstill: work that was running is postponed, and for an hour no two of those targets are looked at
 * together. A target that was running in a second standstill within that hour is suspended. It is then shown as unknown, because it is not being looked at.
 */

import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import type { CaptureFailure } from '../../core/domain/capture.ts';
import type { Finding, Verdict } from '../../core/domain/finding.ts';
import { type StandstillRecord, standstillFile } from '../../core/standstill.ts';
import { getMeta, setMeta } from '../../store/records/meta.ts';
import type { TargetRow } from '../../store/schema/schema.ts';
import {
  countStandstill,
  heldTargets,
  putOffMessages,
  putOffRounds,
  restUntil,
} from '../../store/targets/standstills.ts';
import { claimOne } from '../../store/targets/targets.ts';
import { write } from '../../store/write.ts';
import { atOnce } from '../check/event-loop-slots.ts';
import type { Observed } from '../check/look/observed.ts';
import { recordCheck } from '../check/record-check.ts';
import { roles } from '../check/roles.ts';
import { settleLook } from '../check/settle-look.ts';
import type { MonitorParts } from '../parts.ts';

/** All other portals go first; an unrelated one that was also running is looked at within a minute of the hang. */
const waitMs = 25_000;
/** An alarm has several recipients and is repeated by reminders, so postponing one message that may hang the monitor costs little. */
const messageWaitMs = 300_000;
/**
 * An hour without looks at one page; a page that could restart the monitor more often would stop the looks at all
 * others.
 */
const restMs = 3_600_000;
const leaseMs = 60_000;

const recordSchema = z.object({
  at: z.number(),
  kind: z.enum(['spinning', 'waiting']),
  blockedMs: z.number(),
  outsideSqlMs: z.number(),
  processorMs: z.number(),
  underWay: z.array(
    z.object({
      act: z.enum(['look', 'round', 'message', 'request', 'job']),
      id: z.string(),
      place: z.string(),
      since: z.number(),
    }),
  ),
});

/** Processes the watchdog's record, once. @param owner of this process's leases */
export async function takeOverStandstill(parts: MonitorParts, owner: string): Promise<void> {
  const file = join(parts.config.dataDir, standstillFile);
  const record = await readRecord(parts, file);
  if (record === null) return;
  parts.log.error({ standstill: record }, 'the main loop was blocked and the monitor was restarted');
  await putOff(parts, record);
  const looks = new Set(idsOf(record, 'look'));
  for (const target of await heldTargets(parts.db)) if (looks.has(target.id)) await rest(parts, target, owner);
  await rm(file, { force: true });
}

async function readRecord({ log }: Pick<MonitorParts, 'log'>, file: string): Promise<StandstillRecord | null> {
  const text = await readFile(file, 'utf8').catch(() => null);
  if (text === null) return null;
  try {
    return recordSchema.parse(JSON.parse(text));
  } catch (error) {
    log.error({ err: error }, 'the watchdog record cannot be read');
    await rm(file, { force: true });
    return null;
  }
}

/** Counted once, even if a start is interrupted before the file is removed. */
async function putOff(parts: MonitorParts, record: StandstillRecord): Promise<void> {
  const now = parts.clock();
  await write(parts.db, async (trx) => {
    if ((await getMeta(trx, 'lastStandstillAt')) === record.at) return;
    await setMeta(trx, 'lastStandstillAt', record.at);
    await countStandstill(trx, idsOf(record, 'look'), now + waitMs);
    await putOffRounds(trx, idsOf(record, 'round').map(Number), now + restMs);
    await putOffMessages(trx, idsOf(record, 'message').map(Number), now + messageWaitMs);
  });
}

function idsOf({ underWay }: StandstillRecord, act: StandstillRecord['underWay'][number]['act']): string[] {
  return underWay.filter((one) => one.act === act).map(({ id }) => id);
}

async function rest(parts: MonitorParts, { id, standstills }: TargetRow, owner: string): Promise<void> {
  const now = parts.clock();
  const target = await claimOne(parts.db, id, { owner, now, leaseMs });
  if (target === null) return;
  const failure: CaptureFailure = {
    tier: target.nextTier === 'browser' ? 'browser' : 'http',
    profile: 'browser',
    at: now,
    kind: 'page-broke',
    retryable: true,
    reason: 'The monitor was blocked while checking this page, twice within an hour.',
    hops: [],
    durationMs: 0,
  };
  const observed: Observed = {
    verdict: heldVerdict,
    captures: [],
    looks: [],
    failures: [failure],
    deepest: failure.tier,
    seenBy: failure.tier,
    profileTurn: null,
    answeredProfiles: [],
    profiles: new Map(),
    reference: null,
  };
  await recordCheck(parts, {
    target,
    owner,
    observed,
    settleOn: settleLook(parts, roles[target.role], target, observed, now),
    kept: [],
    picture: null,
    cleanEtag: null,
    profileEtags: target.profileEtagsJson,
    startedAt: now,
    endedAt: now,
    latenessMs: 0,
    nextSlot: atOnce,
  });
  await restUntil(parts.db, id, now + restMs);
  parts.log.warn({ targetId: id, standstills, restMs }, 'a page that may have blocked the monitor is suspended');
}

const remark: Finding = {
  detector: 'stood-still',
  family: 'self',
  kind: 'injection',
  score: 0,
  reason: {
    vi: 'Trong vòng một giờ, hệ thống giám sát hai lần bị treo khi đang kiểm tra trang này; trang được kiểm tra lại sau một giờ.',
    en: 'The monitor was blocked while checking this page, twice within an hour; the next check is in an hour.',
  },
  fingerprint: null,
  indicators: [],
};
const heldVerdict: Verdict = { level: 'unknown', kind: 'error-page', score: 0, conclusive: false, findings: [remark] };
