import { expect, test } from 'vitest';
import { type MonitorFacts, troublesOf } from '../../../src/core/monitor-troubles.ts';

const now = 1_000_000_000;
const minute = 60_000;
const well: MonitorFacts = {
  channels: [],
  now,
  mail: { waiting: 0, oldestAt: null, outage: null },
  browserFailingSince: null,
  disk: { freeBytes: 9e9, keepFreeBytes: 2e9 },
  late: { pages: 0, dueAt: null },
  backup: null,
  unmanned: null,
};
const kinds = (change: Partial<MonitorFacts>) => troublesOf({ ...well, ...change }).map(({ kind }) => kind);

test('a monitor that is well says nothing', () => {
  expect(kinds({})).toEqual([]);
});

test('every part that is not well is said, mail first', () => {
  const oldestAt = now - 10 * minute;
  expect(
    kinds({
      mail: { waiting: 3, oldestAt, outage: { since: oldestAt, probeAt: now } },
      unmanned: { assigned: 'An', to: now + minute },
      browserFailingSince: now - 6 * minute,
      disk: { freeBytes: 1e9, keepFreeBytes: 2e9 },
      late: { pages: 4, dueAt: now - 30 * minute },
      backup: { is: 'old', doneAt: null },
    }),
  ).toEqual(['mail', 'duty', 'browser', 'disk', 'late', 'backup']);
});

test('what passes by itself is not said: one retry, one page that crashed the browser', () => {
  expect(kinds({ mail: { waiting: 1, oldestAt: now - minute, outage: null } })).toEqual([]);
  expect(kinds({ browserFailingSince: now - 4 * minute })).toEqual([]);
});
