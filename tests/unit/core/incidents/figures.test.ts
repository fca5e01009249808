import { expect, test } from 'vitest';
import {
  attacksOf,
  countByKind,
  countOpened,
  durationsOf,
  type IncidentFact,
  timesByAgency,
} from '../../../../src/core/incidents/figures.ts';

const fact = (given: Partial<IncidentFact>): IncidentFact => ({
  number: 1,
  agency: 'A',
  status: 'resolved',
  kinds: ['defacement'],
  openedAt: 0,
  endedAt: null,
  acknowledgedAt: null,
  ...given,
});

test('median and 90th percentile are durations that occurred', () => {
  expect(durationsOf([10, 20, 30, 40, 50, 60, 70, 80, 90, 1_000])).toEqual({ count: 10, median: 50, p90: 90 });
  expect(durationsOf([7])).toEqual({ count: 1, median: 7, p90: 7 });
  expect(durationsOf([30, 10, 20])).toEqual({ count: 3, median: 20, p90: 30 });
  expect(durationsOf([])).toEqual({ count: 0, median: null, p90: null });
});

test('an incident counts once, in the bucket in which it was opened, by its first kind', () => {
  const facts = [
    fact({ openedAt: 0, kinds: ['injection', 'cloaking'] }),
    fact({ openedAt: 9 }),
    fact({ openedAt: 10 }),
    fact({ openedAt: 25 }),
  ];
  const buckets = [
    { from: 0, to: 10 },
    { from: 10, to: 20 },
  ];
  expect(countByKind(facts, buckets).map((counts) => Object.fromEntries(counts))).toEqual([
    { injection: 1, defacement: 1 },
    { defacement: 1 },
  ]);
  expect(countOpened(facts, { from: 9, to: 11 })).toBe(2);
});

test('a false alarm is no incident', () => {
  expect(attacksOf([fact({ status: 'dismissed' }), fact({ status: 'open', number: 2 })])).toMatchObject([
    { number: 2 },
  ]);
});

test('recovery is counted of resolved incidents only, acknowledgement of those that somebody took on', () => {
  const facts = [
    fact({ openedAt: 100, acknowledgedAt: 160, endedAt: 500 }),
    fact({ openedAt: 100, acknowledgedAt: 130, endedAt: null, status: 'acknowledged' }),
    fact({ agency: null, openedAt: 0, status: 'open' }),
  ];
  expect(timesByAgency(facts)).toEqual([
    {
      agency: 'A',
      incidents: 2,
      acknowledge: { count: 2, median: 30, p90: 60 },
      recover: { count: 1, median: 400, p90: 400 },
    },
    {
      agency: null,
      incidents: 1,
      acknowledge: { count: 0, median: null, p90: null },
      recover: { count: 0, median: null, p90: null },
    },
  ]);
});
