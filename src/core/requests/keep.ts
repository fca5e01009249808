/** How long requests and their personal data are kept, and what the end of a period means. */
import { dayMs } from '../duty/days.ts';
import type { Period } from './request.ts';

export const unconfirmedMs = 7 * dayMs;
export const closedMs = 365 * dayMs;
/** One mail per address in this time. */
export const mailGapMs = dayMs;
/** Looks that reports ask for: one per target in this time. */
export const reportedLookGapMs = 600_000;
/** The requester is asked this long before the period ends. */
const askBeforeMs = 7 * dayMs;
/** Longest period, and longest extension. */
export const longestPeriodDays = 366;

export type PeriodStep = 'none' | 'ask' | 'end';

/**
 * @param askedAt when the requester was asked about this end; null: not yet
 * @param isBusy an incident is open, which must not lose its watcher
 */
export function periodStep(period: Period, now: number, askedAt: number | null, isBusy: boolean): PeriodStep {
  if (period.to === null) return 'none';
  if (now >= period.to) return isBusy ? 'none' : 'end';
  return now >= period.to - askBeforeMs && askedAt === null ? 'ask' : 'none';
}
