/** The hourly history: what a look adds to it, what an outage leaves in it, and that it outlives the looks. */
import { expect, it } from 'vitest';
import { quantile } from '../../../src/core/history/sketch.ts';
import { prune } from '../../../src/monitor/upkeep/prune.ts';
import { readHourTotals, readLookSlices } from '../../../src/store/reads/looks.ts';
import { defacedPage, portalPage, type StagedWatch, stageWatch } from '../../support/staged-watch.ts';
import { tamper } from '../../support/tampering.ts';

const home = 'https://thanhson.example.gov.vn/';
const hour = 3_600_000;
const day = 24 * hour;

async function watched(): Promise<StagedWatch> {
  const watch = await stageWatch();
  watch.show(home, { html: portalPage() });
  await watch.register(home);
  await watch.learn();
  return watch;
}

const hours = ({ parts }: StagedWatch) =>
  parts.db.selectFrom('lookHours').selectAll().where('targetId', '=', '1.1').orderBy('at').execute();
const levels = async ({ parts }: StagedWatch, span: { from: number; to: number; sliceMs: number }) =>
  (await readLookSlices(parts.db, ['1.1'], span)).map(({ level }) => level);

it('has every recorded look once, by level and kind', async () => {
  const watch = await watched();
  await watch.look(4);
  watch.show(home, { html: defacedPage, colour: [0, 0, 0] });
  await watch.look(3);
  const counted = (await hours(watch)).flatMap(({ talliesJson }) => JSON.parse(talliesJson).results);
  const looks = await watch.parts.db
    .selectFrom('checks')
    .select(['level', 'kind', (eb) => eb.fn.countAll<number>().as('looks')])
    .groupBy(['level', 'kind'])
    .execute();
  for (const one of looks) {
    const same = counted.filter(({ level, kind }) => level === one.level && kind === one.kind);
    expect(same.reduce((sum, { looks: n }) => sum + n, 0)).toBe(one.looks);
  }
  expect(looks.map(({ level }) => level)).toContain('alarm');
});

it('knows how fast the page answers', async () => {
  const watch = await watched();
  const { response } = await readHourTotals(watch.parts.db, '1.1', 0);
  expect(quantile(response, 0.9)).toBe(12);
});

it('shows a night in which the monitor was off as missing, with the looks that were due then', async () => {
  const watch = await watched();
  await watch.look(3);
  const [before] = (await hours(watch)).slice(-1);
  watch.advance(8 * hour);
  await watch.look(2);
  const { missed, worstLatenessMs } = await readHourTotals(watch.parts.db, '1.1', 0);
  // One is due every five minutes; the interval has a tenth of jitter.
  expect(missed).toBeGreaterThan(90);
  expect(missed).toBeLessThan(97);
  expect(worstLatenessMs).toBeGreaterThan(7.9 * hour);
  const from = before?.at ?? 0;
  const night = { from: from + hour, to: from + 7 * hour, sliceMs: hour };
  expect(await levels(watch, night)).toEqual([]);
  expect(await levels(watch, { ...night, sliceMs: hour / 6 })).toEqual([]);
});

it('is still there when the looks are pruned, and is pruned after five years', async () => {
  const watch = await watched();
  await watch.look(3);
  const from = watch.now() - (watch.now() % day);
  const span = { from, to: from + day, sliceMs: day };
  watch.advance(91 * day);
  await prune(watch.parts);
  expect(
    await watch.parts.db
      .selectFrom('checks')
      .select('id')
      .where('at', '<', from + day)
      .execute(),
  ).toHaveLength(1);
  expect(await levels(watch, span)).toEqual(['clean']);
  watch.advance(1_740 * day);
  await prune(watch.parts);
  expect(await levels(watch, span)).toEqual([]);
});

it('begins an hour anew whose tallies were damaged, instead of failing the look', async () => {
  const watch = await watched();
  tamper(watch.parts.config.dataDir, `update "lookHours" set "talliesJson" = '{}'`);
  await watch.look(1);
  const [latest] = (await hours(watch)).slice(-1);
  expect(JSON.parse(latest?.talliesJson ?? '')).toMatchObject({ v: 1, results: [{ level: 'clean', looks: 1 }] });
});
