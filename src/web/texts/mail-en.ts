/** English: the page behind the link in a mail. */
import type { TextsLike } from './keys.ts';
import type { mailVi } from './mail-vi.ts';

export const mailEn: TextsLike<typeof mailVi> = {
  mailGathered: 'Sent in a digest',
  mailOutside: 'A recipient outside your agency',
  acknowledgeByLinkTitle: 'Acknowledge an incident',
  acknowledgeByLinkIntro: (recipient) =>
    `Press the button to confirm that you know of this incident and are dealing with it. It is recorded under the name ${recipient}.`,
  acknowledgeByLinkButton: (open) => (open < 2 ? 'Acknowledge' : `Acknowledge ${open} incidents`),
  acknowledgeByLinkEvidence: 'Sign in to see the evidence',
  acknowledgeByLinkMany: (count) => `${count} incidents of a digest`,
  acknowledgeByLinkMore: (rest) => `and ${rest} more in the message`,
  acknowledgeByLinkAllDone: 'These incidents are acknowledged or over.',
  acknowledgeByLinkReopened:
    'This link has been used. The incident has developed since and needs to be acknowledged again: use the link in the newest mail.',
  acknowledgeByLinkClosed:
    'This link no longer works: it has expired, or the address no longer receives alerts for this portal. Sign in to see the incident.',
};
