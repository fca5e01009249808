import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { TargetState } from '../../../src/core/domain/target.ts';
import { outageOf } from '../../../src/core/incidents/outage.ts';
import { nextAttemptAt } from '../../../src/core/incidents/retry.ts';
import { newTargetState, type Step } from '../../../src/core/judge/confirm.ts';
import { isAftermath, nextAppointment, phaseOf, tightened } from '../../../src/core/timetable.ts';

const rhythm = { everyMs: 300_000, browserEveryMs: 1_800_000, confirmAfterMs: 60_000, learnEveryMs: 180_000 };
function step(state: Partial<TargetState>, recheckSoon = false): Step {
  return { state: { ...newTargetState(0), ...state }, event: null, recheckSoon };
}

describe('the timetable', () => {
  it('keeps the interval within a tenth and never the same phase for a whole herd', () => {
    const at = Array.from(
      { length: 500 },
      (_, index) =>
        nextAppointment(`${index}.1`, step({ status: 'ok', lookCount: 4 }), 'http', 1e12, rhythm, 0).nextCheckAt,
    );
    expect(Math.min(...at)).toBeGreaterThanOrEqual(270_000);
    expect(Math.max(...at)).toBeLessThanOrEqual(330_000);
    // 60 s of spread over 500 targets: no second gets more than a few times its share.
    const perSecond = Map.groupBy(at, (time) => Math.floor(time / 1_000));
    expect(Math.max(...[...perSecond.values()].map((list) => list.length))).toBeLessThan(30);
  });

  it('gives a target the same phase after a restart', () => {
    fc.assert(
      fc.property(fc.string(), fc.nat(), (id, round) => {
        const phase = phaseOf(id, round);
        expect(phase).toBe(phaseOf(id, round));
        expect(phase).toBeGreaterThanOrEqual(0);
        expect(phase).toBeLessThan(1);
      }),
    );
  });

  it('comes back after confirmAfter when a verdict must be confirmed, with the tier that saw it', () => {
    const next = nextAppointment(
      '1.1',
      step({ status: 'pending', raisedBy: 'browser' }, true),
      'browser',
      0,
      rhythm,
      1_000,
    );
    expect(next).toMatchObject({ nextCheckAt: 61_000, nextTier: 'browser' });
  });

  it('looks with a browser when that is due, else by HTTP', () => {
    expect(nextAppointment('1.1', step({ status: 'ok' }), 'http', 100, rhythm, 0).nextTier).toBe('browser');
    expect(nextAppointment('1.1', step({ status: 'ok' }), 'http', 1e9, rhythm, 0).nextTier).toBe('http');
    expect(nextAppointment('1.1', step({ status: 'ok' }), 'browser', 0, rhythm, 0).nextTier).toBe('http');
  });

  it('is tighter for a while after an incident, in both tiers, from the round on that is under way', () => {
    const aftermath = { forMs: 7 * 86_400_000, faster: 2 };
    expect(isAftermath(1_000, aftermath, 1_000 + aftermath.forMs - 1)).toBe(true);
    expect(isAftermath(1_000, aftermath, 1_000 + aftermath.forMs)).toBe(false);
    expect(isAftermath(null, aftermath, 0)).toBe(false);
    const tight = tightened(rhythm, aftermath);
    expect(tight).toEqual({ ...rhythm, everyMs: 150_000, browserEveryMs: 900_000 });
    const next = nextAppointment('1.1', step({ status: 'ok' }), 'http', 1_700_000, tight, 0);
    expect(next.nextCheckAt).toBeLessThanOrEqual(165_000);
    expect(next.nextBrowserAt).toBeLessThanOrEqual(990_000);
  });

  it('learns in its own rhythm', () => {
    const next = nextAppointment('1.1', step({ status: 'learning', lastLevel: 'clean' }), 'browser', 0, rhythm, 0);
    expect(next).toMatchObject({ nextCheckAt: 180_000, nextTier: 'browser' });
  });
});

describe('an outage', () => {
  const hour = 3_600_000;
  const dark: TargetState = { ...newTargetState(0), unknownSince: 0, lastLevel: 'unknown', lastKind: 'unavailable' };
  it('is told to the operator after two hours and to the agency after a day, once each', () => {
    expect(outageOf(dark, 2 * hour - 1)).toBeNull();
    const first = outageOf(dark, 2 * hour);
    expect(first?.event).toBe('unseen-for-hours');
    const told = first?.state ?? dark;
    expect(outageOf(told, 3 * hour)).toBeNull();
    const second = outageOf(told, 24 * hour);
    expect(second?.event).toBe('unseen-for-a-day');
    expect(outageOf(second?.state ?? told, 48 * hour)).toBeNull();
  });
});

describe('the retry ladder', () => {
  it('waits longer after each failure and gives up after three days', () => {
    const waits = [1, 2, 3, 4, 5, 6, 7, 20].map((attempt) => nextAttemptAt(attempt, 0, 0));
    expect(waits).toEqual([60_000, 300_000, 900_000, 3_600_000, 10_800_000, 21_600_000, 21_600_000, 21_600_000]);
    expect(nextAttemptAt(9, 0, 72 * 3_600_000)).toBeNull();
  });
});
