import { expect, test } from 'vitest';
import { longestWaitMs, retryAfterMs } from '../../../../src/core/incidents/retry-after.ts';

const now = Date.parse('2026-11-21T14:00:00Z');

test('seconds and dates are understood, for the statuses that they belong to', () => {
  expect(retryAfterMs(429, '120', now)).toBe(120_000);
  expect(retryAfterMs(503, 'Sat, 21 Nov 2026 14:05:00 GMT', now)).toBe(300_000);
  expect(retryAfterMs(500, '120', now)).toBeNull();
  expect(retryAfterMs(200, '120', now)).toBeNull();
});

test('a receiver that asks for days is tried after an hour', () => {
  expect(retryAfterMs(429, '9999999999', now)).toBe(longestWaitMs);
  expect(retryAfterMs(429, 'Sun, 21 Nov 2999 14:05:00 GMT', now)).toBe(longestWaitMs);
});

test('what is no time to come asks for nothing', () => {
  const wrong = ['', '0', '-5', '1.5', '99999999999', 'soon', 'Sat, 21 Nov 2026 13:59:00 GMT', '2026-11-21T15:00:00Z'];
  expect(wrong.map((value) => retryAfterMs(429, value, now))).toEqual(wrong.map(() => null));
  expect(retryAfterMs(429, null, now)).toBeNull();
});
