/** English: the page behind the link in a mail. */
import type { TextsLike } from './keys.ts';
import type { mailVi } from './mail-vi.ts';

export const mailEn: TextsLike<typeof mailVi> = {
  monitorTroubles: 'The monitor itself has problems',
  mailWaiting: (messages: number, since: string) =>
    `${messages} ${messages === 1 ? 'message has' : 'messages have'} not been sent, the oldest since ${since}.`,
  mailServerDown: (since: string) => `The mail server has accepted nothing since ${since}; it is retried every minute.`,
  mailSendNow: 'Send again now',
  browserFailing: (since: string) =>
    `The browser has not worked since ${since}: pages are looked at by HTTP only, without pictures.`,
  diskLow: (gigabytes: string) => `Only ${gigabytes} GB are free on the disk: new evidence is not kept.`,
  looksLate: (pages: number, late: string) =>
    `${pages} ${pages === 1 ? 'page is' : 'pages are'} overdue for a look, the latest by ${late}.`,
  doneMailRetried: 'Everything that could not be sent is being sent again.',

  mailGathered: 'Sent in a digest',
  mailOutside: 'A recipient outside your agency',
  acknowledgeByLinkTitle: 'Acknowledge an incident',
  acknowledgeByLinkIntro: (recipient) =>
    `Press the button to confirm that you know of this incident and are dealing with it. It is recorded under the name ${recipient}.`,
  acknowledgeByLinkButton: (open) => (open < 2 ? 'Acknowledge' : `Acknowledge ${open} incidents`),
  ownWorkButton: 'We made this change ourselves; it is not an incident',
  ownWorkHint:
    'The incident is recorded as acknowledged, with this statement of the agency. Nothing else changes; an operator will review it and decide.',
  eventOwnWork: 'The agency says that it changed the page itself',
  ownWorkClaimed: (who: string, at: string) =>
    `${who} says that the agency changed the page itself and that this is no incident (${at}). Verify it by telephone before deciding: somebody who took over the mailbox could claim the same.`,
  acknowledgeByLinkEvidence: 'Sign in to see the evidence',
  acknowledgeByLinkMany: (count) => `${count} incidents of a digest`,
  acknowledgeByLinkMore: (rest) => `and ${rest} more in the message`,
  acknowledgeByLinkAllDone: 'These incidents are acknowledged or over.',
  acknowledgeByLinkReopened:
    'This link has been used. The incident has escalated since and needs to be acknowledged again: use the link in the newest mail.',
  acknowledgeByLinkClosed:
    'This link no longer works: it has expired, or the address no longer receives alerts for this portal. Sign in to see the incident.',
};
