/** Learned and approved baselines, one current version per target and profile. */
import { promisify } from 'node:util';
import { gunzip, gzip } from 'node:zlib';
import type { Profile, SpecialProfile } from '../../core/domain/capture.ts';
import type { Baseline } from '../../core/learned/baseline.ts';
import { unreadable } from '../codecs/codec.ts';
import { baselineContent } from '../codecs/target-codecs.ts';
import { sealOfBaseline } from '../evidence/baseline-seals.ts';
import type { Database, Trx } from '../handle.ts';

/** A baseline ready for the database: compression is slow, so it happens before the transaction. */
export interface PackedBaseline {
  readonly baseline: Baseline;
  readonly content: Uint8Array;
}

const pack = promisify(gzip);
const unpack = promisify(gunzip);

export async function packBaseline(baseline: Baseline): Promise<PackedBaseline> {
  return { baseline, content: await pack(baselineContent.encode(baseline.content)) };
}

/** The version looks are judged against, or the requested one. */
export async function getBaseline(
  db: Database | Trx,
  targetId: string,
  profile: Profile,
  version: number,
): Promise<Baseline | null> {
  const row = await db
    .selectFrom('baselines')
    .selectAll()
    .where('targetId', '=', targetId)
    .where('profile', '=', profile)
    .where('version', '=', version)
    .executeTakeFirst();
  if (!row) return null;
  const { revision, learnedAt } = row;
  const status = row.approvedAt === null ? 'provisional' : 'approved';
  const key = `${targetId} ${profile} ${version}`;
  const text = await unpack(row.content).catch((cause) => {
    throw unreadable({ table: 'baselines', column: 'content' }, key, 'it is not compressed text', cause);
  });
  const content = baselineContent.decode(text.toString('utf8'), key);
  return { targetId, profile, version, status, revision, learnedAt, content };
}

/** Baseline of a special profile; null while that profile has no content of its own. */
export async function getProfileBaseline(
  db: Database | Trx,
  targetId: string,
  profile: SpecialProfile,
): Promise<Baseline | null> {
  const row = await db
    .selectFrom('baselines')
    .select('version')
    .where('targetId', '=', targetId)
    .where('profile', '=', profile)
    .where('status', '!=', 'replaced')
    .executeTakeFirst();
  return row ? getBaseline(db, targetId, profile, row.version) : null;
}

/** Special-profile baselines are forgotten together with the page's own. */
export async function replaceProfileBaselines(trx: Trx, targetId: string): Promise<void> {
  await trx
    .updateTable('baselines')
    .set({ status: 'replaced' })
    .where('targetId', '=', targetId)
    .where('profile', '!=', 'browser')
    .execute();
}

/** The number for a new version. */
export async function nextVersion(db: Database | Trx, targetId: string, profile: Profile): Promise<number> {
  const row = await db
    .selectFrom('baselines')
    .select((eb) => eb.fn.max('version').as('version'))
    .where('targetId', '=', targetId)
    .where('profile', '=', profile)
    .executeTakeFirst();
  return Number(row?.version ?? 0) + 1;
}

/** Makes a new version current for the profile; the previous one is kept as replaced. */
export async function insertBaseline(
  trx: Trx,
  packed: PackedBaseline,
  approval: { readonly by: string; readonly reason: string | null } | null,
  now: number,
): Promise<void> {
  const { targetId, profile, version, revision, learnedAt } = packed.baseline;
  await trx
    .updateTable('baselines')
    .set({ status: 'replaced' })
    .where('targetId', '=', targetId)
    .where('profile', '=', profile)
    .execute();
  await trx
    .insertInto('baselines')
    .values({
      targetId,
      profile,
      version,
      status: approval ? 'approved' : 'provisional',
      revision,
      learnedAt,
      approvedAt: approval ? now : null,
      approvedBy: approval?.by ?? null,
      reason: approval?.reason ?? null,
      content: packed.content,
      seal: sealOfBaseline(packed.baseline, packed.content),
    })
    .execute();
  if (profile === 'browser') await setCurrentBaseline(trx, targetId, version);
}

/** 0: no baseline, so the target learns again. */
export async function setCurrentBaseline(trx: Trx, targetId: string, version: number): Promise<void> {
  await trx
    .updateTable('targets')
    .set({ baselineVersion: version, cleanEtagJson: null })
    .where('id', '=', targetId)
    .execute();
}

/** Stores what clean looks added; silently dropped when another look stored first. */
export async function refineStored(trx: Trx, packed: PackedBaseline): Promise<void> {
  const { targetId, profile, version, revision } = packed.baseline;
  await trx
    .updateTable('baselines')
    .set({ content: packed.content, revision, seal: sealOfBaseline(packed.baseline, packed.content) })
    .where('targetId', '=', targetId)
    .where('profile', '=', profile)
    .where('version', '=', version)
    .where('revision', '=', revision - 1)
    .execute();
}

export async function approveStored(
  trx: Trx,
  key: { readonly targetId: string; readonly profile: Profile; readonly version: number },
  approval: { readonly by: string; readonly reason: string | null },
  now: number,
): Promise<void> {
  await trx
    .updateTable('baselines')
    .set({ status: 'approved', approvedAt: now, approvedBy: approval.by, reason: approval.reason })
    .where('targetId', '=', key.targetId)
    .where('profile', '=', key.profile)
    .where('version', '=', key.version)
    .execute();
}
