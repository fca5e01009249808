/** Delay before a test server answers. */
import { setTimeout as sleep } from 'node:timers/promises';

/** False when the signal ended the wait. */
export async function delayed(ms: number, signal: AbortSignal): Promise<boolean> {
  if (ms === 0) return !signal.aborted;
  return sleep(ms, undefined, { signal }).then(
    () => true,
    () => false,
  );
}
