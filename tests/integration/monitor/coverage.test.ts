/** The daily sign of life: once a day at its time, and never lost because the monitor was off just then. */
import { expect, it } from 'vitest';
import { sendCoverageWhenDue } from '../../../src/monitor/notices/send-coverage.ts';
import { portalPage, stageWatch } from '../../support/staged-watch.ts';

const home = 'https://thanhson.example.gov.vn/';
const hanoi = (text: string) => Date.parse(`${text}+07:00`);

async function watchFrom(start: string, operators: readonly string[] = ['vanhanh@bo.example']) {
  const watch = await stageWatch({ mail: { operators, coverageAt: '07:30' }, schedule: { learnLooks: 3 } });
  watch.show(home, { html: portalPage() });
  await watch.register(home);
  /** As the daemon does every quarter of a minute. @returns how many are recorded then */
  const noticesAt = async (time: string) => {
    watch.advance(hanoi(time) - watch.now());
    await sendCoverageWhenDue(watch.parts);
    await sendCoverageWhenDue(watch.parts);
    const { count } = await watch.parts.db
      .selectFrom('notices')
      .select((eb) => eb.fn.countAll<number>().as('count'))
      .where('type', '=', 'coverage')
      .executeTakeFirstOrThrow();
    return count;
  };
  expect(await noticesAt(start)).toBe(0);
  return { watch, noticesAt };
}

it('comes at its time every day, first on the day after the monitor first ran', async () => {
  const { noticesAt } = await watchFrom('2026-12-01T10:00:00');
  expect(await noticesAt('2026-12-02T07:29:59')).toBe(0);
  expect(await noticesAt('2026-12-02T07:30:05')).toBe(1);
  expect(await noticesAt('2026-12-02T23:59:00')).toBe(1);
  expect(await noticesAt('2026-12-03T07:30:00')).toBe(2);
});

it('comes once when the monitor was off at its time, also for several days', async () => {
  const { noticesAt } = await watchFrom('2026-12-01T10:00:00');
  expect(await noticesAt('2026-12-05T16:20:00')).toBe(1);
  expect(await noticesAt('2026-12-06T07:30:00')).toBe(2);
});

it('does not come at once to the first operator who is named in the evening', async () => {
  const { watch, noticesAt } = await watchFrom('2026-12-01T10:00:00', []);
  expect(await noticesAt('2026-12-02T07:30:05')).toBe(0);
  const { config } = watch.parts;
  Object.assign(config, { mail: { ...config.mail, operators: ['vanhanh@bo.example'] } });
  expect(await noticesAt('2026-12-02T21:00:00')).toBe(0);
  expect(await noticesAt('2026-12-03T07:30:05')).toBe(1);
});
