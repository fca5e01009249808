/** The figures of a period are those that SQL written by hand finds in the same rows. */
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { configSchema } from '../../../src/config/schema/schema.ts';
import { latestClosed } from '../../../src/core/reports/spans.ts';
import type { ReportFacts } from '../../../src/core/reports/writing.ts';
import { gatherFacts } from '../../../src/monitor/reports/gather-facts.ts';
import { openStore, type TestStore } from '../../support/open-test-store.ts';
import { seedYear } from '../../support/reports/generated-year.ts';

const config = configSchema.parse({});
const day = 86_400_000;
/** The second quarter, closed on 14 June, at the midnights of Viet Nam. */
const from = Date.parse('2026-03-15T00:00:00+07:00');
const to = Date.parse('2026-06-15T00:00:00+07:00');
const now = Date.parse('2026-07-03T09:00:00Z');
const all = { agencyId: null, tagKey: null };

let store: TestStore;
let facts: ReportFacts;
const span = latestClosed(
  'quarter',
  Date.parse('2026-06-15T00:00:00+07:00'),
  config.reports.closingDays,
  'Asia/Ho_Chi_Minh',
);

beforeAll(async () => {
  store = await openStore();
  await seedYear(store, {
    from: Date.parse('2025-12-20T03:00:00Z'),
    to: now,
    sites: 6,
    incidents: 90,
    suspects: 70,
    seed: 20_260_615,
    agencyOf: (index) => (index === 5 ? null : `Sở số ${index % 2}`),
  });
  // On both sides of both midnights.
  await moveIncident(1, from - 1);
  await moveIncident(2, from);
  await moveIncident(3, to - 1);
  await moveIncident(4, to);
  facts = await gatherFacts({ db: store.db, config, now }, span, all);
}, 60_000);
afterAll(() => store.close());

async function moveIncident(number: number, openedAt: number) {
  await store.db
    .updateTable('incidents')
    .set({ openedAt, endedAt: openedAt + day, status: 'resolved' })
    .where('number', '=', number)
    .execute();
  await store.db.deleteFrom('incidentEvents').where('incidentNumber', '=', number).execute();
}

async function one<T>(query: ReturnType<typeof sql<T>>): Promise<T> {
  const { rows } = await query.execute(store.db);
  if (rows[0] === undefined) throw new Error('no row');
  return rows[0];
}

test('the span is the one asked for', () => {
  expect([span.from, span.to]).toEqual([from, to]);
  expect(facts.figures).toMatchObject({ portals: 6, pages: 6, portalsWithoutHistory: 0 });
});

test('incidents carried over, opened and ended, over the midnights of the zone', async () => {
  const flow = await one<Record<string, number>>(sql`select
    sum("openedAt" < ${from} and ("endedAt" is null or "endedAt" >= ${from})) as "openAtStart",
    sum("openedAt" >= ${from} and "openedAt" < ${to}) as opened,
    sum(status = 'resolved' and "endedAt" >= ${from} and "endedAt" < ${to}) as resolved,
    sum(status = 'dismissed' and "endedAt" >= ${from} and "endedAt" < ${to}) as dismissed,
    sum("openedAt" < ${to} and ("endedAt" is null or "endedAt" >= ${to})) as "openAtEnd" from incidents`);
  expect(facts.figures.flow).toEqual(flow);
  const { openAtStart = 0, opened = 0, resolved = 0, dismissed = 0, openAtEnd = 0 } = flow;
  expect(openAtStart + opened - resolved - dismissed).toBe(openAtEnd);
  expect(opened).toBeGreaterThan(20);
  expect(facts.figures.incidents.map(({ number }) => number)).toEqual(expect.arrayContaining([2, 3]));
  expect(facts.figures.incidents.map(({ number }) => number)).not.toEqual(expect.arrayContaining([1]));
  expect(facts.figures.incidents.map(({ number }) => number)).not.toEqual(expect.arrayContaining([4]));
});

test('incidents by kind and state at the end of the period', async () => {
  const { rows } = await sql<{
    kind: string;
    opened: number;
    open: number;
    taken: number;
    resolved: number;
    dismissed: number;
  }>`
    with lines as (select json_extract("kindsJson", '$.list[0]') as kind,
      case when "endedAt" < ${to} then status
        when (select min(at) from "incidentEvents" where "incidentNumber" = number and type = 'acknowledged') < ${to} then 'acknowledged'
        else 'open' end as state
      from incidents where "openedAt" >= ${from} and "openedAt" < ${to})
    select kind, count(*) as opened, sum(state = 'open') as open, sum(state = 'acknowledged') as taken,
      sum(state = 'resolved') as resolved, sum(state = 'dismissed') as dismissed
    from lines group by kind order by opened desc, kind`.execute(store.db);
  expect(rows.length).toBeGreaterThan(2);
  expect(
    facts.figures.byKind.map(({ kind, opened, states }) => {
      const { open, acknowledged: taken, resolved, dismissed } = states;
      return { kind, opened, open, taken, resolved, dismissed };
    }),
  ).toEqual(rows);
});

/** The value at that share of the ordered ones, by nearest rank. */
async function rank(values: ReturnType<typeof sql>, share: number) {
  const { value } = await one<{ value: number | null }>(sql`with one as (${values}),
    ranked as (select ms, row_number() over (order by ms) as place, count(*) over () as n from one)
    select (select ms from ranked where place >= ${share} * n order by place limit 1) as value`);
  return value;
}

const attacks = sql`select *, (select min(at) from "incidentEvents" where "incidentNumber" = number
  and type = 'acknowledged' and at < ${to}) as taken from incidents
  where "openedAt" >= ${from} and "openedAt" < ${to} and not (status = 'dismissed' and "endedAt" < ${to})`;

test.each([
  ['acknowledge', sql`select taken - "openedAt" as ms from (${attacks}) where taken is not null`],
  [
    'recover',
    sql`select "endedAt" - "openedAt" as ms from (${attacks}) where status = 'resolved' and "endedAt" < ${to}`,
  ],
  [
    'detect',
    sql`select ms from (select "openedAt" - (select max(at + slot * 300000) from "lookHours",
        (with recursive slots(slot) as (select 0 union all select slot + 1 from slots where slot < 11) select slot from slots)
        where "targetId" = "siteId" || '.1' and substr(slots, slot + 1, 1) = 'c' and at + (slot + 1) * 300000 <= "openedAt"
        and at > "openedAt" - 864000000) as ms from (${attacks})) where ms is not null`,
  ],
] as const)('time to %s: median and 90th percentile by nearest rank', async (name, values) => {
  const figure = facts.figures.times[name];
  expect(figure.median).toBe(await rank(values, 0.5));
  expect(figure.p90).toBe(await rank(values, 0.9));
  const { n } = await one<{ n: number }>(sql`select count(*) as n from (${values})`);
  expect(figure.count).toBe(n);
  expect(n).toBeGreaterThan(10);
});

test('looks, missed looks and availability', async () => {
  const sums = await one<{ looks: number; missed: number }>(
    sql`select sum(looks) as looks, sum(missed) as missed from "lookHours" where at >= ${from} and at < ${to}`,
  );
  expect([facts.figures.looks, facts.figures.missedLooks]).toEqual([sums.looks, sums.missed]);
  const { share } = await one<{ share: number }>(sql`
    select 1.0 * sum(iif(r.value ->> 'level' = 'unknown', 0, r.value ->> 'looks'))
      / sum(iif(r.value ->> 'level' = 'unknown' and r.value ->> 'kind' in ('blind', 'blocked'), 0, r.value ->> 'looks')) as share
    from "lookHours", json_each("talliesJson", '$.results') as r where at >= ${from} and at < ${to}`);
  expect(facts.figures.availability).toBeCloseTo(share, 12);
});

test('coverage: an hour without a look is 0, the mean over hours, days, pages', async () => {
  const { share } = await one<{ share: number }>(sql`
    with recursive days(at) as (select ${from} union all select at + ${day} from days where at + ${day} < ${to})
    select avg((select coalesce(sum(1.0 * looks / (looks + missed)), 0) / 24 from "lookHours" as h
      where h."targetId" = t.id and h.at >= days.at and h.at < days.at + ${day})) as share
    from targets as t, days`);
  expect(facts.figures.coverage).toBeCloseTo(share, 10);
  expect(share).toBeLessThan(0.999);
});

test('gaps of two hours and more', async () => {
  const { rows } = await sql<{ site: number; gaps: number; total: number }>`
    with seen as (select "targetId", at from "lookHours" where at >= ${from} and at < ${to} and looks > 0
        union all select id, ${from} - 3600000 from targets union all select id, ${to} from targets),
      steps as (select "targetId", at - lag(at) over (partition by "targetId" order by at) - 3600000 as ms from seen)
    select cast("targetId" as integer) as site, count(*) as gaps, sum(ms) as total from steps where ms >= 7200000
    group by "targetId" order by site`.execute(store.db);
  expect(rows.length).toBeGreaterThan(2);
  const lines = facts.figures.portalLines.filter(({ gaps }) => gaps > 0).toSorted((a, b) => a.id - b.id);
  expect(lines.map(({ id, gaps, gapMs }) => ({ site: id, gaps, total: gapMs }))).toEqual(rows);
});

test('suspects by outcome at the end of the period', async () => {
  const { rows } = await sql<{ state: 'open'; n: number }>`
    select iif("endedAt" < ${to}, status, 'open') as state, count(*) as n from suspects
    where "firstSeenAt" >= ${from} and "firstSeenAt" < ${to} group by state`.execute(store.db);
  const { found, decide, ...states } = facts.figures.suspects;
  expect(Object.fromEntries(Object.entries(states).filter(([, n]) => n > 0))).toEqual(
    Object.fromEntries(rows.map(({ state, n }) => [state, n])),
  );
  expect(decide.count).toBe(states.dismissed + states.promoted);
  expect(found).toBe(rows.reduce((sum, { n }) => sum + n, 0));
});

test('the period before is computed alike, and one before there was anything says so', async () => {
  expect(facts.before?.flow.opened).toBe(
    (
      await one<{ n: number }>(
        sql`select count(*) as n from incidents where "openedAt" >= ${Date.parse('2025-12-15T00:00:00+07:00')} and "openedAt" < ${from}`,
      )
    ).n,
  );
  const first = latestClosed('quarter', from, config.reports.closingDays, 'Asia/Ho_Chi_Minh');
  expect((await gatherFacts({ db: store.db, config, now }, first, all)).before).toBeNull();
});

test('agencies and portals add up to the whole, and a scope holds its own alone', async () => {
  const { agencies, portalLines, flow } = facts.figures;
  const attacked = flow.opened - facts.figures.byKind.reduce((sum, { states }) => sum + states.dismissed, 0);
  expect(agencies.reduce((sum, { incidents }) => sum + incidents, 0)).toBe(attacked);
  expect(portalLines.reduce((sum, { incidents }) => sum + incidents, 0)).toBe(attacked);
  expect(agencies.map(({ agency }) => agency)).toEqual(expect.arrayContaining(['Sở số 0', 'Sở số 1', null]));
  const { id } = await store.db
    .selectFrom('agencies')
    .select('id')
    .where('name', '=', 'Sở số 1')
    .executeTakeFirstOrThrow();
  const own = await gatherFacts({ db: store.db, config, now }, span, { agencyId: id, tagKey: null });
  expect(own.scope.agency).toBe('Sở số 1');
  expect(own.figures.agencies).toEqual(agencies.filter(({ agency }) => agency === 'Sở số 1'));
  expect(own.figures.portalLines).toEqual(portalLines.filter(({ agency }) => agency === 'Sở số 1'));
});

test('what nobody recorded is missing, never 0', async () => {
  const later = latestClosed(
    'month',
    Date.parse('2027-03-01T00:00:00Z'),
    config.reports.closingDays,
    'Asia/Ho_Chi_Minh',
  );
  const none = await gatherFacts({ db: store.db, config, now: Date.parse('2026-06-30T00:00:00Z') }, later, all);
  expect(none.figures).toMatchObject({ coverage: null, availability: null, looks: 0, portalsWithoutHistory: 6 });
  expect(none.figures.byBucket.every((bucket) => bucket === null)).toBe(true);
});
