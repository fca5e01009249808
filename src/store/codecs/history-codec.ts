/** JSON of the hours of looks. */
import { z } from 'zod';
import type { LookHour } from '../../core/history/look-hour.ts';
import { recordCodec } from './codec.ts';
import { kind, level, schemaOf } from './finding-shapes.ts';

export type LookTallies = Pick<LookHour, 'results' | 'response'>;

export const lookTallies = recordCodec<LookTallies>(
  { table: 'lookHours', column: 'talliesJson', version: 1 },
  schemaOf<LookTallies>()(
    z.object({
      results: z.array(z.object({ level, kind: kind.nullable(), looks: z.number() })),
      response: z.array(z.tuple([z.number(), z.number()])),
    }),
  ),
);
