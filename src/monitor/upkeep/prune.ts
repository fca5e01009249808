/**
 * Deletes what retention allows: old looks, evidence of long-ended incidents, replaced baselines' captures, traffic, and
 * unreferenced blobs.
 */
import {
  forgetArchives,
  forgetCaptures,
  forgetChecks,
  forgetClearedPages,
  forgetExpired,
  forgetUnnamedBlobs,
  isBlobKnown,
} from '../../store/evidence/retention.ts';
import { answerKeepMs } from '../../store/people/api-tokens.ts';
import { forgetReports } from '../../store/records/reports.ts';
import { forgetImports } from '../../store/registry/imports.ts';
import { forgetHours } from '../../store/targets/look-hours.ts';
import { forgetLookPictures } from '../../store/targets/look-pictures.ts';
import type { OperatorParts } from '../parts.ts';

/** A blob may be written before the transaction that references it: recent ones are left alone. */
const youngMs = 3_600_000;
/** Lists of portals that nobody finished importing. */
const importsMs = 7 * 24 * 3_600_000;

export interface Pruned {
  readonly checks: number;
  readonly captures: number;
  readonly archives: number;
  readonly blobs: number;
}

export async function prune(parts: Pick<OperatorParts, 'db' | 'blobs' | 'config' | 'clock'>): Promise<Pruned> {
  const { db, config } = parts;
  const now = parts.clock();
  const looksBefore = now - config.retention.checks;
  await forgetClearedPages(db, looksBefore);
  const checks = await forgetChecks(db, looksBefore, now);
  const evidenceBefore = now - config.retention.evidence;
  const captures = await forgetCaptures(db, { looksBefore, evidenceBefore }, now);
  const archives = await forgetArchives(db, config.retention.archives, now);
  await forgetHours(db, now - config.retention.history);
  await forgetReports(db, now - config.retention.reports);
  await forgetImports(db, now - importsMs);
  await forgetLookPictures(db, now - config.retention.pictures);
  const blobs = await pruneBlobs(parts, now - youngMs);
  const traitsBefore = now - config.campaigns.window;
  await forgetExpired(db, {
    sessionsBefore: now,
    ignoredChangesBefore: looksBefore,
    traitsBefore,
    answersBefore: now - answerKeepMs,
  });
  return { checks, captures, archives, blobs };
}

/**
 * Rows first, then files: an interrupted pruning leaves a file without a row for the next one, never a row without a
 * file.
 */
async function pruneBlobs({ db, blobs }: Pick<OperatorParts, 'db' | 'blobs'>, before: number): Promise<number> {
  await forgetUnnamedBlobs(db, before);
  let count = 0;
  for await (const hash of blobs.olderThan(before)) {
    if (await isBlobKnown(db, hash)) continue;
    await blobs.remove(hash);
    count += 1;
  }
  return count;
}
