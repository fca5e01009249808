/** Whether the main loop is blocked, judged from what a separate thread saw at each of its ticks. */

/** What was seen since the previous tick. */
export interface Tick {
  /** Time between the two ticks by a monotonic clock. Large when the whole process was stopped. */
  readonly elapsedMs: number;
  /** Whether the main loop completed a round. */
  readonly wentRound: boolean;
  /** Whether the main thread is inside a statement of our own SQL, or began one. */
  readonly inOwnSql: boolean;
  /** Processor time of the main thread; null where the system does not report it. */
  readonly processorMs: number | null;
}

/** How long the loop has been blocked. */
export interface Blockage {
  /** Since the loop's last round. */
  readonly blockedMs: number;
  /** Since then, or since our own SQL was left. */
  readonly outsideSqlMs: number;
  /** Processor time in that period. */
  readonly processorMs: number;
}

export interface StandstillLimits {
  /** Limit outside of SQL, while it computes. */
  readonly spinningMs: number;
  /** Processor time from which it counts as computing rather than waiting. */
  readonly processorMs: number;
  readonly blockedMs: number;
  /** Between two ticks. */
  readonly tickMs: number;
}

/** `spinning`: it computes endlessly. `waiting`: it waits, or is inside our own SQL. */
export type Standstill = 'spinning' | 'waiting';

export const notBlocked: Blockage = { blockedMs: 0, outsideSqlMs: 0, processorMs: 0 };

/** None of our code computes for more than a second between two rounds of the loop, a fifth of the limit. */
export const standstillLimits: StandstillLimits = {
  spinningMs: 20_000,
  processorMs: 5_000,
  blockedMs: 600_000,
  tickMs: 1_000,
};

/**
 * A stopped process, a sleeping machine, or waiting for a disk or another process's lock uses no processor time; on an
 * overloaded machine it accrues slowly. A late tick counts as two at most, because while this thread was stopped the
 * main one was too.
 */
export function afterTick(before: Blockage, tick: Tick, { tickMs }: StandstillLimits): Blockage {
  if (tick.wentRound) return notBlocked;
  const elapsedMs = Math.min(tick.elapsedMs, 2 * tickMs);
  const blockedMs = before.blockedMs + elapsedMs;
  if (tick.inOwnSql) return { ...notBlocked, blockedMs };
  return {
    blockedMs,
    outsideSqlMs: before.outsideSqlMs + elapsedMs,
    processorMs: before.processorMs + Math.min(tick.processorMs ?? elapsedMs, elapsedMs),
  };
}

/** Null while the loop is healthy. */
export function standstillOf(now: Blockage, limits: StandstillLimits): Standstill | null {
  if (now.outsideSqlMs >= limits.spinningMs && now.processorMs >= limits.processorMs) return 'spinning';
  return now.blockedMs >= limits.blockedMs ? 'waiting' : null;
}

/** One activity of the process. */
export interface UnderWay {
  readonly act: 'look' | 'round' | 'message' | 'request' | 'job';
  /** Target, site, message, request method or job name. */
  readonly id: string;
  /** The address concerned; empty where there is none. */
  readonly place: string;
}

/** What the thread records before it ends the process. */
export interface StandstillRecord extends Blockage {
  readonly at: number;
  readonly kind: Standstill;
  readonly underWay: readonly (UnderWay & { readonly since: number })[];
}

/** For use without a watchdog. */
export const noNote = (): (() => void) => () => undefined;

/** Its name in the data folder. */
export const standstillFile = 'standstill.json';
