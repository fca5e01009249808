/**
 * Plain arithmetic of axes. d3-scale would bring eight packages for these lines, and its time scale knows only UTC and
 * the server's own zone.
 */

const steps = [1, 2, 5] as const;

/** Round values from 0 up to the first one that is not below `max`; about `count` steps. */
export function niceTicks(max: number, count: number, smallest = 0): number[] {
  const raw = Math.max(max / count, smallest, Number.MIN_VALUE);
  const magnitude = 10 ** Math.floor(Math.log10(raw));
  const factor = steps.find((one) => one * magnitude >= raw * 0.999) ?? 10;
  const step = Math.max(factor * magnitude, smallest);
  return Array.from({ length: Math.max(1, Math.ceil(max / step - 1e-9)) + 1 }, (_, index) => index * step);
}

/** Position of a duration on a logarithmic axis, 0 to 1; anything outside is at its end. */
export function logPosition(ms: number, { from, to }: { readonly from: number; readonly to: number }): number {
  const share = Math.log(Math.max(ms, 1) / from) / Math.log(to / from);
  return Math.min(1, Math.max(0, share));
}

/** Two decimals are enough for a screen, and keep the page small. */
export function px(value: number): number {
  return Math.round(value * 100) / 100;
}
