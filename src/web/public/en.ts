/** English: the public page. */
import type { vi } from './vi.ts';

export const en: typeof vi = {
  otherLanguage: 'Tiếng Việt',
  skip: 'Skip to the content',
  product: 'Vọng Gác',
  tagline: 'Watches public portals from the outside',
  home: 'Start page',
  runBy: (operator) => `Run by: ${operator}`,
  contactAt: (contact) => `Contact: ${contact}`,

  homeTitle: 'Ask for watching, or report a page that looks attacked',
  homeIntro:
    'Vọng Gác looks at public portals from the outside, with nothing installed on them, and tells the people responsible when a page was defaced, injected or redirected.',
  watchTitle: 'Ask us to watch a portal',
  watchShort: 'For agencies and organisations that want their portals watched, always or during a holiday or an event.',
  watchGo: 'Make a request',
  reportTitle: 'Report a page that looks attacked',
  reportShort: 'For everybody: give the address and say what you saw. No name needed.',
  reportGo: 'Make a report',
  sheetText: 'Several portals at once? Fill in the template and send it by mail with your letter:',
  sheetExcel: 'Excel template',
  sheetCsv: 'CSV template',

  watchIntro:
    'All fields but the two days are needed. Then open the mail that we send you and confirm; operators see confirmed requests only.',
  agency: 'Name of the agency',
  portals: 'Addresses of the portals',
  portalsHint: 'One per line, at most 20. Example: https://sotp.example.gov.vn/',
  contact: 'Contact person',
  phone: 'Telephone',
  phoneHint: 'A number that somebody answers; any extension at the end.',
  email: 'E-mail',
  emailHint: 'Gets the confirmation and the alarms. Best on another domain than the portal.',
  basis: 'Basis of the request',
  basisHint: 'For example: letter 12/CV-VP of 10 January 2027.',
  period: 'Period',
  periodHint: 'Leave it empty for permanent watching.',
  from: 'First day (optional)',
  to: 'Last day (optional)',

  reportIntro:
    'Vọng Gác does not open this address by itself; an operator looks into it. If the page is watched already, it is looked at right away.',
  url: 'Address of the page',
  urlHint: 'Copy it from the address bar of your browser.',
  seen: 'What did you see?',
  seenHint:
    'For example: the home page shows gambling advertisements on a phone. No passwords, nothing private about others.',
  you: 'For an answer (optional)',
  name: 'Name (optional)',
  reportEmail: 'E-mail (optional)',
  reportEmailHint: 'Only if you want an answer: we send one message to confirm the address.',

  privacyTitle: 'Personal data',
  privacyPurpose: {
    watch:
      'Name, telephone and e-mail are used only to handle this request and to reach you when the portal is attacked.',
    report: 'Name and e-mail, if given, are used only to look into this report and to answer you.',
  },
  privacyKept:
    'Unconfirmed requests are deleted after 7 days, closed ones after 12 months. The data is passed to nobody, and is in no evidence and no shared feed.',
  privacyRights: (contact) =>
    `You may see and correct your data, withdraw your consent and have your data erased under the Personal Data Protection Law and Decree 356/2025/NĐ-CP${contact === '' ? '.' : `: contact ${contact}.`}`,
  consentWatch: 'I agree that the operator processes this information for the purpose given.',
  consentReport:
    'I agree that the operator processes my name and e-mail for the purpose given (needed only if you gave them).',
  send: 'Send',
  mistakes: (count) => `Not sent yet: ${count === 1 ? 'one thing needs' : `${count} things need`} your attention.`,

  sentTitle: 'Received',
  sentWatch:
    'Open the mailbox that you gave and choose “Review and confirm” within 7 days. An address gets one confirmation mail in 24 hours; if you sent another request today, use the link that you have.',
  sentReport: 'Thank you. An operator will look into it.',
  sentReportMail:
    'Thank you. An operator will look into it. To get an answer, open the mailbox that you gave and choose “Review and confirm”.',

  networkFull: 'Your network has sent several requests within the last hour. Try again in an hour.',
  dayFull: 'We have received all the requests that we can take today. Try again tomorrow, or contact us directly.',
  foreign: 'The form was sent from another site and was not accepted. Open this page again and send it from here.',
  tooLarge: 'What you sent is too long.',
  notFoundTitle: 'There is no such page',
  notFoundText: 'The address is wrong, or the page is gone.',
  refusedTitle: 'Not accepted',
  broken: 'Something went wrong. Try again later.',

  linkOverTitle: 'This link is no longer valid',
  linkOverText: 'It was used, has expired, or was replaced by a newer one.',
  confirmTitle: 'Confirm your request',
  confirmIntro: 'Keep only what you sent yourself ticked. Anything else is deleted.',
  confirmWatch: (number, agency) => `Request ${number}: watch portals of ${agency}`,
  confirmReport: (number) => `Report ${number}`,
  confirmButton: 'Confirm',
  confirmNone: 'Choose at least one.',
  confirmedTitle: 'Confirmed',
  confirmedText: 'Your request is with the operators. You will hear from us at this address.',
  agreeTitle: 'Confirm that you manage this host',
  agreeIntro: (host) =>
    `Somebody asked us to watch ${host} from the outside. If you manage this host and agree, use the button below.`,
  agreeAgency: 'Agency named in the request',
  agreePortals: 'Addresses',
  agreeButton: 'We manage this host and agree',
  agreedText: 'Your agreement is recorded. The operators will handle the request.',
  extendTitle: 'Extend the watching',
  extendIntro: (day) => `The present period ends with ${day}.`,
  extendTo: 'Watch until the end of',
  extendButton: 'Extend',
  extendedText: 'The watching is extended.',
};
