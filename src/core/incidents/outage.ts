/**
 * After how long an unknown portal is notified, and to whom: the operator after 2 h, the agency after 24 h.
 */
import type { OutageKind, UnknownKind } from '../domain/finding.ts';
import type { TargetState } from '../domain/target.ts';

/** Why the target's content can't be seen at present; null while it can. */
export function outageKind({ lastLevel, lastKind, lastIsGone }: TargetState): OutageKind | null {
  if (lastIsGone === true) return 'gone';
  return lastLevel === 'unknown' ? (lastKind as UnknownKind) : null;
}

const operatorAfterMs = 2 * 3_600_000;
const agencyAfterMs = 24 * 3_600_000;

export type OutageEvent = 'unseen-for-hours' | 'unseen-for-a-day';

/** What an outage has come to, with the state that records it; null when there is no news. */
export function outageOf(
  state: TargetState,
  now: number,
): { readonly event: OutageEvent; readonly state: TargetState } | null {
  const kind = outageKind(state);
  if (state.unknownSince === null || kind === null || kind === 'blind') return null;
  const lastedMs = now - state.unknownSince;
  if (lastedMs >= agencyAfterMs && state.outageNotified !== 'agency') {
    return { event: 'unseen-for-a-day', state: { ...state, outageNotified: 'agency' } };
  }
  if (lastedMs >= operatorAfterMs && state.outageNotified === 'nobody') {
    return { event: 'unseen-for-hours', state: { ...state, outageNotified: 'operator' } };
  }
  return null;
}
