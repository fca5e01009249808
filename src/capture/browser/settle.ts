/** Decides when a page has settled: on virtual time after ten of its seconds, on real time once it is quiet. */
import { setTimeout as wait } from 'node:timers/promises';
import type { CDPSession, Page } from 'playwright';
import type { MainDocument } from './main-document.ts';

export interface SettleOptions {
  readonly page: Page;
  readonly cdp: CDPSession;
  readonly document: MainDocument;
  /** Changes with any network activity. */
  readonly activity: () => number;
  /** Pending requests. */
  readonly pending: () => number;
  /** `performance.now()` at which the page is captured as it is. */
  readonly deadline: number;
  /** Whether the page must be stopped, regardless of time left. */
  readonly isOver: () => boolean;
}

/** Page time per look: script redirects and late injections happen within it. */
const budgetMs = 10_000;
/** Real time without network activity after which pending requests are no longer awaited. */
const stallMs = 8_000;
/** Consecutive tasks after which page time advances regardless (for pages that never yield). */
const starvationTasks = 10_000;
const pollMs = 25;

/** Pauses the page's clock at `startMs` until it is loaded. */
export async function pauseClock(cdp: CDPSession, startMs: number): Promise<void> {
  await cdp.send('Emulation.setVirtualTimePolicy', { policy: 'pause', initialVirtualTime: startMs / 1000 });
}

/** Lets page time run out, starting over with each new document. False if the page did not settle. */
export async function settleVirtually(options: SettleOptions): Promise<boolean> {
  const { page, cdp, document, deadline } = options;
  let generation = 0;
  let expired = -1;
  const onExpired = () => {
    expired = generation;
  };
  const onNavigated = (frame: unknown) => {
    if (frame === page.mainFrame()) generation += 1;
  };
  cdp.on('Emulation.virtualTimeBudgetExpired', onExpired);
  page.on('framenavigated', onNavigated);
  try {
    let granted = -1;
    let quietSince = performance.now();
    let lastActivity = options.activity();
    while (performance.now() < deadline && !options.isOver()) {
      if (granted !== generation) {
        granted = generation;
        grant(cdp, 'pauseIfNetworkFetchesPending');
      }
      if (expired === generation && !document.isNavigating()) return true;
      await wait(pollMs);
      const now = performance.now();
      if (options.activity() !== lastActivity) {
        lastActivity = options.activity();
        quietSince = now;
      } else if (now - quietSince > stallMs) {
        if (document.isNavigating()) document.giveUp(document.hasGivenUp() ? 'none may' : 'later ones may');
        else grant(cdp, 'advance');
        quietSince = now;
      }
    }
  } finally {
    cdp.off('Emulation.virtualTimeBudgetExpired', onExpired);
    page.off('framenavigated', onNavigated);
  }
  return false;
}

function grant(cdp: CDPSession, policy: 'pauseIfNetworkFetchesPending' | 'advance'): void {
  // Not awaited: a page in an endless loop never answers.
  cdp
    .send('Emulation.setVirtualTimePolicy', {
      policy,
      budget: budgetMs,
      maxVirtualTimeTaskStarvationCount: starvationTasks,
    })
    .catch(() => {});
}

const quietMs = 750;
/** A page that detects virtual time behaves in it; this is long enough to see what it does after a pause in real time. */
const minSettleMs = 4_000;
const maxSettleMs = 10_000;
/** How long to wait for the task time of a page. */
const askingMs = 500;

/**
 * Waits for the load event and then for a quiet network, within limits; navigations start over. A patient look instead
 * waits for as much page time as one on virtual time. False if the page did not settle.
 */
export async function settleInRealTime(options: SettleOptions, isPatient: boolean): Promise<boolean> {
  const { page, document, deadline } = options;
  let startedAt = performance.now();
  let isLoaded = false;
  const pageTime = isPatient ? createPageTime(options) : null;
  const onLoad = () => {
    isLoaded = true;
  };
  const onNavigated = (frame: unknown) => {
    if (frame !== page.mainFrame()) return;
    startedAt = performance.now();
    isLoaded = false;
    pageTime?.restart();
  };
  page.on('load', onLoad);
  page.on('framenavigated', onNavigated);
  void page.waitForLoadState('load', { timeout: Math.max(1, deadline - startedAt) }).then(onLoad, () => {});
  try {
    let quietSince = performance.now();
    let lastActivity = options.activity();
    while (performance.now() < deadline && !options.isOver()) {
      await wait(pollMs);
      const now = performance.now();
      if (options.activity() !== lastActivity) {
        lastActivity = options.activity();
        quietSince = now;
      }
      const isStalled = now - quietSince > stallMs;
      pageTime?.pass(isStalled);
      if (document.isNavigating()) {
        if (!isStalled) continue;
        document.giveUp(document.hasGivenUp() ? 'none may' : 'later ones may');
      }
      if (pageTime !== null) {
        if (await pageTime.isOver()) return true;
        continue;
      }
      const elapsed = now - startedAt;
      if (elapsed < minSettleMs) continue;
      if (isLoaded && (now - quietSince > quietMs || elapsed > maxSettleMs)) return true;
      if (isStalled) return true;
    }
  } finally {
    page.off('load', onLoad);
    page.off('framenavigated', onNavigated);
  }
  return false;
}

/**
 * Virtual time, measured on the real clock: excludes time with pending requests and time in which the page's own work
 * delays its timers.
 */
function createPageTime({ cdp, pending }: SettleOptions) {
  let passedMs = 0;
  let workedMs = 0;
  let workedBefore = 0;
  let last = performance.now();
  /** Null if the page does not answer. */
  const taskMs = async (): Promise<number | null> => {
    const metrics = cdp.send('Performance.getMetrics').then(
      (answer) => 1_000 * (answer.metrics.find(({ name }) => name === 'TaskDuration')?.value ?? 0),
      () => null,
    );
    return Promise.race([metrics, wait(askingMs, null, { ref: false })]);
  };
  void cdp.send('Performance.enable').catch(() => {});
  return {
    restart: () => {
      passedMs = 0;
      workedMs = 0;
      void taskMs().then((ms) => {
        workedBefore = ms ?? 0;
      });
    },
    /** @param isStalled whether pending requests are no longer awaited */
    pass: (isStalled: boolean) => {
      const now = performance.now();
      if (isStalled || pending() === 0) passedMs += now - last;
      last = now;
    },
    isOver: async () => {
      if (passedMs <= budgetMs + workedMs) return false;
      const taken = await taskMs();
      if (taken === null) return false;
      const before = workedMs;
      workedMs = Math.max(workedMs, taken - workedBefore);
      return workedMs - before < pollMs;
    },
  };
}
