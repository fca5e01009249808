/** English: the page behind the link in an email, and the monitor’s own problems. */
import type { TextsLike } from './keys.ts';
import type { mailVi } from './mail-vi.ts';

export const mailEn: TextsLike<typeof mailVi> = {
  monitorTroubles: 'The monitor itself has problems',
  troubleCount: (count: number, worst: string) =>
    `${count} ${count === 1 ? 'problem' : 'problems'} of the monitor: ${worst}`,
  mailWaiting: (messages: number, since: string) =>
    `${messages} ${messages === 1 ? 'message has' : 'messages have'} not been sent, the oldest since ${since}.`,
  mailNoServer: 'No mail server is configured: set smtp.host in the configuration file and restart the monitor.',
  mailServerDown: (since: string) =>
    `The mail server has accepted nothing since ${since}; Vọng Gác retries every minute.`,
  mailSendNow: 'Send again now',
  browserFailing: (since: string) =>
    `The browser has not worked since ${since}: pages are checked by HTTP only, without pictures.`,
  diskLow: (gigabytes: string) => `Only ${gigabytes} GB of disk space is free: new evidence is not kept.`,
  looksLate: (pages: number, late: string) =>
    `${pages} ${pages === 1 ? 'page is' : 'pages are'} overdue for a check, the longest by ${late}.`,
  doneMailRetried: 'All unsent messages are being sent again.',

  mailGathered: 'Sent in a digest',
  mailOutside: 'Recipient outside your agency',
  acknowledgeByLinkTitle: 'Acknowledge an incident',
  acknowledgeByLinkIntro: (recipient) =>
    `Press the button to confirm that you know of this incident and are dealing with it. The acknowledgement is recorded under ${recipient}.`,
  acknowledgeByLinkButton: (open) => (open < 2 ? 'Acknowledge' : `Acknowledge ${open} incidents`),
  ownWorkButton: 'We made this change ourselves; it is not an incident',
  ownWorkHint:
    'The incident is recorded as acknowledged, with this statement from the agency. Monitoring continues unchanged; an operator will review and decide.',
  eventOwnWork: 'The agency says that it changed the page itself',
  ownWorkClaimed: (who: string, at: string) =>
    `${who} says that the agency changed the page itself and that this is not an incident (${at}). Verify by telephone before deciding: anyone who controls the mailbox could say the same.`,
  acknowledgeByLinkEvidence: 'Sign in to see the evidence',
  acknowledgeByLinkMany: (count) => `${count} incidents in a digest`,
  acknowledgeByLinkMore: (rest) => `and ${rest} more in the email`,
  acknowledgeByLinkAllDone: 'These incidents are acknowledged or over.',
  acknowledgeByLinkReopened:
    'This link has been used. The incident has escalated since and needs to be acknowledged again: use the link in the latest email.',
  acknowledgeByLinkClosed:
    'This link no longer works: it has expired, or the address no longer receives alarms for this portal. Sign in to see the incident.',
};
