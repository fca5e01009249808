import { describe, expect, test } from 'vitest';
import { mustBeReported, type ReportStage, reportDeadline, stageDue } from '../../../../src/core/forms/deadline.ts';

const zone = 'Asia/Ho_Chi_Minh';
const at = (text: string) => Date.parse(text);
const due = (detected: string, timeZone = zone) =>
  new Date(reportDeadline(at(detected), null, 5, timeZone).dueAt).toISOString();

describe('the deadline', () => {
  test('is the end of the fifth day after the day of detection, in the time zone', () => {
    // 10:00 on 1 December in Viet Nam: until the end of 6 December there.
    expect(due('2026-12-01T03:00:00Z')).toBe('2026-12-06T17:00:00.000Z');
  });

  test('is another one on the other side of midnight in the time zone, not of midnight in UTC', () => {
    expect(due('2026-12-01T16:59:59Z')).toBe('2026-12-06T17:00:00.000Z');
    expect(due('2026-12-01T17:00:00Z')).toBe('2026-12-07T17:00:00.000Z');
    expect(due('2026-12-01T23:59:59Z')).toBe(due('2026-12-02T00:00:00Z'));
  });

  test('ends at midnight of the wall clock also where it changes meanwhile', () => {
    // In Berlin summer time ends on 25 October 2026.
    expect(due('2026-10-22T10:00:00Z', 'Europe/Berlin')).toBe('2026-10-27T23:00:00.000Z');
  });

  test('is the moment of the mark when the incident is beyond own means', () => {
    const marked = at('2026-12-02T08:00:00Z');
    expect(reportDeadline(at('2026-12-01T03:00:00Z'), marked, 5, zone)).toEqual({ dueAt: marked, isAtOnce: true });
  });
});

describe('reminders', () => {
  const dueAt = at('2026-12-06T17:00:00Z');
  const stage = (now: string, ...sent: ReportStage[]) => stageDue({ dueAt, isAtOnce: false }, new Set(sent), at(now));

  test('come 48 and 12 hours before, each once', () => {
    expect(stage('2026-12-04T16:59:59Z')).toBeNull();
    expect(stage('2026-12-04T17:00:00Z')).toBe('48h');
    expect(stage('2026-12-05T17:00:00Z', '48h')).toBeNull();
    expect(stage('2026-12-06T05:00:00Z', '48h')).toBe('12h');
    expect(stage('2026-12-06T06:00:00Z', '48h', '12h')).toBeNull();
  });

  test('are one only after a monitor that was off, and none a week too late', () => {
    expect(stage('2026-12-06T06:00:00Z')).toBe('12h');
    expect(stage('2026-12-06T06:00:00Z', '12h')).toBeNull();
    expect(stage('2026-12-08T00:00:00Z', '48h')).toBe('12h');
    expect(stage('2026-12-14T00:00:00Z', '48h')).toBeNull();
  });

  test('come at once, once, after the mark', () => {
    const marked = { dueAt, isAtOnce: true };
    expect(stageDue(marked, new Set(['48h', '12h']), dueAt)).toBe('at-once');
    expect(stageDue(marked, new Set(['at-once']), dueAt + 1)).toBeNull();
  });
});

test('attacks are reported; false alarms and certificates are not', () => {
  expect(mustBeReported({ status: 'open', kinds: ['certificate', 'injection'] })).toBe(true);
  expect(mustBeReported({ status: 'resolved', kinds: ['defacement'] })).toBe(true);
  expect(mustBeReported({ status: 'dismissed', kinds: ['defacement'] })).toBe(false);
  expect(mustBeReported({ status: 'open', kinds: ['certificate'] })).toBe(false);
});
