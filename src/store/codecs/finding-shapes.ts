/** Schemas of findings and verdicts, shared by the codecs of several records. */
import { z } from 'zod';
import type { AttackKind, Finding, Indicator, Place, Verdict } from '../../core/domain/finding.ts';
import { indicatorTypes } from '../../core/domain/finding.ts';
import type { Exactly } from './codec.ts';

/** Fails to compile unless the schema describes exactly the type. */
export function schemaOf<T>() {
  return <S extends z.ZodType>(schema: Exactly<T, S>): S => schema;
}

const attackKinds = [
  'defacement',
  'injection',
  'redirection',
  'takeover',
  'cloaking',
  'ransom-note',
  'certificate',
] as const;
const unknownKinds = ['unavailable', 'blocked', 'maintenance', 'parked', 'error-page', 'cut-off', 'blind'] as const;

export const time = z.number();
export const level = z.enum(['clean', 'suspect', 'alarm', 'unknown']);
export const attackKind = schemaOf<AttackKind>()(z.enum(attackKinds));
export const kind = z.enum([...attackKinds, ...unknownKinds]);
export const tier = z.enum(['http', 'browser']);
export const specialProfile = z.enum(['search-bot', 'search-click', 'phone', 'declared']);
const words = z.object({ vi: z.string(), en: z.string() });
export const indicator = schemaOf<Indicator>()(z.object({ type: z.enum(indicatorTypes), value: z.string() }));

export const place = schemaOf<Place>()(
  z.object({
    path: z.string().exactOptional(),
    before: z.string().exactOptional(),
    after: z.string().exactOptional(),
    box: z.object({ x: z.number(), y: z.number(), width: z.number(), height: z.number() }).exactOptional(),
  }),
);

export const finding = schemaOf<Finding>()(
  z.object({
    detector: z.string(),
    family: z.enum([
      'words',
      'text',
      'outline',
      'title',
      'makeup',
      'picture',
      'route',
      'links',
      'scripts',
      'frames',
      'behaviour',
      'profile',
      'pages',
      'names',
      'certificate',
      'registration',
      'history',
      'self',
    ]),
    kind: attackKind,
    score: z.number(),
    cues: z.array(z.string()).exactOptional(),
    reason: words,
    fingerprint: z.string().nullable(),
    place: place.exactOptional(),
    indicators: z.array(indicator),
  }),
);

export const verdict = schemaOf<Verdict>()(
  z.object({
    level,
    kind: kind.nullable(),
    score: z.number(),
    conclusive: z.boolean(),
    findings: z.array(finding),
    isGone: z.literal(true).exactOptional(),
    onlyFor: z.object({ profile: specialProfile, alone: z.boolean() }).exactOptional(),
    onlyFrom: z.string().exactOptional(),
  }),
);
