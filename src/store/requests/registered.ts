/** What is registered of the hosts that somebody names. */
import type { Database, Trx } from '../handle.ts';

export interface RegisteredHost {
  readonly host: string;
  readonly siteId: number;
  readonly site: string;
  readonly agencyId: number | null;
  readonly status: 'active' | 'paused';
}

/** Watched or paused sites with a registered page on one of the hosts. */
export async function registeredOn(db: Database | Trx, hosts: readonly string[]): Promise<RegisteredHost[]> {
  if (hosts.length === 0) return [];
  const rows = await db
    .selectFrom('targets')
    .innerJoin('sites', 'sites.id', 'targets.siteId')
    .select(['targets.host', 'sites.id as siteId', 'sites.name as site', 'sites.agencyId', 'sites.status'])
    .distinct()
    .where('targets.host', 'in', [...hosts])
    .where('targets.role', '=', 'registered')
    .where('sites.status', '!=', 'removed')
    .orderBy('sites.id')
    .execute();
  return rows.flatMap((row) => (row.status === 'removed' ? [] : [{ ...row, status: row.status }]));
}

/** The registered page that a reported address means: itself, or the first one of its host. */
export async function reportedTarget(
  db: Database | Trx,
  url: string,
  host: string,
): Promise<{ readonly id: string; readonly siteId: number; readonly role: 'registered' } | null> {
  const rows = await db
    .selectFrom('targets')
    .innerJoin('sites', 'sites.id', 'targets.siteId')
    .select(['targets.id', 'targets.siteId', 'targets.url'])
    .where('targets.host', '=', host)
    .where('targets.role', '=', 'registered')
    .where('sites.status', '=', 'active')
    .orderBy('targets.siteId')
    .orderBy('targets.position')
    .execute();
  const found = rows.find((row) => row.url === url) ?? rows[0];
  return found === undefined ? null : { id: found.id, siteId: found.siteId, role: 'registered' };
}

/** How far the sites of a request are: how many of their pages have a baseline, and what is open. */
export async function progressOf(
  db: Database | Trx,
  siteIds: readonly number[],
): Promise<{
  readonly sites: number;
  readonly pages: number;
  readonly learned: number;
  readonly openIncidents: number;
}> {
  if (siteIds.length === 0) return { sites: 0, pages: 0, learned: 0, openIncidents: 0 };
  const sites = await db
    .selectFrom('sites')
    .select('id')
    .where('id', 'in', [...siteIds])
    .where('status', '!=', 'removed')
    .execute();
  const pages = await db
    .selectFrom('targets')
    .select('baselineVersion')
    .where('siteId', 'in', [...siteIds])
    .where('role', '=', 'registered')
    .execute();
  const incidents = await db
    .selectFrom('incidents')
    .select('number')
    .where('siteId', 'in', [...siteIds])
    .where('status', 'in', ['open', 'acknowledged'])
    .execute();
  return {
    sites: sites.length,
    pages: pages.length,
    learned: pages.filter(({ baselineVersion }) => baselineVersion > 0).length,
    openIncidents: incidents.length,
  };
}
