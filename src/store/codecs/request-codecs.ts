/** JSON of requests. */
import { z } from 'zod';
import type { RequestDetails } from '../../core/requests/request.ts';
import { listCodec, recordCodec } from './codec.ts';
import { kind, level, time } from './finding-shapes.ts';

const findings = {
  published: z.record(z.string(), z.array(z.string())),
  look: z.object({ at: time, level, kind: kind.nullable() }).nullable(),
  answer: z.string(),
};

export const requestDetails = recordCodec<RequestDetails>(
  { table: 'requestDetails', column: 'fieldsJson', version: 1 },
  z.discriminatedUnion('kind', [
    z.object({
      kind: z.literal('watch'),
      agency: z.string(),
      portals: z.array(z.string()),
      contact: z.string(),
      phone: z.string(),
      email: z.string(),
      basis: z.string(),
      ...findings,
    }),
    z.object({
      kind: z.literal('report'),
      url: z.string(),
      seen: z.string(),
      name: z.string(),
      email: z.string(),
      ...findings,
    }),
  ]),
);

export const requestSites = listCodec<number>(
  { table: 'requests', column: 'siteIdsJson', version: 1 },
  z.array(z.number()),
);
