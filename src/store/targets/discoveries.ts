/** Which site is due for discovery, and its progress. */
import type { NotFoundAnswers } from '../../core/pages/not-found-answers.ts';
import { notFoundAnswers as answersCodec } from '../codecs/target-codecs.ts';
import type { Database } from '../handle.ts';
import type { DiscoveryRow, DiscoveryTable } from '../schema/schema.ts';

export interface RoundClaim {
  readonly owner: string;
  readonly now: number;
  readonly leaseMs: number;
}

/**
 * Enrols watched sites that have a learned page and are not enrolled yet.
 *
 * @param firstRoundAt when a site's first round is due: spread out, so that sites learned together don't run together
 */
export async function enrolSites(db: Database, firstRoundAt: (siteId: number) => number): Promise<void> {
  const fresh = await db
    .selectFrom('sites')
    .select('id')
    .where('status', '=', 'active')
    .where('id', 'not in', db.selectFrom('discoveries').select('siteId'))
    .where('id', 'in', db.selectFrom('targets').select('siteId').where('baselineVersion', '>', 0))
    .limit(500)
    .execute();
  for (const { id } of fresh) {
    const row: DiscoveryTable = {
      siteId: id,
      nextRoundAt: firstRoundAt(id),
      leaseOwner: null,
      leaseUntil: null,
      round: 0,
      sitemapReadAt: null,
      robots: null,
      notFoundJson: null,
      notFoundAt: null,
      droppedAt: null,
      droppedAsked: 0,
    };
    await db
      .insertInto('discoveries')
      .values(row)
      .onConflict((c) => c.doNothing())
      .execute();
  }
}

/** Claims the site whose round is most overdue; null when none is due or another process claimed it. */
export async function claimRound(db: Database, { owner, now, leaseMs }: RoundClaim): Promise<DiscoveryRow | null> {
  const due = await db
    .selectFrom('discoveries')
    .innerJoin('sites', 'sites.id', 'discoveries.siteId')
    .select('siteId')
    .where('sites.status', '=', 'active')
    .where('nextRoundAt', '<=', now)
    .where((eb) => eb.or([eb('leaseUntil', 'is', null), eb('leaseUntil', '<', now)]))
    .orderBy('nextRoundAt')
    .limit(1)
    .executeTakeFirst();
  if (!due) return null;
  const row = await db
    .updateTable('discoveries')
    .set({ leaseOwner: owner, leaseUntil: now + leaseMs })
    .where('siteId', '=', due.siteId)
    .where('nextRoundAt', '<=', now)
    .where((eb) => eb.or([eb('leaseUntil', 'is', null), eb('leaseUntil', '<', now)]))
    .returningAll()
    .executeTakeFirst();
  return row ?? null;
}

export async function saveRound(
  db: Database,
  siteId: number,
  owner: string,
  round: Partial<Omit<DiscoveryTable, 'siteId' | 'leaseOwner' | 'leaseUntil'>>,
): Promise<void> {
  await db.updateTable('discoveries').set(round).where('siteId', '=', siteId).where('leaseOwner', '=', owner).execute();
}

export async function releaseRounds(db: Database, owner: string): Promise<void> {
  await db
    .updateTable('discoveries')
    .set({ leaseOwner: null, leaseUntil: null })
    .where('leaseOwner', '=', owner)
    .execute();
}

export async function roundOwners(db: Database): Promise<string[]> {
  const rows = await db
    .selectFrom('discoveries')
    .select('leaseOwner')
    .distinct()
    .where('leaseOwner', 'is not', null)
    .execute();
  return rows.flatMap((row) => row.leaseOwner ?? []);
}

/** Looks in flight at the hosts of a site's pages. */
export async function looksUnderWay(db: Database, siteId: number, now: number): Promise<number> {
  const { count } = await db
    .selectFrom('targets')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('host', 'in', db.selectFrom('targets').select('host').where('siteId', '=', siteId))
    .where('leaseUntil', '>=', now)
    .executeTakeFirstOrThrow();
  return Number(count);
}

/** How the site answers addresses that do not exist; null before it was asked. */
export async function notFoundAnswers(db: Database, siteId: number): Promise<NotFoundAnswers | null> {
  const row = await db.selectFrom('discoveries').select('notFoundJson').where('siteId', '=', siteId).executeTakeFirst();
  return row?.notFoundJson == null ? null : answersCodec.decode(row.notFoundJson, siteId);
}
