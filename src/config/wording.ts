/** The shipped models of wording, as `benches/fit-models.ts` writes them. */
import { z } from 'zod';
import { fromBase64 } from '../core/learned/base64.ts';
import type { WordingModel } from '../core/wording/wording-model.ts';

const calibration = z.strictObject({ slope: z.number().positive(), offset: z.number() });

const fewestBuckets = 2 ** 10;
const mostBuckets = 2 ** 18;

export const wordingSchema = z.strictObject({
  /** Number of texts it was fitted on. */
  fitted: z.strictObject({ attackers: z.number(), ordinary: z.number(), written: z.number() }),
  calibration: z.strictObject({ 'first-sight': calibration, learned: calibration }),
  bias: z.number(),
  scale: z.number().positive(),
  /** One signed byte per bucket. */
  weights: z.base64().refine((text) => isBuckets(fromBase64(text).length), 'must be a power of two of bytes'),
});

function isBuckets(count: number): boolean {
  return count >= fewestBuckets && count <= mostBuckets && Number.isInteger(Math.log2(count));
}

export function wordingModel({ calibration, bias, scale, weights }: z.output<typeof wordingSchema>): WordingModel {
  return { calibration, bias, scale, weights: new Int8Array(fromBase64(weights)) };
}
