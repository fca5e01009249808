/** JSON of long lists of portals. */
import { z } from 'zod';
import type { LineCells, LineResult } from '../../core/domain/import-line.ts';
import type { Words } from '../../core/domain/words.ts';
import { listCodec, recordCodec } from './codec.ts';
import { schemaOf } from './finding-shapes.ts';

const words = schemaOf<Words>()(z.object({ vi: z.string(), en: z.string() }));

export const unusedHeadings = listCodec<string>(
  { table: 'imports', column: 'unusedJson', version: 1 },
  z.array(z.string()),
);

export interface StoredLine {
  readonly cells: LineCells;
  /** Why the line as a whole can't be read. */
  readonly fault: Words | null;
}

export const listedLine = recordCodec<StoredLine>(
  { table: 'importLines', column: 'lineJson', version: 1 },
  schemaOf<StoredLine>()(z.object({ cells: z.record(z.string(), z.string()), fault: words.nullable() })),
);

export const lineResult = recordCodec<LineResult>(
  { table: 'importLines', column: 'resultJson', version: 1 },
  schemaOf<LineResult>()(
    z.object({
      plan: z
        .object({
          name: z.string(),
          address: z.string(),
          agency: z.string().nullable(),
          pages: z.number(),
          emails: z.number(),
          tags: z.number(),
          warnings: z.array(words),
        })
        .nullable(),
      problems: z.array(z.object({ column: z.string().nullable(), words })),
    }),
  ),
);
