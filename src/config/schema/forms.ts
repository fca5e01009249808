/** The forms of incident reports. */
import { z } from 'zod';

/** Files that replace the shipped ones in `config/forms/`; empty for those. */
export const formsSection = z
  .strictObject({
    initial: z.string().default(''),
    progress: z.string().default(''),
    final: z.string().default(''),
  })
  .prefault({});
