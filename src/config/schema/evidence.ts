/** Evidence packages. */
import { z } from 'zod';
import { contact } from '../fields.ts';

export const evidenceSection = z
  .strictObject({
    /** Time-stamping authority (RFC 3161) that stamps each manifest; without one, packages carry no stamp. */
    tsa: z.url({ protocol: /^https?$/, error: 'must be an http or https address' }).optional(),
    /** Whom to call before evidence is handed over: the police unit, the legal department. */
    contacts: z.array(contact).default([]),
  })
  .prefault({});
