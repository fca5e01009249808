/**
 * Reading and judging a changed page takes tens of milliseconds of the one thread that the dashboard, the claims and the
 * time-outs share. Answers come in flocks: without turns, twenty changed pages at once made the daemon deaf for their sum.
 */

/** Resolves when the caller may do one such piece of work, at once and without waiting in between. */
export type NextTurn = () => Promise<void>;

/** One turn in each round of the event loop, first come first served: timers and sockets are heard in between. */
export function createTurns(): NextTurn {
  let last: Promise<void> = Promise.resolve();
  return () => {
    last = last.then(() => new Promise((resolve) => setImmediate(resolve)));
    return last;
  };
}

/** For a look that is alone. */
export const atOnce: NextTurn = () => Promise.resolve();
