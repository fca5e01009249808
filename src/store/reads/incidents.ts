/** Incidents as lists and pages show them. */

import type { Selectable } from 'kysely';
import { sql } from 'kysely';
import type { AttackKind } from '../../core/domain/finding.ts';
import type { Acknowledgement, IncidentStatus, IncidentTarget } from '../../core/domain/incident.ts';
import type { Scope } from '../../core/people/actor.ts';
import { readable } from '../codecs/codec.ts';
import { acknowledgement, incidentFingerprints, incidentKinds } from '../codecs/incident-codecs.ts';
import type { Database } from '../handle.ts';
import { incidentTargets } from '../incidents/incidents.ts';
import { contactsOf } from '../registry/contacts.ts';
import type { IncidentEventTable } from '../schema/schema-incidents.ts';
import { isPartOf } from './part-of.ts';
import { inScope } from './scope.ts';

export interface ListedIncident {
  readonly number: number;
  readonly siteId: number;
  readonly siteName: string;
  readonly siteUrl: string;
  readonly agency: string | null;
  readonly agencyId: number | null;
  readonly status: IncidentStatus;
  readonly kinds: readonly AttackKind[];
  readonly openedAt: number;
  readonly changedAt: number;
  readonly endedAt: number | null;
  readonly acknowledgement: Acknowledgement | null;
  readonly previousNumber: number | null;
  readonly campaignNumber: number | null;
  /** Name of the assignee; null while unassigned. */
  readonly assigneeName: string | null;
}

export interface ShownNotification {
  readonly id: number;
  readonly type: string;
  /** Null: somebody outside the reader's agency, whose address the reader may not see. */
  readonly endpoint: string | null;
  readonly status: 'queued' | 'claimed' | 'sent' | 'dead' | 'gathered';
  readonly attempts: number;
  readonly createdAt: number;
  readonly nextAttemptAt: number;
  readonly endedAt: number | null;
  readonly lastError: string | null;
}

export interface ShownIncident extends ListedIncident {
  readonly targets: readonly IncidentTarget[];
  readonly events: readonly Selectable<IncidentEventTable>[];
  readonly notifications: readonly ShownNotification[];
  /** The next incident on the same site. */
  readonly nextNumber: number | null;
  readonly assignee: { readonly id: number; readonly name: string } | null;
  /** Number of distinct known changes; never decreases. */
  readonly changeCount: number;
}

export interface IncidentFilter {
  /** `live`: open or acknowledged. */
  readonly status: 'live' | 'ended' | 'all';
  readonly siteId?: number;
  readonly agencyId?: number;
  /** Leaves out those that ended before then. */
  readonly since?: number;
  /** Only those with smaller numbers. */
  readonly before?: number;
  readonly kind?: AttackKind | null;
  /** Assignee's account; `nobody`: unassigned incidents. */
  readonly assignee?: number | 'nobody' | null;
  /** Part of a site's name or address, or of its agency's name; empty: any. */
  readonly text?: string;
  readonly offset: number;
  readonly limit: number;
}

/** Maximum events shown for one incident. */
const maxEvents = 500;

export async function readIncidents(db: Database, scope: Scope, filter: IncidentFilter) {
  const { siteId, agencyId, since, before, kind = null, assignee = null, text = '' } = filter;
  let base = db
    .selectFrom('incidents')
    .innerJoin('sites', 'sites.id', 'incidents.siteId')
    .leftJoin('agencies', 'agencies.id', 'sites.agencyId')
    .where(inScope(scope));
  if (filter.status === 'live')
    base = base.where('incidents.status', 'in', [sql.lit('open' as const), sql.lit('acknowledged' as const)]);
  if (filter.status === 'ended') base = base.where('incidents.status', 'in', ['resolved', 'dismissed']);
  if (agencyId !== undefined) base = base.where('sites.agencyId', '=', agencyId);
  if (since !== undefined)
    base = base.where((eb) => eb.or([eb('incidents.endedAt', 'is', null), eb('incidents.endedAt', '>=', since)]));
  if (siteId !== undefined) base = base.where('incidents.siteId', '=', siteId);
  if (before !== undefined) base = base.where('incidents.number', '<', before);
  if (kind !== null) base = base.where('incidents.kindsJson', 'like', `%"${kind}"%`);
  if (assignee === 'nobody') base = base.where('incidents.assigneeId', 'is', null);
  else if (assignee !== null) base = base.where('incidents.assigneeId', '=', assignee);
  if (text !== '') base = base.where(isPartOf(text, [sql`sites.name`, sql`sites.url`, sql`agencies.name`]));
  const { found } = await base.select((eb) => eb.fn.countAll<number>().as('found')).executeTakeFirstOrThrow();
  const rows = await base
    .leftJoin('users', 'users.id', 'incidents.assigneeId')
    .selectAll('incidents')
    .select([
      'sites.name as siteName',
      'sites.url as siteUrl',
      'agencies.name as agency',
      'sites.agencyId',
      'users.name as assigneeName',
    ])
    .orderBy('incidents.number', 'desc')
    .limit(filter.limit)
    .offset(filter.offset)
    .execute();
  return { incidents: rows.map(listed), found };
}

/** Incidents in scope with their site, agency and assignee: rows for `listed`. */
export function selectListed(db: Database, scope: Scope) {
  return db
    .selectFrom('incidents')
    .innerJoin('sites', 'sites.id', 'incidents.siteId')
    .leftJoin('agencies', 'agencies.id', 'sites.agencyId')
    .leftJoin('users', 'users.id', 'incidents.assigneeId')
    .selectAll('incidents')
    .select([
      'sites.name as siteName',
      'sites.url as siteUrl',
      'agencies.name as agency',
      'sites.agencyId',
      'users.name as assigneeName',
    ])
    .where(inScope(scope));
}

/** Null when there is no such incident or it is out of scope. */
export async function readIncident(db: Database, scope: Scope, number: number): Promise<ShownIncident | null> {
  const row = await selectListed(db, scope).where('incidents.number', '=', number).executeTakeFirst();
  if (!row) return null;
  const events = await db
    .selectFrom('incidentEvents')
    .selectAll()
    .where('incidentNumber', '=', number)
    .orderBy('id', 'desc')
    .limit(maxEvents)
    .execute();
  const next = await db
    .selectFrom('incidents')
    .select('number')
    .where('siteId', '=', row.siteId)
    .where('previousNumber', '=', number)
    .executeTakeFirst();
  return {
    ...listed(row),
    targets: await incidentTargets(db, number),
    events: events.reverse().map((event) => withoutOthers(event, scope)),
    notifications: await readNotifications(db, scope, row.siteId, number),
    nextNumber: next?.number ?? null,
    changeCount: incidentFingerprints.decode(row.fingerprintsJson, number).length,
    assignee:
      row.assigneeId === null || row.assigneeName === null ? null : { id: row.assigneeId, name: row.assigneeName },
  };
}

/** Escalation targets are recorded by address: an agency may see that they were notified, not who they are. */
function withoutOthers(event: Selectable<IncidentEventTable>, { agencyId }: Scope): Selectable<IncidentEventTable> {
  return agencyId !== null && event.type === 'unowned' ? { ...event, note: null } : event;
}

async function readNotifications(
  db: Database,
  { agencyId }: Scope,
  siteId: number,
  number: number,
): Promise<ShownNotification[]> {
  const rows = await db
    .selectFrom('notices')
    .innerJoin('outbox', 'outbox.noticeId', 'notices.id')
    .select([
      'outbox.id',
      'notices.type',
      'outbox.endpoint',
      'outbox.status',
      'outbox.attempts',
      'outbox.createdAt',
      'outbox.nextAttemptAt',
      'outbox.endedAt',
      'outbox.lastError',
    ])
    .where('notices.incidentNumber', '=', number)
    // Tests are about no incident.
    .where('outbox.status', '!=', 'tested')
    .$narrowType<{ status: ShownNotification['status'] }>()
    .orderBy('outbox.id')
    .limit(maxEvents)
    .execute();
  if (agencyId === null) return rows;
  const own = await addressesOf(db, agencyId, siteId);
  // Server responses often repeat the address.
  return rows.map((row) => (own.has(row.endpoint) ? row : { ...row, endpoint: null, lastError: null }));
}

/** The site's recipients, the agency's contacts and accounts. */
async function addressesOf(db: Database, agencyId: number, siteId: number): Promise<ReadonlySet<string>> {
  const recipients = await db.selectFrom('recipients').select('email').where('siteId', '=', siteId).execute();
  const accounts = await db.selectFrom('users').select('email').where('agencyId', '=', agencyId).execute();
  const contacts = await contactsOf(db, agencyId);
  return new Set([...recipients, ...contacts, ...accounts].flatMap(({ email }) => email ?? []));
}

interface IncidentFields {
  number: number;
  siteId: number;
  siteName: string;
  siteUrl: string;
  agency: string | null;
  agencyId: number | null;
  status: IncidentStatus;
  kindsJson: string;
  openedAt: number;
  changedAt: number;
  endedAt: number | null;
  acknowledgementJson: string | null;
  previousNumber: number | null;
  campaignNumber: number | null;
  assigneeName: string | null;
}

/** Converts a row of incidents joined with its site. */
export function listed(row: IncidentFields): ListedIncident {
  return {
    number: row.number,
    siteId: row.siteId,
    siteName: row.siteName,
    siteUrl: row.siteUrl,
    agency: row.agency,
    agencyId: row.agencyId,
    status: row.status,
    kinds: readable(() => incidentKinds.decode(row.kindsJson, row.number)) ?? [],
    openedAt: row.openedAt,
    changedAt: row.changedAt,
    endedAt: row.endedAt,
    acknowledgement:
      row.acknowledgementJson === null ? null : acknowledgement.decode(row.acknowledgementJson, row.number),
    previousNumber: row.previousNumber,
    campaignNumber: row.campaignNumber,
    assigneeName: row.assigneeName,
  };
}
