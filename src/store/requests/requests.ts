/** What outsiders ask for, with its personal data in a table of its own. */
import type { Insertable, Selectable } from 'kysely';
import { closedStatuses, type RequestDetails, type RequestStatus } from '../../core/requests/request.ts';
import { requestDetails, requestSites } from '../codecs/request-codecs.ts';
import type { Database, Trx } from '../handle.ts';
import type { RequestTable } from '../schema/schema-requests.ts';

export type RequestRow = Selectable<RequestTable>;

export interface StoredRequest extends Omit<RequestRow, 'siteIdsJson'> {
  readonly siteIds: readonly number[];
  /** Null once it was erased. */
  readonly details: RequestDetails | null;
}

export type NewRequest = Omit<
  Insertable<RequestTable>,
  'id' | 'siteIdsJson' | 'closedAt' | 'periodAskedAt' | 'repeats'
>;

export async function insertRequest(trx: Trx, row: NewRequest, details: RequestDetails): Promise<number> {
  const { id } = await trx
    .insertInto('requests')
    .values({ ...row, siteIdsJson: requestSites.encode([]), closedAt: null, periodAskedAt: null, repeats: 0 })
    .returning('id')
    .executeTakeFirstOrThrow();
  const fieldsJson = requestDetails.encode(details);
  await trx
    .insertInto('requestDetails')
    .values({ requestId: id, email: keyOf(details.email), fieldsJson })
    .execute();
  return id;
}

const keyOf = (email: string): string => email.toLowerCase();

export async function findRequest(db: Database | Trx, id: number): Promise<StoredRequest | null> {
  const [found] = await stored(db, [id]);
  return found ?? null;
}

const mostListed = 500;

/** Newest first. */
export async function listRequests(
  db: Database | Trx,
  statuses: readonly RequestStatus[],
  { before, limit = mostListed }: { readonly before?: number; readonly limit?: number } = {},
): Promise<StoredRequest[]> {
  const wanted = db
    .selectFrom('requests')
    .select('id')
    .where('status', 'in', [...statuses]);
  const rows = await (before === undefined ? wanted : wanted.where('id', '<', before))
    .orderBy('id', 'desc')
    .limit(limit)
    .execute();
  return stored(
    db,
    rows.map(({ id }) => id),
  );
}

/** Everything that was asked for by this address. */
export async function requestsBy(db: Database | Trx, email: string): Promise<StoredRequest[]> {
  const rows = await db
    .selectFrom('requestDetails')
    .select('requestId')
    .where('email', '=', keyOf(email))
    .where('email', '!=', '')
    .orderBy('requestId', 'desc')
    .limit(mostListed)
    .execute();
  return stored(
    db,
    rows.map(({ requestId }) => requestId),
  );
}

async function stored(db: Database | Trx, ids: readonly number[]): Promise<StoredRequest[]> {
  if (ids.length === 0) return [];
  const rows = await db
    .selectFrom('requests')
    .leftJoin('requestDetails', 'requestDetails.requestId', 'requests.id')
    .selectAll('requests')
    .select('requestDetails.fieldsJson')
    .where('requests.id', 'in', [...ids])
    .orderBy('requests.id', 'desc')
    .execute();
  return rows.map(({ siteIdsJson, fieldsJson, ...row }) => ({
    ...row,
    siteIds: requestSites.decode(siteIdsJson, row.id),
    details: fieldsJson === null ? null : requestDetails.decode(fieldsJson, row.id),
  }));
}

export async function countByStatus(db: Database | Trx): Promise<ReadonlyMap<RequestStatus, number>> {
  const rows = await db
    .selectFrom('requests')
    .select((eb) => ['status', eb.fn.countAll<number>().as('count')])
    .groupBy('status')
    .execute();
  return new Map(rows.map(({ status, count }) => [status, count]));
}

/** The time of the newest waiting request; null without any. */
export async function newestWaitingAt(db: Database | Trx): Promise<number | null> {
  const row = await db
    .selectFrom('requests')
    .select((eb) => eb.fn.max('changedAt').as('at'))
    .where('status', '=', 'waiting')
    .executeTakeFirst();
  return row?.at ?? null;
}

/** Open requests that ask for the same, newest first. */
export async function sameRequests(db: Database | Trx, duplicateKey: string): Promise<number[]> {
  const rows = await db
    .selectFrom('requests')
    .select('id')
    .where('duplicateKey', '=', duplicateKey)
    .where('status', 'in', ['unconfirmed', 'waiting'])
    .orderBy('id', 'desc')
    .limit(mostListed)
    .execute();
  return rows.map(({ id }) => id);
}

export async function countRepeat(trx: Trx, id: number): Promise<void> {
  await trx
    .updateTable('requests')
    .set((eb) => ({ repeats: eb('repeats', '+', 1) }))
    .where('id', '=', id)
    .execute();
}

type Change = Partial<Pick<RequestRow, 'confirmedAt' | 'closedAt' | 'periodTo' | 'periodAskedAt' | 'targetId'>> & {
  readonly status?: RequestStatus;
  readonly siteIds?: readonly number[];
};

export async function changeRequest(trx: Trx, id: number, now: number, { siteIds, ...change }: Change): Promise<void> {
  await trx
    .updateTable('requests')
    .set({
      ...change,
      changedAt: now,
      ...(siteIds === undefined ? {} : { siteIdsJson: requestSites.encode(siteIds) }),
    })
    .where('id', '=', id)
    .execute();
}

export async function saveDetails(trx: Trx, id: number, details: RequestDetails): Promise<void> {
  await trx
    .updateTable('requestDetails')
    .set({ fieldsJson: requestDetails.encode(details) })
    .where('requestId', '=', id)
    .execute();
}

/** Open ones of these states that a loop looks at, oldest first. */
export async function requestsIn(db: Database | Trx, statuses: readonly RequestStatus[]): Promise<RequestRow[]> {
  return db
    .selectFrom('requests')
    .selectAll()
    .where('status', 'in', [...statuses])
    .orderBy('id')
    .execute();
}

/** Numbers of those whose time is over. */
export async function overdueRequests(
  db: Database | Trx,
  before: { readonly unconfirmed: number; readonly closed: number },
): Promise<number[]> {
  const rows = await db
    .selectFrom('requests')
    .select('id')
    .where((eb) =>
      eb.or([
        eb.and([eb('status', '=', 'unconfirmed'), eb('createdAt', '<', before.unconfirmed)]),
        eb.and([eb('status', 'in', [...closedStatuses]), eb('closedAt', '<', before.closed)]),
      ]),
    )
    .limit(mostListed)
    .execute();
  return rows.map(({ id }) => id);
}

/** Waiting in the queue. */
export async function countByKindWaiting(
  db: Database | Trx,
): Promise<{ readonly watch: number; readonly reports: number }> {
  const rows = await db
    .selectFrom('requests')
    .select((eb) => ['kind', eb.fn.countAll<number>().as('count')])
    .where('status', '=', 'waiting')
    .groupBy('kind')
    .execute();
  const of = (kind: RequestRow['kind']) => rows.find((row) => row.kind === kind)?.count ?? 0;
  return { watch: of('watch'), reports: of('report') };
}
