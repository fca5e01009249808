/** One watched portal answers at random with everything that might stop or blind the monitor, for ten minutes. */
import { expect, it } from 'vitest';
import { payloads } from '../../support/hostile-payloads.ts';
import { besiege } from '../../support/siege.ts';

const seconds = 600;
const neighbours = 20;
const everySeconds = 5;
/** How late a look at another portal, and an answer of `/healthz`, may be. */
const mostLateMs = 2_000;

/** mulberry32: the same order on every run. */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

it('all payloads at random for ten minutes: no other portal misses a look, and no look at the attacker is clean', async ({
  task,
}) => {
  const random = seeded(7);
  // Each once, then each once more.
  const waiting = [...payloads];
  const siege = await besiege({
    neighbours,
    seconds,
    schedule: {
      every: `${everySeconds}s`,
      browserEvery: '60s',
      confirmAfter: '5s',
      learnEvery: '500ms',
      learnLooks: 3,
    },
    browserEveryMs: 60_000,
    choose: () => {
      const [payload] = waiting.splice(Math.floor(random() * waiting.length), 1);
      if (waiting.length === 0) waiting.push(...payloads);
      if (payload === undefined) throw new TypeError('there are no payloads');
      return payload;
    },
  });
  const lateness = (tier: string) =>
    Math.max(...siege.neighbours.filter((look) => look.tier === tier).map(({ latenessMs }) => latenessMs));
  const byPortal = Map.groupBy(siege.neighbours, ({ targetId }) => targetId);
  const looksOfEach = [...byPortal.values()].map((rows) => rows.length);
  const levels = Object.groupBy(siege.hostile, ({ level, kind }) => `${level} ${kind ?? ''}`.trim());
  task.meta.figures = {
    'looks at other portals': siege.neighbours.length,
    'fewest at one of them': Math.min(...looksOfEach),
    'latest of them by HTTP, ms': lateness('http'),
    'latest of them by browser, ms': lateness('browser'),
    'slowest answer of /healthz, ms': Math.round(Math.max(...siege.health)),
    'slowest page of an operator, ms': Math.round(Math.max(...siege.desk)),
    'looks at the attacker': Object.entries(levels)
      .map(([level, rows]) => `${level} ${rows?.length ?? 0}`)
      .join(', '),
    'payloads sent': Object.values(siege.sent).reduce((sum, count) => sum + count, 0),
    'payloads never sent': Object.values(siege.sent).filter((count) => count === 0).length,
    'most resident, MB': Math.round(Math.max(...siege.residentMb)),
    restarts: siege.restarts,
  };
  console.log(task.meta.figures, siege.sent);
  expect(siege.restarts).toBe(0);
  expect(siege.neighbours.filter(({ level }) => level !== 'clean')).toEqual([]);
  expect(looksOfEach).toHaveLength(neighbours);
  expect(Math.min(...looksOfEach)).toBeGreaterThan(seconds / (everySeconds * 1.1 + mostLateMs / 1_000));
  expect(lateness('http')).toBeLessThan(mostLateMs);
  expect(lateness('browser')).toBeLessThan(mostLateMs);
  expect(Math.max(...siege.health)).toBeLessThan(mostLateMs);
  expect(siege.hostile.filter(({ level }) => level === 'clean')).toEqual([]);
  expect(siege.incidents).toBe(1);
});
