/** Forgets what retention allows: old looks, evidence of long-ended incidents, replaced baselines' captures, and blobs nobody names. */
import { forgetLookPictures } from '../store/look-pictures.ts';
import { restingAt } from '../store/suspected-pages.ts';
import type { DeskParts } from './parts.ts';

/** A blob may be written before the transaction that names it: young ones are left alone. */
const youngMs = 3_600_000;
const batch = 500;

export interface Pruned {
  readonly checks: number;
  readonly captures: number;
  readonly blobs: number;
}

export async function prune(parts: Pick<DeskParts, 'db' | 'blobs' | 'config' | 'clock'>): Promise<Pruned> {
  const now = parts.clock();
  const { checks: keepChecksMs, evidence: keepEvidenceMs, pictures: keepPicturesMs } = parts.config.retention;
  await pruneCleared(parts, now - keepChecksMs);
  const checks = await pruneChecks(parts, now - keepChecksMs);
  const captures = await pruneCaptures(parts, now - keepChecksMs, now - keepEvidenceMs);
  await forgetLookPictures(parts.db, now - keepPicturesMs);
  const blobs = await pruneBlobs(parts, now);
  await parts.db.deleteFrom('sessions').where('expiresAt', '<', now).execute();
  await parts.db
    .deleteFrom('ignoredChanges')
    .where('expiresAt', '<', now - keepChecksMs)
    .execute();
  await parts.db
    .deleteFrom('incidentTraits')
    .where('openedAt', '<', now - parts.config.campaigns.window)
    .execute();
  return { checks, captures, blobs };
}

/** Discovered pages that were cleared long ago and that nothing speaks of any more. */
async function pruneCleared({ db }: Pick<DeskParts, 'db'>, before: number): Promise<void> {
  await db
    .deleteFrom('targets')
    .where('role', '!=', 'registered')
    .where('nextCheckAt', '>=', restingAt)
    .where('lastCheckAt', '<', before)
    .where('id', 'not in', db.selectFrom('incidentTargets').select('targetId'))
    .where('id', 'not in', db.selectFrom('suspects').select('targetId'))
    .where('id', 'not in', db.selectFrom('baselines').select('targetId'))
    .execute();
}

/** Looks that an incident or suspect shows, and each target's latest, stay. */
async function pruneChecks({ db }: Pick<DeskParts, 'db'>, before: number): Promise<number> {
  let count = 0;
  while (true) {
    const old = await db
      .selectFrom('checks')
      .select('id')
      .where('at', '<', before)
      .where('id', 'not in', db.selectFrom('incidentTargets').select('checkId').where('checkId', 'is not', null))
      .where('id', 'not in', db.selectFrom('suspects').select('checkId'))
      .where('id', 'not in', db.selectFrom('targets').select('lastCheckId').where('lastCheckId', 'is not', null))
      .limit(batch)
      .execute();
    if (old.length === 0) return count;
    const ids = old.map((row) => row.id);
    await db.transaction().execute(async (trx) => {
      await trx.deleteFrom('findings').where('checkId', 'in', ids).execute();
      await trx.deleteFrom('nameLooks').where('checkId', 'in', ids).execute();
      await trx.deleteFrom('checks').where('id', 'in', ids).execute();
    });
    count += ids.length;
  }
}

/** A capture stays while a look names it or a current baseline is pinned to it; evidence its own time. */
async function pruneCaptures(
  { db }: Pick<DeskParts, 'db'>,
  looksBefore: number,
  evidenceBefore: number,
): Promise<number> {
  const result = await db
    .deleteFrom('captures')
    .where((eb) =>
      eb.or([
        eb.and([eb('keptFor', '=', 'learning'), eb('at', '<', looksBefore)]),
        eb.and([eb('keptFor', '=', 'evidence'), eb('at', '<', evidenceBefore)]),
      ]),
    )
    .where(
      'id',
      'not in',
      db
        .selectFrom('baselineCaptures')
        .innerJoin('targets', 'targets.id', 'baselineCaptures.targetId')
        .select('captureId')
        .whereRef('baselineCaptures.version', '>=', 'targets.baselineVersion'),
    )
    .executeTakeFirst();
  await db
    .deleteFrom('baselineCaptures')
    .where('captureId', 'not in', db.selectFrom('captures').select('id'))
    .execute();
  await db
    .updateTable('checks')
    .set({ captureId: null })
    .where('captureId', 'is not', null)
    .where('captureId', 'not in', db.selectFrom('captures').select('id'))
    .execute();
  return Number(result.numDeletedRows);
}

/** Rows first, then files: a file without a row is found by the next pruning, a row without a file never is. */
async function pruneBlobs(parts: Pick<DeskParts, 'db' | 'blobs'>, now: number): Promise<number> {
  const { db } = parts;
  const captures = db.selectFrom('captures');
  const unnamed = await db
    .selectFrom('blobs')
    .select('hash')
    .where('createdAt', '<', now - youngMs)
    .where('hash', 'not in', captures.select('bodyHash'))
    .where('hash', 'not in', captures.select('renderedHash').where('renderedHash', 'is not', null))
    .where('hash', 'not in', captures.select('screenshotHash').where('screenshotHash', 'is not', null))
    .where('hash', 'not in', captures.select('thumbnailHash').where('thumbnailHash', 'is not', null))
    .where('hash', 'not in', db.selectFrom('lookPictures').select('hash'))
    .execute();
  for (const { hash } of unnamed) await db.deleteFrom('blobs').where('hash', '=', hash).execute();
  let count = 0;
  for await (const hash of parts.blobs.olderThan(now - youngMs)) {
    const row = await db.selectFrom('blobs').select('hash').where('hash', '=', hash).executeTakeFirst();
    if (row) continue;
    await parts.blobs.remove(hash);
    count += 1;
  }
  return count;
}
