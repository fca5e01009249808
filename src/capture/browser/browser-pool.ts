/**
 * Browsers, one look in each at a time: a page that must be killed takes nobody else's look with it. A browser is
 * replaced after so many looks, above a memory limit, and when anything about it was odd.
 */
import type { Logger } from 'pino';
import type { Config } from '../../config/schema.ts';
import { CaptureError } from '../failure.ts';
import { createKeyedLimit } from '../limits.ts';
import { type BrowserProcess, startBrowser } from './browser-process.ts';

export interface BrowserPool {
  /** Runs `work` with a browser of its own; the browser is killed when the signal aborts. */
  readonly use: <T>(signal: AbortSignal, work: (browser: BrowserProcess) => Promise<T>) => Promise<T>;
  readonly close: () => Promise<void>;
}

interface Slot {
  readonly browser: BrowserProcess;
  looks: number;
}

const memoryCheckMs = 500;

/** Nothing is started before the first use. */
export function createBrowserPool(config: Config, log: Logger): BrowserPool {
  const { recycleAfter, memoryLimit } = config.capture.browser;
  const turns = createKeyedLimit(config.capture.concurrency.browser);
  const idle: Slot[] = [];
  const busy = new Set<Slot>();
  const ending = new Set<Promise<void>>();

  const retire = (slot: Slot) => {
    const end = slot.browser.close();
    ending.add(end);
    void end.finally(() => ending.delete(end));
  };

  const next = async (): Promise<Slot> => {
    for (let slot = idle.pop(); slot; slot = idle.pop()) {
      if (slot.browser.isRunning()) return slot;
      retire(slot);
    }
    return { browser: await startBrowser(config), looks: 0 };
  };

  const giveBack = (slot: Slot, isSound: boolean) => {
    slot.looks += 1;
    const memoryBytes = slot.browser.isRunning() ? slot.browser.memoryBytes() : 0;
    if (isSound && slot.browser.isRunning() && slot.looks < recycleAfter && memoryBytes <= memoryLimit) {
      idle.push(slot);
      return;
    }
    log.debug({ looks: slot.looks, memoryBytes, isSound }, 'browser replaced');
    retire(slot);
  };

  const use = async <T>(signal: AbortSignal, work: (browser: BrowserProcess) => Promise<T>): Promise<T> => {
    const leave = await turns.enter('browser', signal);
    try {
      const slot = await next();
      busy.add(slot);
      const guard = guarded(slot.browser, memoryLimit, signal);
      let isSound = false;
      try {
        const result = await Promise.race([work(slot.browser), guard.broken]);
        isSound = true;
        return result;
      } catch (error) {
        isSound = error instanceof CaptureError && error.kind !== 'browser-failed' && error.kind !== 'timed-out';
        throw error;
      } finally {
        guard.end();
        busy.delete(slot);
        giveBack(slot, isSound && !guard.wasKilled());
      }
    } finally {
      leave();
    }
  };

  return {
    use,
    close: async () => {
      for (const slot of busy) slot.browser.kill();
      for (const slot of idle.splice(0)) retire(slot);
      await Promise.all(ending);
    },
  };
}

/** The watch from outside: the browser is killed by process id when the look must end or eats the machine. */
function guarded(browser: BrowserProcess, memoryLimit: number, signal: AbortSignal) {
  let killed = false;
  let reject: (error: unknown) => void = () => {};
  const broken = new Promise<never>((_resolve, onBroken) => {
    reject = onBroken;
  });
  broken.catch(() => {});
  const kill = (reason: unknown) => {
    killed = true;
    browser.kill();
    reject(reason);
  };
  const onAbort = () => kill(signal.reason);
  const timer = setInterval(() => {
    if (browser.memoryBytes() > memoryLimit)
      kill(new CaptureError('browser-failed', 'The page took more memory than the limit.'));
  }, memoryCheckMs);
  signal.addEventListener('abort', onAbort, { once: true });
  if (signal.aborted) onAbort();
  return {
    broken,
    wasKilled: () => killed,
    end: () => {
      clearInterval(timer);
      signal.removeEventListener('abort', onAbort);
    },
  };
}
