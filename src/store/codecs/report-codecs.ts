/** JSON of period reports. */
import { z } from 'zod';
import type { AskedReport } from '../../core/reports/asked-report.ts';
import { spanPresets } from '../../core/reports/spans.ts';
import { recordCodec } from './codec.ts';
import { schemaOf, time } from './finding-shapes.ts';

export const askedReport = recordCodec<AskedReport>(
  { table: 'reports', column: 'requestJson', version: 1 },
  schemaOf<AskedReport>()(
    z.object({
      span: z.object({
        preset: z.enum(spanPresets),
        from: time,
        to: time,
        name: z.object({ vi: z.string(), en: z.string() }),
      }),
      agencyId: z.number().nullable(),
      tagKey: z.string().nullable(),
      scopeName: z.string().nullable(),
      language: z.enum(['vi', 'en']),
      to: z.array(z.string()),
      attach: z.enum(['pdf', 'xlsx', 'none']),
      isSummary: z.boolean(),
    }),
  ),
);
