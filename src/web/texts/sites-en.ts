/** English: registering portals, what is learned of a page. */
import type { TextsLike } from '../texts.ts';
import type { sitesVi } from './sites-vi.ts';

export const sitesEn: TextsLike<typeof sitesVi> = {
  boardEmptyTitle: 'No portals yet',
  boardEmptyStep1: 'Register the first portal',
  boardEmptyStep1Text:
    'Its address, its name and the e-mail of whoever is on duty are enough. Nothing is installed on it.',
  boardEmptyStep2: 'Or bring a whole list',
  boardEmptyStep2Text: 'Write it to a CSV file (columns url, name, agency, email) and run on the server:',
  boardEmptyStep3: 'See it being learned',
  boardEmptyStep3Text: (looks) =>
    `Each page is looked at ${looks} times for a provisional baseline. Somebody with the right to approve looks it over and approves; only then the portal is green.`,
  boardEmptyViewer: 'Your account may only look. Ask an operator to register portals.',

  filterAnyAgency: 'Any agency',

  addSite: 'Add a portal',
  addSiteIntro:
    'Vọng Gác looks from the outside and installs nothing. A portal that was just registered is learned first and watched from then on.',
  addSiteAddress: 'Address of the home page',
  addSiteAddressHint: 'For example https://province.example.gov.vn/',
  addSiteName: 'Name',
  addSiteNameHint: 'The domain name when left empty.',
  addSiteAgencyHint: 'Whose portal it is: choose one, or write a new name.',
  addSiteEmails: 'Who is told by e-mail',
  addSiteEmailsHint:
    'One address a line. Better with one outside the portal’s own domain, in case the domain is taken.',
  addSitePages: 'Further pages to watch',
  addSitePagesHint: 'One a line: a path like /news, or a whole address. At most 50 pages.',
  addSiteTooManyPages: 'At most 50 pages and 50 e-mail addresses at once; import the rest from a file.',
  addSiteConsentHint: 'The letter or person that agreed to the watching.',
  addSiteButton: 'Register and begin to learn',
  addSiteDoneTitle: 'Registered',
  addSiteDoneText: (name) => `${name} is registered. Please note:`,
  addSiteSee: 'See the portal',
  doneSiteAdded: 'The portal is registered. Its first look begins at once.',

  interval: 'Time between looks',
  intervalDefault: (span) => `As configured for all (${span})`,
  learningProgress: (done, all) => `being learned, ${done} of ${all} looks made`,
};
