import { expect, test } from 'vitest';
import { availabilityOf, availableShare } from '../../../../src/core/history/availability.ts';

test('looks that were blocked or made while the monitor was offline say nothing of the portal', () => {
  const availability = availabilityOf(100, [
    { level: 'clean', kind: null, looks: 10 },
    { level: 'alarm', kind: 'defacement', looks: 4 },
    { level: 'unknown', kind: 'unavailable', looks: 6 },
    { level: 'unknown', kind: 'blocked', looks: 8 },
    { level: 'unknown', kind: 'blind', looks: 12 },
  ]);
  expect(availability).toEqual({ looks: 80, answered: 74 });
  expect(availableShare(availability)).toBeCloseTo(74 / 80);
});

test('nothing is claimed of a portal that was never looked at', () => {
  expect(availableShare(availabilityOf(0, []))).toBeNull();
  expect(availableShare(availabilityOf(5, [{ level: 'unknown', kind: 'blind', looks: 5 }]))).toBeNull();
});
