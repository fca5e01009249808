/** Long work on the main thread in short pieces, so that looks, the dashboard and timers run in between. */

/** Longest piece. */
const pieceMs = 10;

export interface Pace {
  /** Whether the present piece has taken long enough. */
  readonly isOver: () => boolean;
  /** Begins a new piece, after what waits in the event loop. */
  readonly rest: () => Promise<void>;
}

export function createPace(): Pace {
  let began = performance.now();
  return {
    isOver: () => performance.now() - began >= pieceMs,
    rest: async () => {
      await new Promise((resolve) => setImmediate(resolve));
      began = performance.now();
    },
  };
}
