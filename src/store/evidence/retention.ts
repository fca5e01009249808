/**
 * Retention, a few hundred rows per transaction; the same commit records in the chain that retention removed them.
 * Nothing of an incident under legal hold is removed.
 */

import { sql } from 'kysely';
import { restingAt } from '../../core/timetable.ts';
import type { Database, Trx } from '../handle.ts';
import { write } from '../write.ts';
import { removeArchives } from './archives.ts';
import { chainedOf, chainGone } from './evidence.ts';
import { heldCaptures, heldChecks, heldIncidents } from './held.ts';

const batch = 500;

/** Removes discovered pages that were cleared before then and are no longer referenced. */
export async function forgetClearedPages(db: Database, before: number): Promise<void> {
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

/**
 * Removes looks from before then, except those shown by an incident or suspect and each target's latest.
 * @returns how many were removed
 */
export async function forgetChecks(db: Database, before: number, now: number): Promise<number> {
  let count = 0;
  while (true) {
    const old = await db
      .selectFrom('checks')
      .select('id')
      .where('at', '<', before)
      .where('id', 'not in', db.selectFrom('incidentTargets').select('checkId').where('checkId', 'is not', null))
      .where('id', 'not in', db.selectFrom('suspects').select('checkId'))
      .where('id', 'not in', db.selectFrom('targets').select('lastCheckId').where('lastCheckId', 'is not', null))
      .where('id', 'not in', heldChecks(db))
      .limit(batch)
      .execute();
    if (old.length === 0) return count;
    const ids = old.map((row) => row.id);
    await write(db, async (trx) => {
      await chainGone(trx, 'pruned', 'check', await chainedOf(trx, 'check', ids), now);
      await trx.deleteFrom('findings').where('checkId', 'in', ids).execute();
      await trx.deleteFrom('nameLooks').where('checkId', 'in', ids).execute();
      await trx.deleteFrom('checks').where('id', 'in', ids).execute();
    });
    count += ids.length;
  }
}

export interface CapturesKept {
  /** Retention of looks, by the time they were made. */
  readonly looksBefore: number;
  readonly evidenceBefore: number;
}

/**
 * A capture stays while a look references it or a current baseline pins it; evidence has its own limit.
 * @returns how many were removed
 */
export async function forgetCaptures(
  db: Database,
  { looksBefore, evidenceBefore }: CapturesKept,
  now: number,
): Promise<number> {
  let count = 0;
  while (true) {
    const old = await db
      .selectFrom('captures')
      .select('id')
      .where((eb) =>
        eb.or([
          eb.and([eb('keptFor', '=', 'learning'), eb('at', '<', looksBefore)]),
          eb.and([eb('keptFor', '=', 'evidence'), eb('at', '<', evidenceBefore)]),
        ]),
      )
      .where('id', 'not in', currentLessons(db))
      .where('id', 'not in', heldCaptures(db))
      .limit(batch)
      .execute();
    if (old.length === 0) return count;
    const ids = old.map((row) => row.id);
    await write(db, async (trx) => {
      await chainGone(trx, 'pruned', 'capture', ids, now);
      await removeArchives(trx, ids, now);
      await trx.deleteFrom('captures').where('id', 'in', ids).execute();
      await trx.deleteFrom('baselineCaptures').where('captureId', 'in', ids).execute();
      await trx
        .updateTable('checks')
        .set({ captureId: null })
        .where('captureId', 'is not', null)
        .where('captureId', 'in', ids)
        .execute();
    });
    count += ids.length;
  }
}

/** Captures of baselines that are in use or being learned. */
const currentLessons = (db: Database) =>
  db
    .selectFrom('baselineCaptures')
    .innerJoin('targets', 'targets.id', 'baselineCaptures.targetId')
    .select('captureId')
    .whereRef('baselineCaptures.version', '>=', 'targets.baselineVersion');

/**
 * Removes traffic until the rest fits the byte limit on disk: first the oldest learning captures that no current
 * baseline uses, then other learning captures, then the oldest evidence.
 *
 * @param atOnce number removed together; archives share contents, so the space freed is known only afterwards
 * @returns how many were removed
 */
export async function forgetArchives(db: Database, mostBytes: number, now: number, atOnce = 20): Promise<number> {
  let bytes = await archivedBytes(db);
  let count = 0;
  while (bytes > mostBytes) {
    const old = await db
      .selectFrom('archives')
      .select('captureId')
      .where('captureId', 'not in', heldCaptures(db))
      .orderBy((eb) =>
        eb
          .case()
          .when('keptFor', '=', 'evidence')
          .then(2)
          .when('captureId', 'in', currentLessons(db))
          .then(1)
          .else(0)
          .end(),
      )
      .orderBy('at')
      .orderBy('captureId')
      .limit(atOnce)
      .execute();
    if (old.length === 0) return count;
    const ids = old.map((row) => row.captureId);
    bytes -= await write(db, async (trx) => freedBytes(trx, await removeArchives(trx, ids, now)));
    count += ids.length;
  }
  return count;
}

/** Each content once. */
async function archivedBytes(db: Database): Promise<number> {
  const named = db.selectFrom('archives').select('hash').union(db.selectFrom('archiveBodies').select('hash'));
  const row = await db
    .selectFrom('blobs')
    .select((eb) => eb.fn.sum<number | null>('sizeBytes').as('bytes'))
    .where('hash', 'in', named)
    .executeTakeFirstOrThrow();
  return row.bytes ?? 0;
}

/** Bytes of these contents that no other archive names. */
async function freedBytes(trx: Trx, hashes: readonly string[]): Promise<number> {
  const row = await trx
    .selectFrom('blobs')
    .select((eb) => eb.fn.sum<number | null>('sizeBytes').as('bytes'))
    .where('hash', 'in', hashes)
    .where(({ not, exists, selectFrom }) =>
      not(exists(selectFrom('archives').select('captureId').whereRef('archives.hash', '=', 'blobs.hash'))),
    )
    .where(({ not, exists, selectFrom }) =>
      not(exists(selectFrom('archiveBodies').select('captureId').whereRef('archiveBodies.hash', '=', 'blobs.hash'))),
    )
    .executeTakeFirstOrThrow();
  return row.bytes ?? 0;
}

/** Removes unreferenced blob rows. */
export async function forgetUnnamedBlobs(db: Database, createdBefore: number): Promise<void> {
  const captures = db.selectFrom('captures');
  const unnamed = await db
    .selectFrom('blobs')
    .select('hash')
    .where('createdAt', '<', createdBefore)
    .where('hash', 'not in', captures.select('bodyHash'))
    .where('hash', 'not in', captures.select('renderedHash').where('renderedHash', 'is not', null))
    .where('hash', 'not in', captures.select('screenshotHash').where('screenshotHash', 'is not', null))
    .where('hash', 'not in', captures.select('thumbnailHash').where('thumbnailHash', 'is not', null))
    .where('hash', 'not in', db.selectFrom('lookPictures').select('hash'))
    .where('hash', 'not in', reportHashes)
    .where('hash', 'not in', db.selectFrom('archives').select('hash'))
    .where('hash', 'not in', db.selectFrom('archiveBodies').select('hash'))
    .where('hash', 'not in', db.selectFrom('incidentReportSendings').select('fileHash'))
    .execute();
  for (const { hash } of unnamed) await db.deleteFrom('blobs').where('hash', '=', hash).execute();
}

/** The files of period reports. */
const reportHashes = sql<string>`(select value from reports, json_each(json_array("documentHash", "pdfHash", "xlsxHash", "csvHash"))
    where value is not null)`;

export async function isBlobKnown(db: Database, hash: string): Promise<boolean> {
  const row = await db.selectFrom('blobs').select('hash').where('hash', '=', hash).executeTakeFirst();
  return row !== undefined;
}

export interface Expired {
  readonly sessionsBefore: number;
  readonly ignoredChangesBefore: number;
  /** Retention of incidents, by the time they were opened. */
  readonly traitsBefore: number;
  /** Answers to requests of the API, kept for their idempotency keys. */
  readonly answersBefore: number;
}

export async function forgetExpired(db: Database, expired: Expired): Promise<void> {
  await db.deleteFrom('sessions').where('expiresAt', '<', expired.sessionsBefore).execute();
  await db.deleteFrom('apiAnswers').where('createdAt', '<=', expired.answersBefore).execute();
  await db.deleteFrom('ignoredChanges').where('expiresAt', '<', expired.ignoredChangesBefore).execute();
  await db
    .deleteFrom('incidentTraits')
    .where('openedAt', '<', expired.traitsBefore)
    .where('incidentNumber', 'not in', heldIncidents(db))
    .execute();
}
