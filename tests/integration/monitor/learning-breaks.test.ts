/** Pages on which learning has to be given up: no look is lost by it, and nobody tries for ever. */
import { expect, it } from 'vitest';
import type { Judging } from '../../../src/core/ports.ts';

import { portalPage, stageWatch } from '../../support/staged-watch.ts';

const home = 'https://so.example.gov.vn/';

it('what can’t be learned is not tried at every look nor kept for good, and is learned once it can be', async () => {
  const watch = await stageWatch();
  watch.show(home, { html: portalPage() });
  await watch.register(home);
  const { judging, config } = watch.parts;
  let tried = 0;
  const breaking: Judging = {
    ...judging,
    learn: async () => {
      tried += 1;
      return null;
    },
  };
  Object.assign(watch.parts, { judging: breaking });
  const looks = 3 * config.schedule.learnLooks;
  await watch.look(looks);
  const { db } = watch.parts;
  expect(tried).toBe(3);
  expect(await db.selectFrom('baselineCaptures').select('captureId').execute()).toEqual([]);
  const levels = await db.selectFrom('checks').select('level').execute();
  expect(levels.filter(({ level }) => level === 'clean')).toHaveLength(looks);
  Object.assign(watch.parts, { judging });
  await watch.learn();
  expect(await db.selectFrom('targets').select('status').executeTakeFirstOrThrow()).toEqual({ status: 'ok' });
});

it('a baseline is never learned of nothing', async () => {
  const watch = await stageWatch();
  watch.show(home, { html: portalPage() });
  await watch.register(home);
  const { judging, config, db } = watch.parts;
  await watch.look(config.schedule.learnLooks - 1);
  // From now on a look is read for its verdict, and never again for learning.
  let read = 0;
  Object.assign(watch.parts, {
    judging: {
      ...judging,
      read: async (...seen: Parameters<Judging['read']>) => (read++ < 2 ? judging.read(...seen) : null),
    },
  });
  await watch.look(1);
  expect(read).toBeGreaterThan(2);
  expect(await db.selectFrom('baselines').select('version').execute()).toEqual([]);
});

it.each(['refine', 'learnProfile'] as const)('a look is recorded although “%s” had to be given up', async (part) => {
  const watch = await stageWatch();
  watch.show(home, { html: portalPage() });
  await watch.register(home);
  await watch.learn();
  const { judging, db } = watch.parts;
  Object.assign(watch.parts, { judging: { ...judging, [part]: async () => null } });
  watch.show(home, { html: portalPage({ news: 'Tin mới' }) });
  await watch.look(1);
  const latest = await db.selectFrom('checks').selectAll().orderBy('id', 'desc').executeTakeFirstOrThrow();
  expect(latest).toMatchObject({ level: 'clean', failureJson: null });
});
