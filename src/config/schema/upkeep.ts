/** What is kept for how long, and backups of the monitor itself. */
import { z } from 'zod';
import { clockTime, duration, size } from '../fields.ts';

const dayMs = 86_400_000;

export const retentionSection = z
  .strictObject({
    /** Rows of checks. */
    checks: duration.prefault('90d'),
    /** Hourly sums of looks, from which charts and reports are made. */
    history: duration.prefault('1826d'),
    /** Evidence of closed incidents. */
    evidence: duration.prefault('730d'),
    /** Recorded traffic on disk; above it the oldest is removed before its captures. */
    archives: size.prefault('20GB'),
    /** One thumbnail a day of every page that looks normal; 0s: none. */
    pictures: duration.prefault('30d'),
    /** Period reports, by when they were made. */
    reports: duration.prefault('1826d'),
    /** Below this much free space on the data disk, captures are no longer stored; checks continue. */
    keepFree: size.prefault('2GB'),
  })
  .prefault({});

export const backupSection = z
  .strictObject({
    /** Existing folder, best on another disk or machine; without one, nothing is scheduled. */
    folder: z.string().min(1).optional(),
    every: duration.prefault('1d').refine((ms) => ms >= 3_600_000, 'must be at least 1h'),
    /** Local time of day at which they begin; as soon as they are due if omitted. */
    at: clockTime.optional(),
    /** Newest backups that are kept; older ones are removed after a new one was verified. */
    keep: z.coerce.number().int().min(1).max(1_000).default(14),
    /** File whose first line encrypts the keys; without it, keys are left out. */
    passphraseFile: z.string().min(1).optional(),
  })
  .refine(({ at, every }) => at === undefined || every % dayMs === 0, {
    path: ['every'],
    message: 'must be whole days when there is a time of day',
  })
  .prefault({});
