import { describe, expect, it } from 'vitest';
import type { Verdict } from '../../../../src/core/domain/finding.ts';
import type { TargetState } from '../../../../src/core/domain/target.ts';
import { outageKind, outageOf } from '../../../../src/core/incidents/outage.ts';
import { confirm, newTargetState } from '../../../../src/core/judge/confirm.ts';

const hour = 3_600_000;
const circumstances = { rule: { needed: 2, of: 3, recoveries: 3 }, seenBy: 'browser', hasBaseline: true } as const;
const suspect: Verdict = { level: 'suspect', kind: 'defacement', score: 5.5, conclusive: false, findings: [] };
const gone: Verdict = { ...suspect, isGone: true };
const unavailable: Verdict = { ...suspect, level: 'unknown', kind: 'unavailable', score: 0 };
const clean: Verdict = { ...suspect, level: 'clean', kind: null, score: 0 };

/** The state after these looks, one an hour. */
function stateAfter(...verdicts: readonly Verdict[]): TargetState {
  let state: TargetState = { ...newTargetState(0), status: 'ok' };
  verdicts.forEach((verdict, at) => {
    state = confirm(state, verdict, { ...circumstances, now: at * hour }).state;
  });
  return state;
}

describe('content that is gone', () => {
  it('is queued as a suspect and counts as an outage from its first look on', () => {
    const state = stateAfter(gone, gone, gone);
    expect(state).toMatchObject({ status: 'ok', lastLevel: 'suspect', unknownSince: 0, lastIsGone: true });
    expect(outageKind(state)).toBe('gone');
    expect(outageOf(state, 2 * hour - 1)).toBeNull();
    expect(outageOf(state, 2 * hour)?.event).toBe('unseen-for-hours');
    expect(outageOf(state, 24 * hour)?.event).toBe('unseen-for-a-day');
  });

  it('continues an outage that began as another one', () => {
    expect(stateAfter(unavailable, gone)).toMatchObject({ unknownSince: 0 });
    expect(outageKind(stateAfter(gone, unavailable))).toBe('unavailable');
  });

  it('ends with what is no outage: a clean page, or a suspect of another make', () => {
    for (const other of [clean, suspect]) {
      expect(stateAfter(gone, other)).toMatchObject({ unknownSince: null, lastIsGone: false });
      expect(outageKind(stateAfter(gone, other))).toBeNull();
    }
  });
});
