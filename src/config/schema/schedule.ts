/** When pages are looked at. */
import { z } from 'zod';
import { duration } from '../fields.ts';
import { watchWindowsSection } from './duty.ts';

export const scheduleSection = z
  .strictObject({
    every: duration.prefault('5m'),
    browserEvery: duration.prefault('30m'),
    /** Period in which each special profile (search bot or click, phone, declared monitor) looks once; 0s: never. */
    profilesEvery: duration.prefault('6h'),
    confirmations: z
      .string()
      .regex(/^[1-9] of [1-9]$/, 'must be like "2 of 3"')
      .refine((text) => Number(text[0]) <= Number(text.at(-1)), 'needs more alarms than there are looks')
      .default('2 of 3')
      .transform((text) => ({ needed: Number(text[0]), of: Number(text.at(-1)) })),
    confirmAfter: duration.prefault('60s'),
    /** Consecutive clean looks that resolve an incident. */
    recoveries: z.coerce.number().int().min(1).max(20).default(3),
    /** After an incident is resolved, its site is checked `faster` times as often `for` this long. */
    afterIncident: z
      .strictObject({
        for: duration.prefault('7d'),
        faster: z.coerce.number().min(1).max(10).default(2),
      })
      .prefault({}),
    /** Holidays and events in which portals are checked more often and the duty officer is copied on mails. */
    watchWindows: watchWindowsSection,
    /** Looks for the first baseline, and the time between them. */
    learnLooks: z.coerce.number().int().min(2).max(20).default(5),
    learnEvery: duration.prefault('3m'),
    timezone: z
      .string()
      .default('Asia/Ho_Chi_Minh')
      .refine((zone) => {
        try {
          return new Intl.DateTimeFormat('en', { timeZone: zone }) !== null;
        } catch {
          return false;
        }
      }, 'is not a known time zone'),
  })
  .prefault({});
