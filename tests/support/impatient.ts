import type { TakeCapture } from '../../src/core/ports.ts';

/** Confirming looks wait ten seconds of real time for delayed page activity; skipped where something else is tested. */
export function impatient(take: TakeCapture): TakeCapture {
  return (request, signal) => take({ ...request, patient: false }, signal);
}
