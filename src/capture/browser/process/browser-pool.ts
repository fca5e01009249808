/**
 * Browsers, one look at a time each, so that killing one affects no other look. A browser is replaced after a number of
 * looks, above a memory limit, and after any irregularity.
 */
import type { Logger } from 'pino';
import type { Config } from '../../../config/schema/schema.ts';
import type { Breakage, CaptureFailureKind } from '../../../core/domain/capture.ts';
import { CaptureError } from '../../failure.ts';
import { createKeyedLimit } from '../../limits.ts';
import { PageBreak } from '../page-break.ts';
import { type BrowserProcess, startBrowser } from './browser-process.ts';

/** A browser for the duration of one look. */
export interface GuardedBrowser {
  readonly process: BrowserProcess;
  /** Rejects once the browser is killed: with a `PageBreak`, or with the reason of the look's signal. */
  readonly broken: Promise<never>;
  /** Memory use at the last check as a share of the limit; above 1 the browser is killed. */
  readonly memoryShare: () => number;
  /** Kills it at once, because the page crashed it or must be abandoned. */
  readonly end: (how: Breakage) => void;
}

export interface BrowserPool {
  /**
   * Runs `work` with a browser of its own, which is killed if the signal aborts or it uses too much memory. `work` must
   * then end, with or without a result.
   */
  readonly use: <T>(signal: AbortSignal, work: (browser: GuardedBrowser) => Promise<T>) => Promise<T>;
  readonly close: () => Promise<void>;
}

/** After these failures the browser is not reused. */
const unsound: readonly CaptureFailureKind[] = ['browser-failed', 'page-broke', 'timed-out'];

interface Slot {
  readonly browser: BrowserProcess;
  looks: number;
}

/** A page can allocate a gigabyte in a second. */
const memoryCheckMs = 100;

/** Starts nothing before the first use. */
export function createBrowserPool(config: Config, log: Logger, onReplaced?: () => void): BrowserPool {
  const { recycleAfter, memoryLimit } = config.capture.browser;
  const browserSlots = createKeyedLimit(config.capture.concurrency.browser);
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
    onReplaced?.();
    retire(slot);
  };

  const use = async <T>(signal: AbortSignal, work: (browser: GuardedBrowser) => Promise<T>): Promise<T> => {
    const leave = await browserSlots.enter('browser', signal);
    try {
      const slot = await next();
      busy.add(slot);
      const guard = guarded(slot.browser, memoryLimit, signal);
      let isSound = false;
      try {
        const result = await work(guard.browser);
        isSound = true;
        return result;
      } catch (error) {
        isSound = error instanceof CaptureError && !unsound.includes(error.kind);
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

/** Guards a browser from outside: kills it by process id if the look must end or it uses too much memory. */
function guarded(browser: BrowserProcess, memoryLimit: number, signal: AbortSignal) {
  let killed = false;
  let share = 0;
  let reject: (error: unknown) => void = () => {};
  const broken = new Promise<never>((_resolve, onBroken) => {
    reject = onBroken;
  });
  broken.catch(() => {});
  const kill = (reason: unknown) => {
    killed = true;
    reject(reason);
    browser.kill();
  };
  const end = (how: Breakage) => kill(new PageBreak(how));
  const onAbort = () => kill(signal.reason);
  const onGone = () => end('crash');
  const timer = setInterval(() => {
    share = browser.memoryBytes() / memoryLimit;
    if (share > 1) end('memory');
  }, memoryCheckMs);
  browser.browser.on('disconnected', onGone);
  signal.addEventListener('abort', onAbort, { once: true });
  if (signal.aborted) onAbort();
  return {
    browser: { process: browser, broken, memoryShare: () => share, end },
    wasKilled: () => killed,
    end: () => {
      clearInterval(timer);
      browser.browser.off('disconnected', onGone);
      signal.removeEventListener('abort', onAbort);
    },
  };
}
