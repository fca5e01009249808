/** Stops a page that does not settle, so that it can still be captured. */
import { setTimeout as wait } from 'node:timers/promises';
import type { CDPSession } from 'playwright';
import type { MainDocument } from './main-document.ts';

export interface StopOptions {
  readonly cdp: CDPSession;
  readonly document: MainDocument;
  /** Closes the page's connections: nothing else ends a script in a synchronous request. */
  readonly cutOff: () => void;
  /** How long the page may take for each of up to three answers. */
  readonly patienceMs: number;
  /** Do not ask the page first, because its memory grows meanwhile. */
  readonly atOnce: boolean;
}

/** Whether the page was asked and answered by itself. If not, it blocked the browser, even if it can be captured now. */
export async function stopPage(options: StopOptions): Promise<boolean> {
  const { cdp, document, patienceMs } = options;
  document.giveUp('none may');
  const isAnswering = !options.atOnce && (await within(cdp.send('Runtime.evaluate', { expression: '0' }), patienceMs));
  const stopped = cdp
    .send('Emulation.setScriptExecutionDisabled', { value: true })
    .then(() => cdp.send('Emulation.setVirtualTimePolicy', { policy: 'pause' }));
  void cdp.send('Runtime.terminateExecution').catch(() => {});
  if (await within(stopped, patienceMs)) return isAnswering;
  options.cutOff();
  await within(stopped, patienceMs);
  return isAnswering;
}

async function within(work: Promise<unknown>, patienceMs: number): Promise<boolean> {
  const isDone = work.then(
    () => true,
    () => false,
  );
  return Promise.race([isDone, wait(patienceMs, false, { ref: false })]);
}
