/** Tags of sites. */
import { sql } from 'kysely';
import type { Tag } from '../../core/domain/tag.ts';
import type { Scope } from '../../core/people/actor.ts';
import type { Database, Trx } from '../handle.ts';
import { inScope } from '../reads/scope.ts';

/** Tags that the site already has keep their spelling. */
export async function addTags(trx: Trx, siteId: number, tags: readonly Tag[]): Promise<void> {
  if (tags.length === 0) return;
  await trx
    .insertInto('siteTags')
    .values(tags.map(({ key, name }) => ({ siteId, key, name })))
    .onConflict((c) => c.doNothing())
    .execute();
}

/** Replaces the site's tags, with their spelling. */
export async function setTags(trx: Trx, siteId: number, tags: readonly Tag[]): Promise<void> {
  await trx.deleteFrom('siteTags').where('siteId', '=', siteId).execute();
  await addTags(trx, siteId, tags);
}

/** In alphabetical order, by the site's number. */
export async function tagsOfSites(
  db: Database | Trx,
  siteIds: readonly number[],
): Promise<ReadonlyMap<number, readonly Tag[]>> {
  if (siteIds.length === 0) return new Map();
  const rows = await db
    .selectFrom('siteTags')
    .selectAll()
    .where('siteId', 'in', [...siteIds])
    .orderBy('key')
    .execute();
  return Map.groupBy(rows, ({ siteId }) => siteId);
}

export interface UsedTag extends Tag {
  readonly sites: number;
}

/** Every tag of the sites in scope; of several spellings the first in the alphabet. */
export async function tagsInUse(db: Database, scope: Scope): Promise<UsedTag[]> {
  return db
    .selectFrom('siteTags')
    .innerJoin('sites', 'sites.id', 'siteTags.siteId')
    .select([
      'siteTags.key',
      sql<string>`min("siteTags".name)`.as('name'),
      (eb) => eb.fn.countAll<number>().as('sites'),
    ])
    .where(inScope(scope))
    .groupBy('siteTags.key')
    .orderBy('siteTags.key')
    .execute();
}
