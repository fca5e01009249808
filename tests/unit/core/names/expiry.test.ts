import { describe, expect, it } from 'vitest';
import { dueWarning } from '../../../../src/core/names/expiry.ts';

const day = 86_400_000;
const end = Date.UTC(2027, 2, 5);
const daysTo = (days: number) => end - days * day;

describe('a warning about an end', () => {
  it.each([
    [31, null],
    [30.001, null],
    [30, 30],
    [14.001, 30],
    [14, 14],
    [7, 7],
    [3.5, 7],
    [3, 3],
    [1, 1],
    [0.01, 1],
    [0, 0],
    [-400, 0],
  ])('%d days before is that of step %d', (days, step) => {
    expect(dueWarning(end, [], daysTo(days))).toBe(step);
  });

  it('comes once for each step, whatever was missed in between', () => {
    const warned: number[] = [];
    const told: number[] = [];
    for (let left = 40; left > -5; left -= 0.25) {
      // Nobody looks in the second week before the end.
      if (left < 15 && left > 6) continue;
      const step = dueWarning(end, warned, daysTo(left));
      if (step === null) continue;
      warned.push(step);
      told.push(left);
    }
    expect(warned).toEqual([30, 7, 3, 1, 0]);
    expect(told).toEqual([30, 6, 3, 1, 0]);
  });

  it('is not repeated at an earlier step when the clock goes back', () => {
    expect(dueWarning(end, [7], daysTo(12))).toBeNull();
    expect(dueWarning(end, [0], daysTo(2))).toBeNull();
  });

  it('begins anew with a new end', () => {
    expect(dueWarning(end + 365 * day, [], end)).toBeNull();
    expect(dueWarning(end + 365 * day, [], end + 335 * day)).toBe(30);
  });

  it.each([
    [398, [30, 14, 7, 3, 1, 0]],
    [90, [14, 7, 3, 1, 0]],
    [47, [7, 3, 1, 0]],
    [6, [1, 0]],
  ])('of a certificate that lives for %d days comes in its last quarter', (lifetime, steps) => {
    const warned: number[] = [];
    for (let left = Math.min(lifetime, 40); left >= -1; left -= 0.25) {
      const step = dueWarning(end, warned, daysTo(left), lifetime * day);
      if (step !== null) warned.push(step);
    }
    expect(warned).toEqual(steps);
  });

  it('is none for an end that is no time', () => {
    expect(dueWarning(Number.NaN, [], 0)).toBeNull();
  });
});
