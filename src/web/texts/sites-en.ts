/** English: registering portals, what is learned of a page. */
import type { TextsLike } from '../texts.ts';
import type { sitesVi } from './sites-vi.ts';

export const sitesEn: TextsLike<typeof sitesVi> = {
  boardEmptyTitle: 'No portals yet',
  boardEmptyStep1: 'Register the first portal',
  boardEmptyStep1Text:
    'Its address, its name and the e-mail of whoever is on duty are enough. Nothing is installed on it.',
  boardEmptyStep2: 'Or bring a whole list',
  boardEmptyStep2Text: 'Fill in the template and import it; every line is shown before anything is registered.',
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
  intervalButton: 'Change',
  doneIntervalChanged: 'The time between looks is changed.',
  targetActs: 'Adjust',
  relearn: 'Learn the page anew',
  relearnHelp: (looks) =>
    `The baseline is used no more; the next ${looks} looks make a new one, to be approved again. Only when what the page shows now is surely right.`,
  relearnReason: 'Why',
  relearnButton: 'Learn anew',
  relearnNeedsReason: 'no reason was given.',
  doneRelearning: 'The page is learned anew; the reason stands in the audit log.',
  learnedTitle: 'What is learned',
  learnedFrom: 'Learned from',
  learnedLooks: (looks) => `${looks} look${looks === 1 ? '' : 's'}`,
  learnedTitles: 'Stable titles',
  learnedNoStableTitle: 'The title changes all the time',
  learnedBlocks: 'Blocks of text',
  learnedBlocksCount: (stable, moving) => `${stable} stable, ${moving} that come and go`,
  learnedFinal: 'May lead to',
  learnedLinks: 'May link to',
  learnedScripts: 'Scripts from',
  learnedFrames: 'Frames from',
  learnedForms: 'Forms sent to',
  learnedHidden: 'Accepted hidden links',
  learnedHosts: (count) => `${count} hosts`,
  learnedNone: 'None',
  learnedNoPicture: 'No picture of the baseline is kept yet.',
  learnedPictureAlt: (percent) => `Latest picture of the page, ${percent} % of it moves by itself`,
  learnedMoving: (percent) =>
    `Coloured areas change by themselves between looks (${percent} % of the page); the dark ones always do, so their picture is not compared.`,
  learningProgress: (done, all) => `being learned, ${done} of ${all} looks made`,
};
