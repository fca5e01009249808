/** The newest kept picture of each of some sites. */
import { sql } from 'kysely';
import type { Level } from '../../core/domain/finding.ts';
import type { Database } from '../handle.ts';
import { isShownTarget } from './suspected-pages.ts';

export interface LatestPicture {
  readonly siteId: number;
  readonly checkId: number;
  readonly at: number;
  /** Of the look that took it. */
  readonly level: Level;
}

/** A site's pages that are asked for a picture, the worst first; looks without one that are passed over. */
const mostPages = 5;
const mostKept = 20;

/**
 * Of the site's worst page that has a picture, else of the first that has one: what is wrong is seen, not the untouched
 * home page beside it. Sites must be in scope already.
 */
export async function latestPictures(
  db: Database,
  siteIds: readonly number[],
): Promise<ReadonlyMap<number, LatestPicture>> {
  const { rows } = await sql<LatestPicture>`
    with pages as (
      select id, "siteId", row_number() over (partition by "siteId" order by case when status = 'firing' then 0
        when status = 'pending' or "lastLevel" in ('suspect', 'alarm') then 1 else 2 end, position) as place
      from targets where "siteId" in (select value from json_each(${JSON.stringify(siteIds)})) and ${isShownTarget()}),
    pictured as (
      select "siteId", place, (select "checkId" from "lookPictures" where "targetId" = pages.id
          order by at desc limit 1) as daily,
        (select near.id from (select kept.id, kept.at, kept."captureId" from checks as kept
            where kept."targetId" = pages.id and kept."captureId" is not null order by kept.at desc limit ${sql.lit(mostKept)})
            as near join captures on captures.id = near."captureId"
          where captures."thumbnailHash" is not null order by near.at desc limit 1) as kept
      from pages where place <= ${sql.lit(mostPages)})
    select "siteId", checks.id as "checkId", checks.at, checks.level
    from pictured join checks on checks.id in (pictured.daily, pictured.kept)
    order by "siteId", place desc, checks.at`.execute(db);
  // The last of a site is its worst page's newest.
  return new Map(rows.map((row) => [row.siteId, row]));
}
