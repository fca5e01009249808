/** When is a page done? On virtual time after ten of its seconds, on real time when it has gone quiet. */
import { setTimeout as wait } from 'node:timers/promises';
import type { CDPSession, Page } from 'playwright';
import type { MainDocument } from './main-document.ts';

export interface SettleOptions {
  readonly page: Page;
  readonly cdp: CDPSession;
  readonly document: MainDocument;
  /** Changes whenever something happens on the network. */
  readonly activity: () => number;
  /** `performance.now()` after which the page is taken as it is. */
  readonly deadline: number;
}

/** Page time that a look lets pass: script redirects and late injections happen within it. */
const budgetMs = 10_000;
/** Real time without any network event after which pending requests are no longer waited for. */
const stallMs = 8_000;
/** Tasks without a pause after which page time moves on regardless (a page that never lets go). */
const starvationTasks = 10_000;
const pollMs = 25;

/** Holds the page's clock at `startMs` until it is shown. */
export async function pauseClock(cdp: CDPSession, startMs: number): Promise<void> {
  await cdp.send('Emulation.setVirtualTimePolicy', { policy: 'pause', initialVirtualTime: startMs / 1000 });
}

/** Lets page time run out, anew for each document that a navigation brings. */
export async function settleVirtually(options: SettleOptions): Promise<void> {
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
    while (performance.now() < deadline) {
      if (granted !== generation) {
        granted = generation;
        grant(cdp, 'pauseIfNetworkFetchesPending');
      }
      if (expired === generation && !document.isNavigating()) return;
      await wait(pollMs);
      const now = performance.now();
      if (options.activity() !== lastActivity) {
        lastActivity = options.activity();
        quietSince = now;
      } else if (now - quietSince > stallMs) {
        if (expired === generation) return;
        grant(cdp, 'advance');
        quietSince = now;
      }
    }
  } finally {
    cdp.off('Emulation.virtualTimeBudgetExpired', onExpired);
    page.off('framenavigated', onNavigated);
  }
  await stopScripts(cdp);
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

/** Ends a script that never ends, so that the page can still be looked at. */
async function stopScripts(cdp: CDPSession): Promise<void> {
  const stopped = cdp
    .send('Emulation.setScriptExecutionDisabled', { value: true })
    .then(() => cdp.send('Emulation.setVirtualTimePolicy', { policy: 'pause' }))
    .catch(() => {});
  void cdp.send('Runtime.terminateExecution').catch(() => {});
  await Promise.race([stopped, wait(1_000)]);
}

const quietMs = 750;
/** A page that knows virtual time behaves in it; what it does in real time after a moment's pause is to be seen. */
const leastMs = 4_000;
const mostMs = 10_000;

/** Waits for the load and then for a quiet network, within limits; a navigation begins anew. */
export async function settleInRealTime(options: SettleOptions): Promise<void> {
  const { page, cdp, document, deadline } = options;
  let startedAt = performance.now();
  let isLoaded = false;
  const onLoad = () => {
    isLoaded = true;
  };
  const onNavigated = (frame: unknown) => {
    if (frame !== page.mainFrame()) return;
    startedAt = performance.now();
    isLoaded = false;
  };
  page.on('load', onLoad);
  page.on('framenavigated', onNavigated);
  void page.waitForLoadState('load', { timeout: Math.max(1, deadline - startedAt) }).then(onLoad, () => {});
  try {
    let quietSince = performance.now();
    let lastActivity = options.activity();
    while (performance.now() < deadline) {
      await wait(pollMs);
      const now = performance.now();
      if (options.activity() !== lastActivity) {
        lastActivity = options.activity();
        quietSince = now;
      }
      if (document.isNavigating() && now - quietSince < stallMs) continue;
      const elapsed = now - startedAt;
      if (elapsed < leastMs) continue;
      if (isLoaded && (now - quietSince > quietMs || elapsed > mostMs)) return;
      if (now - quietSince > stallMs) return;
    }
  } finally {
    page.off('load', onLoad);
    page.off('framenavigated', onNavigated);
  }
  await stopScripts(cdp);
}
