/** Sites with targets and states, for the command line. */
import { sql } from 'kysely';
import type { TargetRole } from '../../core/domain/target.ts';
import type { Database } from '../handle.ts';
import { listSites } from '../registry/registry.ts';
import { type Freshness, type SiteState, siteStates, stateOf, targetRank } from './site-state.ts';

export interface ListedTarget {
  readonly id: string;
  readonly url: string;
  readonly role: TargetRole;
  readonly state: SiteState;
  readonly level: string | null;
  readonly kind: string | null;
  readonly lastCheckAt: number | null;
  readonly baselineVersion: number;
  readonly baselineStatus: string | null;
}

export interface ListedSite {
  readonly id: number;
  readonly name: string;
  readonly url: string;
  readonly agency: string | null;
  readonly status: string;
  readonly importance: string;
  readonly createdAt: number;
  readonly recipients: readonly string[];
  readonly tags: readonly string[];
  /** When it resumes by itself, and why it is paused; null: not said, or not paused. */
  readonly pausedUntil: number | null;
  readonly pauseReason: string | null;
  /** State of the worst target. */
  readonly state: SiteState;
  readonly targets: readonly ListedTarget[];
}

export async function listSiteStates(db: Database, freshness: Freshness, siteId?: number): Promise<ListedSite[]> {
  const sites = await listSites(db, siteId === undefined ? undefined : [siteId]);
  const ranked = await db
    .selectFrom('targets')
    .innerJoin('sites', 'sites.id', 'targets.siteId')
    .leftJoin('baselines', (join) =>
      join
        .onRef('baselines.targetId', '=', 'targets.id')
        .onRef('baselines.version', '=', 'targets.baselineVersion')
        .on('baselines.profile', '=', 'browser'),
    )
    .select(['targets.id', 'baselines.status', targetRank(freshness).as('rank')])
    .where('sites.status', '!=', 'removed')
    .where(siteId === undefined ? sql<boolean>`true` : sql<boolean>`sites.id = ${siteId}`)
    .execute();
  const byId = new Map(ranked.map((row) => [row.id, row]));
  return sites.map(({ targets, tags, ...site }) => {
    const { id, name, url, agency, status, importance, createdAt, recipients, pausedUntil, pauseReason } = site;
    const listed = targets.map((target) => ({
      id: target.id,
      url: target.url,
      role: target.role,
      state: stateOf(byId.get(target.id)?.rank ?? siteStates.indexOf('unknown')),
      level: target.lastLevel,
      kind: target.lastKind,
      lastCheckAt: target.lastCheckAt,
      baselineVersion: target.baselineVersion,
      baselineStatus: byId.get(target.id)?.status ?? null,
    }));
    const state = siteStates.find((candidate) => listed.some((target) => target.state === candidate)) ?? 'learning';
    const named = tags.map((tag) => tag.name);
    return {
      id,
      name,
      url,
      agency,
      status,
      importance,
      createdAt,
      recipients,
      tags: named,
      pausedUntil,
      pauseReason,
      state,
      targets: listed,
    };
  });
}
