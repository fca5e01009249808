/** JSON of targets, discoveries, host names and baselines. */
import { z } from 'zod';
import type { Profile } from '../../core/domain/capture.ts';
import type { TargetState } from '../../core/domain/target.ts';
import type { LearnedContent } from '../../core/learned/baseline.ts';
import type { AcceptedNames } from '../../core/names/accepted-names.ts';
import type { NameLook } from '../../core/names/name-look.ts';
import type { NotFoundAnswers } from '../../core/pages/not-found-answers.ts';
import { recordCodec } from './codec.ts';
import { kind, level, schemaOf, specialProfile, tier, time, verdict } from './finding-shapes.ts';

export const targetState = recordCodec<TargetState>(
  { table: 'targets', column: 'stateJson', version: 1 },
  schemaOf<TargetState>()(
    z.object({
      status: z.enum(['learning', 'ok', 'pending', 'firing']),
      since: time,
      votes: z.array(z.object({ at: time, level, kind: kind.nullable() })),
      worst: z.object({ verdict, checkId: z.number().nullable() }).nullable(),
      raisedBy: tier.nullable(),
      raisedFor: specialProfile.nullable(),
      queued: z.array(z.string()),
      lastFingerprints: z.array(z.string()),
      cleanStreak: z.number(),
      lastLevel: level.nullable(),
      lastKind: kind.nullable(),
      unknownSince: time.nullable(),
      lastIsGone: z.boolean(),
      blindSince: time.nullable(),
      outageNotified: z.enum(['nobody', 'operator', 'agency']),
      unconfirmedAt: z.array(time),
      overdueAt: time.nullable(),
      clickedAt: z.array(time).exactOptional(),
      cuts: z.object({ tail: z.string(), looks: z.number() }).exactOptional(),
      lookCount: z.number(),
    }),
  ),
);

/** Fingerprints of the latest clean HTTP look of each profile. */
export const profileEtags = recordCodec<Partial<Record<Profile, string>>>(
  { table: 'targets', column: 'profileEtagsJson', version: 1 },
  z.record(z.string(), z.string()),
);

export const notFoundAnswers = recordCodec<NotFoundAnswers>(
  { table: 'discoveries', column: 'notFoundJson', version: 1 },
  schemaOf<NotFoundAnswers>()(
    z.object({
      format: z.literal(1),
      looks: z.number(),
      shapes: z.array(z.object({ status: z.number(), outline: z.array(z.number()), blocks: z.array(z.number()) })),
      statuses: z.array(z.number()),
      domains: z.array(z.string()),
      hosts: z.array(z.string()),
    }),
  ),
);

const anything = z.unknown();
const list = z.array(anything);

/** Shallow: megabytes that every look reads. Its seal covers each byte. */
export const baselineContent = recordCodec<LearnedContent>(
  { table: 'baselines', column: 'content', version: 1 },
  z.object({
    format: z.literal(1),
    received: z.looseObject({ looks: z.number() }).nullable(),
    rendered: z.looseObject({ looks: z.number() }).nullable(),
    picture: z.looseObject({ rendererVersion: z.string() }).nullable(),
    anchor: z.looseObject({}),
    distance: z.number(),
  }),
);

/** Shallow: its lists grow with everything a host has ever shown. */
export const acceptedNames = recordCodec<AcceptedNames>(
  { table: 'hostNames', column: 'acceptedJson', version: 1 },
  z.object({
    format: z.literal(1),
    looks: z.number(),
    learnedAt: time,
    records: z.record(z.string(), list),
    networks: list,
    peculiarities: list,
    tls: z.looseObject({ keys: list, issuers: list, errors: list }).nullable(),
    registration: z.looseObject({ registrars: list }).nullable(),
    listings: list,
    finalDomains: list,
    warned: z.looseObject({}),
  }),
);

const nameLookShape = z.object({
  at: time,
  host: z.string(),
  port: z.number(),
  zone: z.string(),
  resolvers: list.nullable(),
  tls: z.looseObject({}).nullable(),
  registration: z.looseObject({}).nullable(),
  listings: list.nullable(),
  routes: list.nullable(),
  durationMs: z.number(),
});

/** Shallow: answers of a dozen servers. The same text is stored in both tables. */
export const nameLook = recordCodec<NameLook>({ table: 'nameLooks', column: 'lookJson', version: 1 }, nameLookShape);
