import type { Policy, WeightName } from '../policy.ts';

/** What some cues weigh together, in nats. */
export function weigh({ weights }: Policy, cues: readonly WeightName[]): number {
  return cues.reduce((sum, cue) => sum + weights[cue], 0);
}
