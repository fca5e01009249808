/** The configuration sections for watch windows and duty officers. */
import { z } from 'zod';
import { stepRecipients } from '../../core/duty/ladder.ts';
import { holidayIds } from '../../core/duty/watch-windows.ts';
import { calendarDay, clockTime, duration, email } from '../fields.ts';

export const watchWindowsSection = z
  .strictObject({
    holidays: z.array(z.enum(holidayIds)).default([...holidayIds]),
    /** The organisation's own events, in whole days, both inclusive. */
    events: z
      .array(
        z
          .strictObject({ name: z.string().min(1).max(120), from: calendarDay, to: calendarDay })
          .refine(({ from, to }) => from <= to, { path: ['to'], message: 'is before the first day' }),
      )
      .max(200)
      .default([]),
    /** Days before a holiday at which its window opens. */
    leadInDays: z.coerce.number().int().min(0).max(14).default(1),
    faster: z.coerce.number().min(1).max(10).default(2),
  })
  .prefault({});

/** Whose name and address the row has, when picked at the dashboard. */
const pickedPerson = z
  .string()
  .regex(/^(contact|account):\d{1,9}$/, 'is neither contact:NUMBER nor account:NUMBER')
  .optional();

export const dutySection = z
  .strictObject({
    /** In rotation order. */
    officers: z
      .array(
        z.strictObject({
          person: pickedPerson,
          name: z.string().min(1).max(120),
          email,
          phone: z.string().max(40).optional(),
        }),
      )
      .max(200)
      .default([]),
    /** The first officer's first shift starts on this day. */
    startsOn: calendarDay.default('2026-01-01'),
    /** Local start times of shifts, HH:MM. */
    shifts: z
      .array(clockTime)
      .min(1)
      .max(24)
      .default(['00:00'])
      .refine(
        (times) => times.every((time, index) => time > (times[index - 1] ?? '')),
        'must be in chronological order',
      ),
    /** Consecutive shifts of one officer: 7 with one shift a day is a week. */
    shiftsEach: z.coerce.number().int().min(1).max(366).default(1),
    /** Heads of agencies, by the registered name of the agency. */
    heads: z
      .array(
        z.strictObject({ person: pickedPerson, agency: z.string().min(1), name: z.string().min(1).max(120), email }),
      )
      .default([]),
    /** Whom an unacknowledged incident escalates to, step by step; empty: no escalation. */
    ladder: z
      .array(z.strictObject({ after: duration, to: z.enum(stepRecipients) }))
      .max(10)
      .default([]),
  })
  .prefault({});
