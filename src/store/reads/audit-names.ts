/** Current names of the numbers in the audit log. */
import type { Database } from '../handle.ts';
import type { AuditRow } from './audit.ts';

export interface NamedSite {
  readonly id: number;
  readonly name: string;
  /** False: removed, so it has no page any more. */
  readonly isWatched: boolean;
}

/** By number; a missing one is no longer stored. */
export interface AuditNames {
  readonly sites: ReadonlyMap<string, NamedSite>;
  readonly targets: ReadonlyMap<string, { readonly url: string; readonly site: NamedSite }>;
  readonly incidents: ReadonlyMap<string, NamedSite>;
  readonly suspects: ReadonlyMap<string, { readonly checkId: number; readonly site: NamedSite }>;
  readonly checks: ReadonlyMap<string, NamedSite>;
  readonly agencies: ReadonlyMap<string, string>;
  /** Numbers of accounts by name. */
  readonly users: ReadonlyMap<string, number>;
  /** Names of contacts by address in lower case. */
  readonly contacts: ReadonlyMap<string, string>;
}

/** Portals named in one row; a change may have been ignored on hundreds. */
export const mostNamedSites = 10;

type Kind = 'site' | 'target' | 'incident' | 'suspect' | 'check' | 'agency' | 'user';
type References = Readonly<Record<Kind, Set<string>>>;

/** Resolves everything that these rows refer to. */
export async function readAuditNames(db: Database, rows: readonly AuditRow[]): Promise<AuditNames> {
  const wanted = referencesIn(rows);
  return {
    sites: await readSites(db, numbers(wanted.site)),
    targets: await readTargets(db, [...wanted.target]),
    incidents: await readIncidents(db, numbers(wanted.incident)),
    suspects: await readSuspects(db, numbers(wanted.suspect)),
    checks: await readChecks(db, numbers(wanted.check)),
    agencies: await readAgencies(db, numbers(wanted.agency)),
    users: await readUsers(db, [...wanted.user]),
    contacts: await readContacts(db, [...wanted.user]),
  };
}

function referencesIn(rows: readonly AuditRow[]): References {
  const wanted: References = {
    site: new Set(),
    target: new Set(),
    incident: new Set(),
    suspect: new Set(),
    check: new Set(),
    agency: new Set(),
    user: new Set(),
  };
  for (const { actor, subject, detail } of rows) {
    const [kind = '', id = ''] = subject.split(' ', 2);
    if (Object.hasOwn(wanted, kind)) wanted[kind as Kind].add(id);
    wanted.user.add(actor);
    if (detail === null) continue;
    for (const key of ['incident', 'check'] as const) wanted[key].add(String(detail[key] ?? ''));
    for (const key of ['assignee', 'address'] as const) wanted.user.add(String(detail[key] ?? ''));
    for (const site of sitesIn(detail.sites)) wanted.site.add(site);
  }
  return wanted;
}

/** Numbers of portals as a detail lists them. */
export function sitesIn(listed: string | number | boolean | null | undefined): string[] {
  return String(listed ?? '')
    .split(' ', mostNamedSites)
    .filter((id) => id !== '');
}

/** A damaged row may hold anything. */
function numbers(ids: ReadonlySet<string>): number[] {
  return [...ids].filter((id) => /^[1-9]\d{0,14}$/.test(id)).map(Number);
}

interface OfSite {
  readonly siteId: number;
  readonly siteName: string;
  readonly siteStatus: string;
}

const siteColumns = ['sites.id as siteId', 'sites.name as siteName', 'sites.status as siteStatus'] as const;

function siteOf({ siteId, siteName, siteStatus }: OfSite): NamedSite {
  return { id: siteId, name: siteName, isWatched: siteStatus !== 'removed' };
}

async function readSites(db: Database, ids: readonly number[]) {
  const rows = await db.selectFrom('sites').select(siteColumns).where('sites.id', 'in', ids).execute();
  return new Map(rows.map((row) => [String(row.siteId), siteOf(row)]));
}

async function readTargets(db: Database, ids: readonly string[]) {
  const rows = await db
    .selectFrom('targets')
    .innerJoin('sites', 'sites.id', 'targets.siteId')
    .select(siteColumns)
    .select(['targets.id', 'targets.url'])
    .where('targets.id', 'in', ids)
    .execute();
  return new Map(rows.map((row) => [row.id, { url: row.url, site: siteOf(row) }]));
}

async function readIncidents(db: Database, numbersOf: readonly number[]) {
  const rows = await db
    .selectFrom('incidents')
    .innerJoin('sites', 'sites.id', 'incidents.siteId')
    .select(siteColumns)
    .select('incidents.number')
    .where('incidents.number', 'in', numbersOf)
    .execute();
  return new Map(rows.map((row) => [String(row.number), siteOf(row)]));
}

async function readSuspects(db: Database, ids: readonly number[]) {
  const rows = await db
    .selectFrom('suspects')
    .innerJoin('sites', 'sites.id', 'suspects.siteId')
    .select(siteColumns)
    .select(['suspects.id', 'suspects.checkId'])
    .where('suspects.id', 'in', ids)
    .execute();
  return new Map(rows.map((row) => [String(row.id), { checkId: row.checkId, site: siteOf(row) }]));
}

async function readChecks(db: Database, ids: readonly number[]) {
  const rows = await db
    .selectFrom('checks')
    .innerJoin('targets', 'targets.id', 'checks.targetId')
    .innerJoin('sites', 'sites.id', 'targets.siteId')
    .select(siteColumns)
    .select('checks.id')
    .where('checks.id', 'in', ids)
    .execute();
  return new Map(rows.map((row) => [String(row.id), siteOf(row)]));
}

async function readAgencies(db: Database, ids: readonly number[]) {
  const rows = await db.selectFrom('agencies').select(['id', 'name']).where('id', 'in', ids).execute();
  return new Map(rows.map(({ id, name }) => [String(id), name]));
}

async function readContacts(db: Database, addresses: readonly string[]) {
  const wanted = addresses.filter((one) => one.includes('@')).map((one) => one.toLowerCase());
  const rows = await db
    .selectFrom('contacts')
    .select(['name', 'email'])
    .where((eb) => eb(eb.fn<string>('lower', ['email']), 'in', wanted))
    .orderBy('id', 'desc')
    .execute();
  return new Map(rows.flatMap(({ name, email }) => (email === null ? [] : [[email.toLowerCase(), name] as const])));
}

async function readUsers(db: Database, names: readonly string[]) {
  const rows = await db.selectFrom('users').select(['id', 'name']).where('name', 'in', names).execute();
  return new Map(rows.map(({ id, name }) => [name, id]));
}
