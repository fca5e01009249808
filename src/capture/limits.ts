/** A concurrency limit per key, first come, first served. */

export interface KeyedLimit {
  /** Waits for a free slot of `key`; call the result once to release it. Rejects if the signal aborts. */
  readonly enter: (key: string, signal: AbortSignal) => Promise<() => void>;
}

interface Queue {
  running: number;
  readonly waiting: (() => void)[];
}

/** At most `limit` holders per key. */
export function createKeyedLimit(limit: number): KeyedLimit {
  const queues = new Map<string, Queue>();

  const leave = (key: string, queue: Queue) => {
    const next = queue.waiting.shift();
    if (next) return next();
    queue.running -= 1;
    if (queue.running === 0) queues.delete(key);
  };

  const releaser = (key: string, queue: Queue) => {
    let held = true;
    return () => {
      if (held) leave(key, queue);
      held = false;
    };
  };

  return {
    enter: (key, signal) =>
      new Promise((resolve, reject) => {
        if (signal.aborted) return reject(signal.reason);
        const queue = queues.get(key) ?? { running: 0, waiting: [] };
        queues.set(key, queue);
        if (queue.running < limit) {
          queue.running += 1;
          return resolve(releaser(key, queue));
        }
        const onSlot = () => {
          signal.removeEventListener('abort', onAbort);
          resolve(releaser(key, queue));
        };
        const onAbort = () => {
          const place = queue.waiting.indexOf(onSlot);
          if (place >= 0) queue.waiting.splice(place, 1);
          reject(signal.reason);
        };
        signal.addEventListener('abort', onAbort, { once: true });
        queue.waiting.push(onSlot);
      }),
  };
}
