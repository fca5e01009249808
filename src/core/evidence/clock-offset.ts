/** How far our clock was from a host's, by the `Date` of its answer. */
import { type Headers, headerValue } from '../headers.ts';

/**
 * Milliseconds that the host's clock was ahead of ours, with a resolution of a second; null without a readable `Date`.
 *
 * @param at when the answer arrived, by our clock
 */
export function clockOffset(headers: Headers, at: number, parseDate: (text: string) => number): number | null {
  const theirs = parseDate(headerValue(headers, 'date') ?? '');
  return Number.isFinite(theirs) ? theirs - at : null;
}
