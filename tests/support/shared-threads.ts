/** Threads shared by all tests of a worker, and ended with it: starting one takes longer than most tests need it. */
import { pino } from 'pino';
import type { Policy } from '../../src/core/policy.ts';
import type { Judging, Read } from '../../src/core/ports.ts';
import { createPictures } from '../../src/pictures/pictures.ts';
import { createReading } from '../../src/reading/reading.ts';

const log = pino({ level: 'silent' });
const judgings = new Map<Policy, Judging>();
let reading: ReturnType<typeof createReading> | undefined;
let pictures: ReturnType<typeof createPictures> | undefined;

export function sharedPictures(): ReturnType<typeof createPictures> {
  pictures ??= createPictures({ log, workers: 1 });
  return pictures;
}

export function sharedJudging(policy: Policy): Judging {
  const judging = judgings.get(policy) ?? createReading({ policy: () => policy, clock: Date.now, log }).judging;
  judgings.set(policy, judging);
  return judging;
}

export const sharedRead: Read = (name, input, lane) => {
  reading ??= createReading({ policy: null, clock: Date.now, log });
  return reading.read(name, input, lane);
};
