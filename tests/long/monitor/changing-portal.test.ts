/**
 * A portal that changes on every request, looked at as the daemon does, over real HTTP and with a real browser: hundreds of
 * looks on a clock that the test moves, with everything that clean looks teach.
 */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Portals, startPortals } from '../../../fixtures/portals/server.ts';
import { lookAtTarget } from '../../../src/monitor/check/look-now.ts';
import { testCapturer } from '../../support/loopback-portal.ts';
import { stageWatch } from '../../support/staged-watch.ts';

const httpLooks = 500;
const browserLooks = 60;
const mostSuspects = 3;

let portals: Portals;
const capturer = testCapturer();
let now = 0;

beforeAll(async () => {
  portals = await startPortals({ seed: 7, now: () => new Date(now) });
});
afterAll(async () => {
  await capturer.close();
  await portals.close();
});

it.for([0, 1, 2])('portal %i: 500 looks by HTTP and 60 by browser, no alarm', async (index, { task }) => {
  const portal = portals.portals[index];
  if (portal === undefined) throw new TypeError(`there is no portal ${index}`);
  const watch = await stageWatch({
    schedule: { every: '5m', browserEvery: '40m', learnLooks: 5, learnEvery: '3m', profilesEvery: '0s' },
  });
  const parts = { ...watch.parts, takeCapture: capturer.take };
  const siteId = await watch.register(portal.url);
  const counts = { http: 0, browser: 0 };
  const levels: Record<string, number> = {};
  const reasons = new Set<string>();
  const residentMb: number[] = [];
  while (counts.http < httpLooks || counts.browser < browserLooks) {
    watch.advance(300_000);
    now = watch.now();
    const report = await lookAtTarget(parts, `${siteId}.1`);
    levels[report.verdict.level] = (levels[report.verdict.level] ?? 0) + 1;
    if (report.verdict.level !== 'clean') {
      for (const { detector, score, reason } of report.verdict.findings)
        reasons.add(`${detector} ${score}: ${reason.en}`);
    }
    const check = await parts.db.selectFrom('checks').select('tier').orderBy('id', 'desc').executeTakeFirstOrThrow();
    counts[check.tier as 'http' | 'browser'] += 1;
    residentMb.push(process.memoryUsage.rss() / 1_000_000);
  }
  const incidents = await parts.db.selectFrom('incidents').select('number').execute();
  task.meta.figures = {
    portal: portal.name,
    'looks by HTTP': counts.http,
    'by browser': counts.browser,
    alarms: levels.alarm ?? 0,
    suspects: levels.suspect ?? 0,
    unknown: levels.unknown ?? 0,
    incidents: incidents.length,
    'resident in the last quarter beside the second, MB': grown(residentMb).toFixed(1),
  };
  console.log(portal.name, [...reasons]);
  expect(levels.alarm ?? 0).toBe(0);
  expect(incidents).toEqual([]);
  expect(levels.suspect ?? 0).toBeLessThanOrEqual(mostSuspects);
  expect(levels.unknown ?? 0).toBe(0);
});

/** Mean of the last quarter less the mean of the second: the first is warming up. */
function grown(samples: readonly number[]): number {
  const quarter = Math.floor(samples.length / 4);
  const mean = (of: readonly number[]): number => of.reduce((sum, value) => sum + value, 0) / of.length;
  return mean(samples.slice(-quarter)) - mean(samples.slice(quarter, 2 * quarter));
}
