import { describe, expect, test } from 'vitest';
import { quietUntil } from '../../../../src/core/duty/quiet-hours.ts';

const zone = 'Asia/Ho_Chi_Minh';
const at = (text: string) => Date.parse(`${text}+07:00`);
const until = (span: string, text: string) => {
  const end = quietUntil(span, at(text), zone);
  return end === null ? null : new Date(end).toISOString();
};

describe('quietUntil', () => {
  test.each([
    ['2026-11-21T21:59:59', null],
    ['2026-11-21T22:00:00', '2026-11-21T23:00:00.000Z'],
    ['2026-11-22T03:00:00', '2026-11-21T23:00:00.000Z'],
    ['2026-11-22T05:59:59', '2026-11-21T23:00:00.000Z'],
    ['2026-11-22T06:00:00', null],
  ])('over midnight, at %s', (moment, expected) => {
    expect(until('22:00-06:00', moment)).toBe(expected);
  });
  test.each([
    ['2026-11-21T11:59:00', null],
    ['2026-11-21T12:00:00', '2026-11-21T06:30:00.000Z'],
    ['2026-11-21T13:30:00', null],
  ])('within a day, at %s', (moment, expected) => {
    expect(until('12:00-13:30', moment)).toBe(expected);
  });
  test('none are configured', () => expect(until('', '2026-11-22T03:00:00')).toBeNull());
  test('ends by the wall clock where the clocks are changed that night', () => {
    const before = Date.parse('2026-10-24T23:00:00+02:00');
    expect(quietUntil('22:00-06:00', before, 'Europe/Berlin')).toBe(Date.parse('2026-10-25T06:00:00+01:00'));
  });
});
