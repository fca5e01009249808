/** How much the public may submit. */
import type { RequestKind } from './request.ts';

export interface RequestLimits {
  /** Submissions of one network in an hour. */
  readonly perHour: number;
  /** Of everybody in a day. */
  readonly perDay: number;
}

/** Submissions counted so far. */
export interface RequestCounts {
  readonly hour: number;
  readonly day: Readonly<Record<RequestKind, number>>;
}

export type LimitDecision = 'accepted' | 'network-full' | 'day-full';

/** Reports need no mail address, so they are the cheaper flood: they leave this share of the day to agencies. */
const reportShare = 0.7;

export function decideLimit(kind: RequestKind, counts: RequestCounts, limits: RequestLimits): LimitDecision {
  if (counts.hour >= limits.perHour) return 'network-full';
  if (counts.day.watch + counts.day.report >= limits.perDay) return 'day-full';
  const isFull = kind === 'report' && counts.day.report >= Math.floor(limits.perDay * reportShare);
  return isFull ? 'day-full' : 'accepted';
}
