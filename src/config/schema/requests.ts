/** The public page where agencies ask to be watched and people report what they saw; off without `web.publicListen`. */
import { z } from 'zod';
import { origin } from '../fields.ts';

const text = (most: number) => z.string().trim().max(most).default('');

export const requestsSection = z
  .strictObject({
    /** Where the public reaches the page; links in confirmation mails begin with it. */
    publicUrl: origin.optional(),
    /** The body that runs the monitor, as shown on the page and in its mails. */
    operator: text(120),
    /** How to reach it: shown on the page for questions about personal data and for requests by mail. */
    contact: text(300),
    /** Submissions of one IPv4 address, or one IPv6 /56, in an hour. */
    perHour: z.coerce.number().int().min(1).max(1_000).default(5),
    /** Submissions of everybody in a day. */
    perDay: z.coerce.number().int().min(1).max(10_000).default(100),
  })
  .prefault({});
