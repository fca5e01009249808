/** The shipped list of file names that attackers leave behind. */
import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { z } from 'zod';

const schema = z
  .array(
    z.strictObject({
      path: z.string().regex(/^\/[\w./-]{1,80}$/),
      class: z.enum(['telling', 'plain']),
      because: z.string().min(1),
    }),
  )
  .min(1);

export type DroppedName = z.output<typeof schema>[number];

const shipped = new URL('../../config/dropped-names.yaml', import.meta.url);

export function loadDroppedNames(): readonly DroppedName[] {
  return schema.parse(parse(readFileSync(shipped, 'utf8')));
}
