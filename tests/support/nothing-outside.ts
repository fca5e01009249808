/** The parts with which acts reach out, for desks whose acts do not: every fetch fails, every name has no record. */
import type { CaptureOutcome } from '../../src/core/domain/capture.ts';
import type { Policy } from '../../src/core/policy.ts';
import type { AskTextRecords, IsBlind, Random, TakeCapture } from '../../src/core/ports.ts';
import { testPolicy } from './policy.ts';

const failed: CaptureOutcome = {
  ok: false,
  failure: {
    tier: 'http',
    profile: 'browser',
    at: 0,
    kind: 'connection-refused',
    retryable: false,
    reason: 'Nothing is outside of this test.',
    hops: [],
    durationMs: 0,
  },
};

interface Outside {
  readonly policy: Policy;
  readonly random: Random;
  readonly takeCapture: TakeCapture;
  readonly isBlind: IsBlind;
  readonly askTextRecords: AskTextRecords;
}

export const nothingOutside: Outside = {
  policy: testPolicy,
  random: () => 0.5,
  takeCapture: async () => failed,
  isBlind: async () => false,
  askTextRecords: async () => [],
};
