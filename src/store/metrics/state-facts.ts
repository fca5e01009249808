/** The monitor's state in numbers, for each scrape; every statement is cheap at ten thousand targets. */
import { sql } from 'kysely';
import { readable } from '../codecs/codec.ts';
import { incidentKinds } from '../codecs/incident-codecs.ts';
import type { Database } from '../handle.ts';

export interface TargetCount {
  readonly role: string;
  readonly status: string;
  readonly count: number;
  /** Looked at recently enough to count as watched. */
  readonly covered: number;
  /** Due for longer than the tolerance. */
  readonly late: number;
}

export interface Freshness {
  readonly now: number;
  /** Interval of targets without one of their own. */
  readonly everyMs: number;
  /** How many intervals a look counts. */
  readonly intervals: number;
  readonly lateMs: number;
}

/** Of active sites. */
export async function countTargets(
  db: Database,
  { now, everyMs, intervals, lateMs }: Freshness,
): Promise<TargetCount[]> {
  const rows = await db
    .selectFrom('targets')
    .innerJoin('sites', 'sites.id', 'targets.siteId')
    .select(['targets.role', 'targets.status'])
    .select((eb) => [
      eb.fn.countAll<number>().as('count'),
      sql<number>`sum(targets."lastCheckAt" >= ${now} - ${intervals} * coalesce(targets."everyMs", ${everyMs}))`.as(
        'covered',
      ),
      sql<number>`sum(targets."nextCheckAt" < ${now} - ${lateMs})`.as('late'),
    ])
    .where('sites.status', '=', 'active')
    .groupBy(['targets.role', 'targets.status'])
    .execute();
  return rows.map((row) => ({
    ...row,
    count: Number(row.count),
    covered: Number(row.covered ?? 0),
    late: Number(row.late ?? 0),
  }));
}

export interface OpenIncident {
  readonly status: string;
  readonly kinds: readonly string[];
}

export async function openIncidents(db: Database): Promise<OpenIncident[]> {
  const rows = await db
    .selectFrom('incidents')
    .select(['number', 'status', 'kindsJson'])
    // A literal: SQLite matches a partial index by its text.
    .where('status', 'in', [sql.lit('open' as const), sql.lit('acknowledged' as const)])
    .execute();
  return rows.map(({ number, status, kindsJson }) => ({
    status,
    kinds: readable(() => incidentKinds.decode(kindsJson, number)) ?? [],
  }));
}

export async function countOpenSuspects(db: Database): Promise<number> {
  const row = await db
    .selectFrom('suspects')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('status', '=', sql.lit('open' as const))
    .executeTakeFirstOrThrow();
  return Number(row.count);
}

export interface OutboxDepth {
  readonly channel: string;
  readonly status: string;
  readonly count: number;
  readonly oldestAt: number;
}

/** Messages that have not been sent, by channel and status. */
export async function outboxDepths(db: Database): Promise<OutboxDepth[]> {
  const rows = await db
    .selectFrom('outbox')
    .select(['channel', 'status'])
    .select((eb) => [eb.fn.countAll<number>().as('count'), eb.fn.min('createdAt').as('oldestAt')])
    .where('status', 'in', ['queued', 'claimed', 'dead'])
    .groupBy(['channel', 'status'])
    .execute();
  return rows.map((row) => ({ ...row, count: Number(row.count), oldestAt: Number(row.oldestAt) }));
}
