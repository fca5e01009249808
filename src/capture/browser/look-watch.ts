/** Watches the resources that a page uses while it settles, and says when to stop it. */
import type { Breakage } from '../../core/domain/capture.ts';
import type { GuardedBrowser } from './process/browser-pool.ts';
import type { Salvage } from './salvage.ts';

export interface LookWatch {
  /** Why the page must be stopped; null while it may go on. */
  readonly broke: () => Breakage | null;
  readonly end: () => void;
}

const watchMs = 100;
/** Share of the memory limit from which a copy of the page is salvaged. */
const salvageShare = 0.5;
/** Share of the memory limit from which the rest is needed for capturing the page. */
const stopShare = 0.75;

/** @param endsBy `performance.now()` at which the page's time ends; salvage starts halfway */
export function watchPage(browser: GuardedBrowser, salvage: Salvage, endsBy: number): LookWatch {
  let broke: Breakage | null = null;
  browser.process.pipe.begin((times) => {
    broke ??= 'flood';
    // Stopping the page did not help.
    if (times > 1) browser.end('flood');
  });
  const startedAt = performance.now();
  const halfMs = (endsBy - startedAt) / 2;
  const timer = setInterval(() => {
    const share = browser.memoryShare();
    if (share > salvageShare || performance.now() - startedAt > halfMs) salvage.begin();
    if (share > stopShare) broke ??= 'memory';
  }, watchMs);
  return { broke: () => broke, end: () => clearInterval(timer) };
}
