import { expect, it } from 'vitest';
import { isReminderDue } from '../../../../src/core/incidents/reminder.ts';

const rule = { after: 30, every: 120, most: 2 };

it.each([
  { told: { askedAt: 0, reminders: 0, lastReminderAt: null }, now: 29, isDue: false },
  { told: { askedAt: 0, reminders: 0, lastReminderAt: null }, now: 30, isDue: true },
  { told: { askedAt: 0, reminders: 1, lastReminderAt: 30 }, now: 149, isDue: false },
  { told: { askedAt: 0, reminders: 1, lastReminderAt: 30 }, now: 150, isDue: true },
  { told: { askedAt: 0, reminders: 2, lastReminderAt: 150 }, now: 9_999, isDue: false },
])('after $told.reminders reminders at $now: $isDue', ({ told, now, isDue }) => {
  expect(isReminderDue(told, rule, now)).toBe(isDue);
});
