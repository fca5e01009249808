import type { Policy, WeightName } from '../../policy.ts';

/** Total weight of some cues, in nats. */
export function weigh({ weights }: Policy, cues: readonly WeightName[]): number {
  return cues.reduce((sum, cue) => sum + weights[cue], 0);
}
