/** English: the page to which the link in a mail leads. */
import type { TextsLike } from '../texts.ts';
import type { mailVi } from './mail-vi.ts';

export const mailEn: TextsLike<typeof mailVi> = {
  mailGathered: 'Told by a digest',
  acknowledgeByLinkTitle: 'Acknowledge an incident',
  acknowledgeByLinkIntro: (recipient) =>
    `Press the button to confirm that you know of this and are dealing with it. It is recorded in the name of ${recipient}.`,
  acknowledgeByLinkButton: 'Acknowledge',
  acknowledgeByLinkReopened:
    'This link was used. The incident has developed since and needs to be acknowledged again: use the link in the newest mail.',
  acknowledgeByLinkClosed:
    'This link does not work any more: it has expired, or the address is no longer told of this portal. Sign in to see the incident.',
};
