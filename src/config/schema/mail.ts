/** The mail server, and what is mailed when. */
import { z } from 'zod';
import { clockSpan, clockTime, duration, email } from '../fields.ts';

const port = z.coerce.number().int().min(1).max(65_535);

export const smtpSection = z
  .strictObject({
    host: z.string().min(1).optional(),
    port: port.optional(),
    security: z.enum(['starttls', 'tls', 'none']).default('starttls'),
    user: z.string().optional(),
    password: z.string().optional(),
  })
  .prefault({});

export const mailSection = z
  .strictObject({
    from: z.string().default('Vọng Gác <vonggac@localhost>'),
    languages: z
      .array(z.enum(['vi', 'en']))
      .min(1)
      .default(['vi', 'en']),
    /** Messages per hour, all recipients together. */
    hourlyCap: z.coerce.number().int().min(1).default(200),
    /** Local hours in which less urgent messages are held, then sent as one digest; empty: none. */
    quietHours: clockSpan.default(''),
    /** Local hours in which each contact's own limit of mails applies. */
    nightHours: clockSpan.default('22:00-06:00'),
    /** Reminders of an unacknowledged incident: the first `after`, then `every`, at most `most` (0: none). */
    reminders: z
      .strictObject({
        after: duration.prefault('30m'),
        every: duration.prefault('2h'),
        most: z.coerce.number().int().min(0).max(20).default(3),
      })
      .prefault({}),
    /** ASCII-armoured private key that signs every mail (RFC 3156); without one, mails are unsigned. */
    pgp: z.strictObject({ keyFile: z.string().min(1).optional(), passphrase: z.string().optional() }).prefault({}),
    /** Receive the daily coverage mail, and notices about portals that can't be seen. */
    operators: z.array(email).default([]),
    /** Whether the officer on duty, or the operators where there is no roster, get the mail about every incident too. */
    operatorAlarms: z.stringbool().or(z.boolean()).default(true),
    /** Local time of the daily coverage mail, HH:MM. */
    coverageAt: clockTime.default('07:30'),
  })
  .prefault({});
