/** Period reports: what they say about their office, when periods close, and who gets them. */
import { z } from 'zod';
import { clockTime, email, size } from '../fields.ts';

/** Day of the month with which a period closes; `last`: the month's last. */
const closingDay = z
  .union([z.literal('last').transform(() => 31), z.coerce.number().int().min(1).max(28)])
  .refine((day) => Number.isInteger(day), 'must be a day from 1 to 28, or last');

/** Like `20/06`. */
const dueDays = z
  .array(z.string().regex(/^(0[1-9]|1\d|2[0-8])\/(0[1-9]|1[0-2])$/, 'must be a day and a month, like 20/06'))
  .max(12);

const language = z.enum(['vi', 'en']);

export const reportsSection = z
  .strictObject({
    /** Printed above the office's name; an empty line is left for whatever is empty. */
    parent: z.string().max(200).default(''),
    office: z.string().max(200).default(''),
    place: z.string().max(100).default(''),
    addressee: z.string().max(300).default(''),
    /** Article 12 of Decree 09/2019/NĐ-CP; the year closes earlier, because its report is due before 15 December. */
    closingDays: z
      .strictObject({
        month: closingDay.prefault(14),
        quarter: closingDay.prefault(14),
        'half-year': closingDay.prefault(14),
        year: closingDay.prefault(10),
      })
      .prefault({}),
    /**
     * Before which days the reports of a period have to be there, printed on them: Mẫu số 05 of Circular
     * 20/2017/TT-BTTTT (check that it is still in force).
     */
    dueDates: z
      .strictObject({
        month: dueDays.default([]),
        quarter: dueDays.default([]),
        'half-year': dueDays.default(['20/06']),
        year: dueDays.default(['15/12']),
      })
      .prefault({}),
    /** Local time at which a report is made, on the day after its period closed. */
    at: clockTime.default('06:00'),
    /** Reports that are made by themselves and mailed. */
    scheduled: z
      .array(
        z.strictObject({
          preset: z.enum(['month', 'quarter', 'half-year', 'year', 'window']),
          to: z.array(email).min(1).max(50),
          /** Name of an agency, or of a tag; neither: all portals. */
          agency: z.string().min(1).max(200).optional(),
          tag: z.string().min(1).max(100).optional(),
          language: language.default('vi'),
          attach: z.enum(['pdf', 'xlsx', 'none']).default('pdf'),
        }),
      )
      .max(50)
      .default([])
      .refine(
        (all) => all.every((one) => one.agency === undefined || one.tag === undefined),
        'takes agency or tag, not both',
      ),
    /** Whether every agency gets a summary of each month, in its language. */
    agencySummaries: z.stringbool().or(z.boolean()).default(true),
    /** A larger file is linked, not attached. */
    attachUpTo: size.prefault('5MB'),
  })
  .prefault({});
