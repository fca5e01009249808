/** One small picture a day of a page that is well, for as long as it is to be kept. */
import { expect, test } from 'vitest';
import { prune } from '../../../src/monitor/upkeep/prune.ts';
import { defacedPage, portalPage, stageWatch } from '../../support/staged-watch.ts';

const home = 'https://thanhson.example.gov.vn/';
const day = 86_400_000;

async function watched(overrides: Record<string, unknown> = {}) {
  const watch = await stageWatch(overrides);
  watch.show(home, { html: portalPage() });
  await watch.register(home);
  await watch.learn();
  const kept = async () => watch.parts.db.selectFrom('lookPictures').selectAll().orderBy('at').execute();
  /** Looks until so long after it was learned. */
  const lookFor = async (ms: number) => {
    const end = watch.parts.clock() + ms;
    while (watch.parts.clock() < end) await watch.look(1);
  };
  return { watch, kept, lookFor };
}

test('the first browser look that is clean keeps one, and then one a day', async () => {
  const { watch, kept, lookFor } = await watched({
    schedule: { learnLooks: 3, learnEvery: '1m', every: '2h', browserEvery: '2h' },
  });
  await lookFor(2.5 * day);
  const pictures = await kept();
  expect(pictures).toHaveLength(3);
  const [first, second] = pictures.map(({ at }) => at);
  expect((second ?? 0) - (first ?? 0)).toBeGreaterThanOrEqual(day);
  const looks = await watch.parts.db
    .selectFrom('checks')
    .select(['level', 'tier', 'captureId'])
    .where(
      'id',
      'in',
      pictures.map(({ checkId }) => checkId),
    )
    .execute();
  for (const look of looks) expect(look).toEqual({ level: 'clean', tier: 'browser', captureId: null });
  expect(await watch.parts.blobs.get(pictures[0]?.hash ?? '')).not.toBeNull();
});

test('a look that keeps its evidence needs none, and where they are switched off there are none', async () => {
  const { watch, kept, lookFor } = await watched({
    schedule: { learnLooks: 3, learnEvery: '1m', every: '2h', browserEvery: '2h' },
    retention: { keepFree: '1MB', pictures: '0s' },
  });
  await lookFor(day);
  expect(await kept()).toEqual([]);
  watch.show(home, { html: defacedPage });
  await lookFor(day / 4);
  expect(await kept()).toEqual([]);
});

test('they go with their time, and what they name goes with them', async () => {
  const { watch, kept, lookFor } = await watched({
    schedule: { learnLooks: 3, learnEvery: '1m', every: '2h', browserEvery: '2h' },
    retention: { keepFree: '1MB', pictures: '36h' },
  });
  // Each another shade: the same bytes are kept once, and by whatever else shows them.
  watch.show(home, { html: portalPage(), colour: [250, 250, 248] });
  await lookFor(day / 2);
  const [old] = await kept();
  watch.show(home, { html: portalPage(), colour: [250, 250, 249] });
  await lookFor(1.2 * day);
  await prune(watch.parts);
  const left = await kept();
  expect(left.map(({ checkId }) => checkId)).not.toContain(old?.checkId);
  expect(left).toHaveLength(1);
  const named = await watch.parts.db
    .selectFrom('blobs')
    .select('hash')
    .where('hash', '=', old?.hash ?? '')
    .execute();
  expect(named).toEqual([]);
});
