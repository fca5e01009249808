/** When a look may click on the page: only for learning or confirmation, and only a few times a day. */
import type { CaptureRequest } from '../domain/capture.ts';
import type { TargetState } from '../domain/target.ts';
import type { Look } from '../facts/look.ts';

/** Negligible beside the thousands of clicks of a page's visitors. */
const mostADay = 4;
const dayMs = 86_400_000;

type ClickWish = NonNullable<CaptureRequest['click']>;

/** Where a look may click now, null for nowhere. A layer is clicked only while a new one awaits confirmation. */
export function clickDue({ status, worst, clickedAt }: TargetState, now: number): ClickWish | null {
  if (status !== 'learning' && status !== 'pending') return null;
  if (recent(clickedAt, now).length >= mostADay) return null;
  const hasNewLayer = worst?.verdict.findings.some(({ detector, score }) => detector === 'covering-layer' && score > 0);
  return status === 'pending' && hasNewLayer === true ? 'layer' : 'ground';
}

/** The state after looks that may have clicked. */
export function withClicks(state: TargetState, looks: readonly Look[], now: number): TargetState {
  const clicks = looks.filter(({ behaviour }) => behaviour !== null && behaviour.click !== null).length;
  if (clicks === 0) return state;
  return {
    ...state,
    clickedAt: [...recent(state.clickedAt, now), ...Array<number>(clicks).fill(now)].slice(-mostADay),
  };
}

function recent(clickedAt: readonly number[] | undefined, now: number): number[] {
  return (clickedAt ?? []).filter((at) => now - at < dayMs);
}
