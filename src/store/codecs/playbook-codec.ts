/** JSON of edited first steps. */
import { z } from 'zod';
import type { Words } from '../../core/domain/words.ts';
import { listCodec } from './codec.ts';

export const playbookSteps = listCodec<Words>(
  { table: 'playbookVersions', column: 'stepsJson', version: 1 },
  z.array(z.object({ vi: z.string(), en: z.string() })),
);
