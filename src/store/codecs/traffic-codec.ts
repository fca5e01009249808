/** The JSON of recorded traffic, a content of its own in the blob store. */
import { z } from 'zod';
import type { StoredTraffic } from '../../core/domain/traffic.ts';
import { recordCodec } from './codec.ts';
import { schemaOf, time } from './finding-shapes.ts';

const headers = z.array(z.tuple([z.string(), z.string()]));
const body = z.object({ hash: z.string(), mediaType: z.string(), sizeBytes: z.number() });

const answer = z.object({
  status: z.number(),
  statusText: z.string(),
  protocol: z.string(),
  headers,
  address: z.string().nullable(),
  body: body.nullable(),
  form: z.enum(['transferred', 'decoded']),
  isWhole: z.boolean(),
});

const exchange = z.object({
  url: z.string(),
  method: z.string(),
  type: z.string(),
  at: time,
  durationMs: z.number(),
  requestHeaders: headers,
  answer: answer.nullable(),
  failure: z.string().nullable(),
});

export const storedTraffic = recordCodec<StoredTraffic>(
  { table: 'archives', column: 'hash', version: 1 },
  schemaOf<StoredTraffic>()(
    z.object({
      exchanges: z.array(exchange),
      certificates: z.array(z.object({ hash: z.string(), der: z.string() })),
      left: z.object({ exchanges: z.number(), bytes: z.number() }),
    }),
  ),
);
