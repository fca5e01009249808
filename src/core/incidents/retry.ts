/** When an undelivered message is retried. */

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;

/** Waits after the 1st, 2nd … failed attempt; the last one repeats. */
const ladderMs = [minuteMs, 5 * minuteMs, 15 * minuteMs, hourMs, 3 * hourMs, 6 * hourMs] as const;
const giveUpAfterMs = 72 * hourMs;

/**
 * @param attempt number of the attempt that failed, from 1
 * @param createdAt when the message was recorded
 * @returns the time of the next attempt; null when the message is too old to be worth one
 */
export function nextAttemptAt(attempt: number, createdAt: number, now: number): number | null {
  if (now - createdAt >= giveUpAfterMs) return null;
  const wait = ladderMs[Math.min(attempt, ladderMs.length) - 1] ?? hourMs;
  return now + wait;
}
