/** Data for the site page. */
import { sql } from 'kysely';
import type { Tag } from '../../core/domain/tag.ts';
import type { Scope } from '../../core/people/actor.ts';
import type { Database } from '../handle.ts';
import { tagsOfSites } from '../registry/tags.ts';
import type { SiteRow, TargetRow } from '../schema/schema.ts';
import { isShownTarget } from '../targets/suspected-pages.ts';
import { inScope } from './scope.ts';
import { type Freshness, type SiteState, stateOf, targetRank } from './site-state.ts';

export interface ShownSite extends SiteRow {
  readonly agency: string | null;
  readonly recipients: readonly string[];
  readonly tags: readonly Tag[];
}

export interface ShownTarget extends TargetRow {
  readonly state: SiteState;
  readonly baselineStatus: 'provisional' | 'approved' | 'replaced' | null;
  readonly learnedAt: number | null;
  readonly approvedBy: string | null;
  readonly approvedAt: number | null;
  /** Clean looks pinned so far while the site is being learned. */
  readonly looksLearned: number;
  /** The look with its newest kept picture. */
  readonly pictureCheckId: number | null;
}

/** Null when there is no such site or it is out of scope. */
export async function readSite(db: Database, scope: Scope, id: number): Promise<ShownSite | null> {
  const site = await db
    .selectFrom('sites')
    .leftJoin('agencies', 'agencies.id', 'sites.agencyId')
    .selectAll('sites')
    .select('agencies.name as agency')
    .where('sites.id', '=', id)
    .where(inScope(scope))
    .executeTakeFirst();
  if (!site) return null;
  const recipients = await db
    .selectFrom('recipients')
    .select('email')
    .where('siteId', '=', id)
    .orderBy('email')
    .execute();
  const tags = (await tagsOfSites(db, [id])).get(id) ?? [];
  return { ...site, recipients: recipients.map((row) => row.email), tags };
}

export async function readTargets(
  db: Database,
  scope: Scope,
  freshness: Freshness,
  of: { readonly siteId: number } | { readonly targetId: string },
): Promise<ShownTarget[]> {
  const query = db
    .selectFrom('targets')
    .innerJoin('sites', 'sites.id', 'targets.siteId')
    .leftJoin('baselines', (join) =>
      join
        .onRef('baselines.targetId', '=', 'targets.id')
        .on('baselines.profile', '=', 'browser')
        .onRef('baselines.version', '=', 'targets.baselineVersion'),
    )
    .selectAll('targets')
    .select([
      'baselines.status as baselineStatus',
      'baselines.learnedAt as learnedAt',
      'baselines.approvedBy as approvedBy',
      'baselines.approvedAt as approvedAt',
      targetRank(freshness).as('rank'),
      sql<number | null>`(select checks.id from captures join checks on checks."captureId" = captures.id
        and checks."targetId" = captures."targetId" and checks.at between captures.at - 600000 and captures.at + 600000
        where captures."targetId" = targets.id and captures."screenshotHash" is not null
        order by captures.at desc limit 1)`.as('pictureCheckId'),
    ])
    .where(inScope(scope))
    .orderBy('targets.position');
  const rows = await ('siteId' in of
    ? query.where('targets.siteId', '=', of.siteId).where(isShownTarget())
    : query.where('targets.id', '=', of.targetId)
  ).execute();
  const learning = await looksLearned(
    db,
    rows.filter((row) => row.status === 'learning').map((row) => row.id),
  );
  return rows.map(({ rank, ...row }) => ({ ...row, state: stateOf(rank), looksLearned: learning.get(row.id) ?? 0 }));
}

/** Looks pinned for the version being learned, of the tier with the most. */
async function looksLearned(db: Database, targetIds: readonly string[]): Promise<ReadonlyMap<string, number>> {
  if (targetIds.length === 0) return new Map();
  const rows = await db
    .selectFrom('baselineCaptures')
    .innerJoin('captures', 'captures.id', 'baselineCaptures.captureId')
    .select(['baselineCaptures.targetId', (eb) => eb.fn.countAll<number>().as('looks')])
    .where('baselineCaptures.targetId', 'in', [...targetIds])
    .where('baselineCaptures.profile', '=', 'browser')
    .where((eb) =>
      eb.not(
        eb.exists(
          eb
            .selectFrom('baselines')
            .select('baselines.version')
            .whereRef('baselines.targetId', '=', 'baselineCaptures.targetId')
            .whereRef('baselines.version', '=', 'baselineCaptures.version')
            .where('baselines.profile', '=', 'browser'),
        ),
      ),
    )
    .groupBy(['baselineCaptures.targetId', 'captures.tier'])
    .orderBy('looks')
    .execute();
  return new Map(rows.map((row) => [row.targetId, row.looks]));
}
