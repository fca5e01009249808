/** A concurrency limit, in total and per holder; waiting holders are served round-robin. */

export interface FairLimit {
  /** Waits for a free slot; call the result once to release it. Rejects if the signal aborts. */
  readonly enter: (holder: object | string, signal: AbortSignal) => Promise<() => void>;
}

interface Queue {
  running: number;
  readonly waiting: (() => void)[];
}

/** At most `total` slots, and `each` per holder: a holder that wants a thousand delays only itself. */
export function createFairLimit({ total, each }: { readonly total: number; readonly each: number }): FairLimit {
  // In serving order.
  const queues = new Map<object | string, Queue>();
  let running = 0;

  const serve = () => {
    for (const [holder, queue] of queues) {
      if (running >= total) return;
      const next = queue.running < each ? queue.waiting.shift() : undefined;
      if (next === undefined) continue;
      queues.delete(holder);
      queues.set(holder, queue);
      take(queue);
      next();
    }
  };

  const take = (queue: Queue) => {
    queue.running += 1;
    running += 1;
  };

  const releaser = (holder: object | string, queue: Queue) => {
    let isHeld = true;
    return () => {
      if (!isHeld) return;
      isHeld = false;
      queue.running -= 1;
      running -= 1;
      if (queue.running === 0 && queue.waiting.length === 0) queues.delete(holder);
      serve();
    };
  };

  return {
    enter: (holder, signal) =>
      new Promise((resolve, reject) => {
        if (signal.aborted) return reject(signal.reason);
        const queue = queues.get(holder) ?? { running: 0, waiting: [] };
        queues.set(holder, queue);
        if (running < total && queue.running < each) {
          take(queue);
          return resolve(releaser(holder, queue));
        }
        const onSlot = () => {
          signal.removeEventListener('abort', onAbort);
          resolve(releaser(holder, queue));
        };
        const onAbort = () => {
          const place = queue.waiting.indexOf(onSlot);
          if (place >= 0) queue.waiting.splice(place, 1);
          if (queue.running === 0 && queue.waiting.length === 0) queues.delete(holder);
          reject(signal.reason);
        };
        signal.addEventListener('abort', onAbort, { once: true });
        queue.waiting.push(onSlot);
      }),
  };
}
