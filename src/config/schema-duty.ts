/** The sections of the configuration about watch windows and people on duty. */
import { z } from 'zod';
import { rungs } from '../core/duty/ladder.ts';
import { holidayIds } from '../core/duty/watch-windows.ts';
import { calendarDay, clockTime, duration, email } from './fields.ts';

export const watchWindowsSection = z
  .strictObject({
    holidays: z.array(z.enum(holidayIds)).default([...holidayIds]),
    /** Own events, in whole days, both days included. */
    events: z
      .array(
        z
          .strictObject({ name: z.string().min(1).max(120), from: calendarDay, to: calendarDay })
          .refine(({ from, to }) => from <= to, { path: ['to'], message: 'lies before the first day' }),
      )
      .max(200)
      .default([]),
    /** Days before a holiday that belong to its window already. */
    leadInDays: z.coerce.number().int().min(0).max(14).default(1),
    faster: z.coerce.number().min(1).max(10).default(2),
  })
  .prefault({});

export const dutySection = z
  .strictObject({
    /** In the order of their turns. */
    officers: z
      .array(z.strictObject({ name: z.string().min(1).max(120), email, phone: z.string().max(40).optional() }))
      .max(200)
      .default([]),
    /** The first officer's first turn begins on this day. */
    startsOn: calendarDay.default('2026-01-01'),
    /** Local times at which shifts begin, HH:MM. */
    shifts: z
      .array(clockTime)
      .min(1)
      .max(24)
      .default(['00:00'])
      .refine((times) => times.every((time, index) => time > (times[index - 1] ?? '')), 'must be in order of time'),
    /** Shifts in a row of one officer: 7 with one shift a day is a week. */
    shiftsEach: z.coerce.number().int().min(1).max(366).default(1),
    /** Heads of agencies, by the agency's name as it was registered. */
    heads: z.array(z.strictObject({ agency: z.string().min(1), name: z.string().min(1).max(120), email })).default([]),
    /** Who is told, one after the other, while nobody acknowledges an incident; none unless named here. */
    ladder: z
      .array(z.strictObject({ after: duration, to: z.enum(rungs) }))
      .max(10)
      .default([]),
  })
  .prefault({});
