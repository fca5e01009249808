/** Overrides of the shipped policy. */
import { z } from 'zod';

export const policySection = z
  .strictObject({
    /** A file that overrides parts of the shipped config/policy.yaml. */
    file: z.string().default(''),
    thresholds: z
      .strictObject({
        suspect: z.coerce.number().positive().optional(),
        alarm: z.coerce.number().positive().optional(),
      })
      .prefault({}),
    /** Additional phrases for `signature-phrase`, each with its weight in nats. */
    phrases: z
      .array(
        z.strictObject({
          text: z.string().min(3),
          language: z.string().default('und'),
          weight: z.coerce.number().min(0).max(10),
        }),
      )
      .default([]),
  })
  .prefault({});
