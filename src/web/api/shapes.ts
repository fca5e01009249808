/** Shapes that several answers share. Times are RFC 3339 in UTC, as in every `--json` output. */
import { z } from '@hono/zod-openapi';
import { type Finding, indicatorTypes } from '../../core/domain/finding.ts';

export const time = z.iso.datetime().openapi({ example: '2026-11-30T17:00:00.000Z' });
export const timeOrNull = time.nullable();
export const level = z.enum(['clean', 'suspect', 'alarm', 'unknown']);
export const targetId = z
  .string()
  .regex(/^[0-9]{1,15}\.[0-9]{1,9}$/)
  .openapi({ example: '3.1' });
export const id = z.coerce.number().int().min(1).max(Number.MAX_SAFE_INTEGER);

export function instant(at: number): string {
  return new Date(at).toISOString();
}

export function instantOrNull(at: number | null): string | null {
  return at === null ? null : instant(at);
}

export const numberedSite = z.object({ id: z.int(), name: z.string(), url: z.string() });
export const agencyRef = z.object({ id: z.int(), name: z.string() }).nullable();

export const note = z
  .string()
  .trim()
  .max(2_000)
  .openapi({ description: 'Reason, in words; kept in the log of the incident and in the audit log' });

export const indicatorSchema = z
  .object({ type: z.enum(indicatorTypes), value: z.string() })
  .openapi('Indicator', { description: 'Written by a watched page: hostile text' });

export const findingSchema = z
  .object({
    detector: z.string(),
    kind: z.string(),
    score: z.number().openapi({ description: 'In nats; 0 is a remark' }),
    reason: z.object({ vi: z.string(), en: z.string() }),
    fingerprint: z.string().nullable(),
    place: z
      .object({ path: z.string().optional(), before: z.string().optional(), after: z.string().optional() })
      .optional(),
    indicators: z.array(indicatorSchema),
  })
  .openapi('Finding');

export function findingOf({ detector, kind, score, reason, fingerprint, place, indicators }: Finding) {
  return { detector, kind, score, reason, fingerprint, place, indicators: [...indicators] };
}
