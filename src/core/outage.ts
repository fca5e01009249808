/** How long a portal may stay unknown before who is told (product.md: over 2 h the operator, over 24 h the agency). */
import type { TargetState } from './model.ts';
import type { NoticeType } from './notice.ts';

const operatorAfterMs = 2 * 3_600_000;
const agencyAfterMs = 24 * 3_600_000;

/** The notice that is due for a target that can't be seen, with the state that remembers it; null when none is. */
export function outageNotice(
  state: TargetState,
  now: number,
): { readonly type: Extract<NoticeType, `unknown-${string}`>; readonly state: TargetState } | null {
  if (state.unknownSince === null || state.lastLevel !== 'unknown' || state.lastKind === 'blind') return null;
  const lastedMs = now - state.unknownSince;
  if (lastedMs >= agencyAfterMs && state.unknownTold !== 'agency') {
    return { type: 'unknown-agency', state: { ...state, unknownTold: 'agency' } };
  }
  if (lastedMs >= operatorAfterMs && state.unknownTold === 'nobody') {
    return { type: 'unknown-operator', state: { ...state, unknownTold: 'operator' } };
  }
  return null;
}
