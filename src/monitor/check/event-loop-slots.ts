/**
 * Reading and judging a changed page takes tens of milliseconds of the thread that the dashboard, the claims and the
 * time-outs share. Responses arrive in bursts: without event-loop slots, twenty changed pages at once blocked the
 * daemon for their sum.
 */

/** Resolves when the caller may do one such piece of work, synchronously and at once. */
export type NextSlot = () => Promise<void>;

/** One event-loop slot per iteration, first come first served, so that timers and sockets run in between. */
export function createEventLoopSlots(): NextSlot {
  let last: Promise<void> = Promise.resolve();
  return () => {
    last = last.then(() => new Promise((resolve) => setImmediate(resolve)));
    return last;
  };
}

/** For a look that runs alone. */
export const atOnce: NextSlot = () => Promise.resolve();
