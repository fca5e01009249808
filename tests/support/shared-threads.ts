/** Threads that all tests of a worker share: starting one takes longer than what most tests ask of it. They end with it. */
import { pino } from 'pino';
import type { Policy } from '../../src/core/policy.ts';
import { createJudging } from '../../src/judging/judging.ts';
import { createPictures } from '../../src/pictures/pictures.ts';

const log = pino({ level: 'silent' });
const judgings = new Map<Policy, ReturnType<typeof createJudging>>();
let pictures: ReturnType<typeof createPictures> | undefined;

export function sharedPictures(): ReturnType<typeof createPictures> {
  pictures ??= createPictures({ log, workers: 1 });
  return pictures;
}

export function sharedJudging(policy: Policy): ReturnType<typeof createJudging> {
  const judging = judgings.get(policy) ?? createJudging({ policy, log });
  judgings.set(policy, judging);
  return judging;
}
