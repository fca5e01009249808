/** Composes notices about the monitor itself. */
import type { Blindness } from '../blindness.ts';
import type { BlindnessNotice, CoverageNotice } from './about-monitor.ts';
import { dashboardUrl, type Frame } from './frame.ts';

export interface BlindnessFacts {
  readonly before: Blindness;
  readonly state: Blindness;
  readonly answered: number;
  readonly asked: number;
}

export function blindnessNotice(
  frame: Frame,
  { before, state, answered, asked }: BlindnessFacts,
  type: BlindnessNotice['type'],
): BlindnessNotice {
  const since = state.since ?? frame.at;
  const isBlind = type === 'monitor-blind';
  return {
    type,
    at: frame.at,
    blindSince: isBlind ? since : (before.since ?? since),
    seeingSince: isBlind ? null : since,
    answered,
    asked,
    dashboardUrl: dashboardUrl(frame, '/'),
  };
}

export type CoverageFacts = Omit<CoverageNotice, 'type' | 'at' | 'dashboardUrl'>;

export function coverageNotice(frame: Frame, facts: CoverageFacts): CoverageNotice {
  return { type: 'coverage', at: frame.at, ...facts, dashboardUrl: dashboardUrl(frame, '/') };
}
