/** The file of the model of attackers' scripts, as `benches/fit-models.ts` writes it. */
import { z } from 'zod';
import type { ScriptModel } from '../core/scripts/model/script-model.ts';
import { syntaxStatistics } from '../core/scripts/model/syntax-statistics.ts';
import { textStatistics } from '../core/scripts/model/text-statistics.ts';

const count = z.int().min(0);

export const scriptModelSchema = z.strictObject({
  version: z.literal(1),
  fitted: z.strictObject({
    attackScripts: count,
    ordinaryScripts: count,
    ridge: z.number().positive(),
    above: z.array(z.strictObject({ nats: z.number(), attack: count, ordinary: count })),
  }),
  slope: z.number(),
  shift: z.number(),
  intercept: z.number(),
  cuts: z.partialRecord(z.enum([...textStatistics, ...syntaxStatistics]), z.array(z.number())),
  weights: z.record(z.string(), z.number()),
  ordinary: z.record(z.string(), z.number()),
});

export function scriptModelOf(file: z.output<typeof scriptModelSchema>): ScriptModel {
  const { cuts, intercept, weights, ordinary, slope, shift } = file;
  const byName = (of: Readonly<Record<string, number>>) => new Map(Object.entries(of));
  return { cuts, intercept, weights: byName(weights), ordinary: byName(ordinary), slope, shift };
}
