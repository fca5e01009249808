import { expect, test } from 'vitest';
import {
  afterTick,
  standstillLimits as limits,
  notBlocked,
  type Standstill,
  standstillOf,
  type Tick,
} from '../../../src/core/standstill.ts';

const second: Tick = { elapsedMs: 1_000, wentRound: false, inOwnSql: false, processorMs: 0 };
const spinning: Tick = { ...second, processorMs: 1_000 };
const inSql: Tick = { ...spinning, inOwnSql: true };
const round: Tick = { ...second, wentRound: true };

/** When it was told, in ticks; null when never. */
function told(...ticks: readonly Tick[]): { readonly after: number; readonly kind: Standstill } | null {
  let standing = notBlocked;
  for (const [index, tick] of ticks.entries()) {
    standing = afterTick(standing, tick, limits);
    const kind = standstillOf(standing, limits);
    if (kind !== null) return { after: index + 1, kind };
  }
  return null;
}
const times = (count: number, tick: Tick): Tick[] => Array.from({ length: count }, () => tick);

test('a loop that computes for twenty seconds without going round spins', () => {
  expect(told(...times(30, spinning))).toEqual({ after: 20, kind: 'spinning' });
});

test('one round in nineteen seconds is enough', () => {
  const slow = [...times(19, spinning), round];
  expect(told(...slow, ...slow, ...slow)).toBeNull();
});

test.each<readonly [string, readonly Tick[]]>([
  ['the process is stopped, and goes on after an hour', [...times(15, spinning), { ...second, elapsedMs: 3_600_000 }]],
  [
    'the machine sleeps for a night and counts it as processor time',
    [{ ...spinning, elapsedMs: 3e7, processorMs: 3e7 }],
  ],
  ['a disk or the lock of another process is waited for', times(599, second)],
  ['four seconds of work on a machine with ten times too much to do', times(40, { ...second, processorMs: 100 })],
  ['one statement of our own runs for nine minutes', times(599, inSql)],
  ['housekeeping runs statement after statement', times(500, inSql)],
])('no standstill: %s', (_name, ticks) => {
  expect(told(...ticks)).toBeNull();
});

test('on a machine with ten times too much to do a loop without an end is found within a minute', () => {
  expect(told(...times(60, { ...second, processorMs: 100 }))).toEqual({ after: 50, kind: 'spinning' });
});

test('a lock that is waited for counts for nothing when the answer then takes four seconds to read', () => {
  expect(told(...times(15, second), ...times(4, spinning), round)).toBeNull();
  expect(told(...times(60, inSql), ...times(15, spinning), round)).toBeNull();
});

test('a statement before the hang does not hide it', () => {
  expect(told(inSql, ...times(30, spinning))).toEqual({ after: 21, kind: 'spinning' });
});

test('what waits for ten minutes, or does nothing but SQL for as long, stands', () => {
  expect(told(...times(700, second))).toEqual({ after: 600, kind: 'waiting' });
  expect(told(...times(700, inSql))).toEqual({ after: 600, kind: 'waiting' });
});

test('a tick that comes late counts as two at most, so a stopped process is never taken for one that stands', () => {
  expect(told(...times(299, { ...second, elapsedMs: 60_000 }))).toBeNull();
});

test('where the system tells no processor time, a loop that does not go round is taken for one that spins', () => {
  expect(told(...times(30, { ...second, processorMs: null }))).toEqual({ after: 20, kind: 'spinning' });
});
