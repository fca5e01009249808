/** English: registering portals, what is learned of a page. */
import type { TextsLike } from './keys.ts';
import type { sitesVi } from './sites-vi.ts';

export const sitesEn: TextsLike<typeof sitesVi> = {
  dayLooks: (looks: number, missed: number) =>
    `In the last 24 hours: ${looks} ${looks === 1 ? 'look' : 'looks'}${missed > 0 ? `, ${missed} missed` : ''}.`,
  dayResponse: (half: string, most: string) => `Response time: half of the looks within ${half}, 90% within ${most}.`,

  boardEmptyTitle: 'No portals yet',
  boardEmptyStep1: 'Register the first portal',
  boardEmptyStep1Text:
    'Its address, its name and the e-mail of whoever is on duty are enough. Nothing is installed on it.',
  boardEmptyStep2: 'Or import a whole list',
  boardEmptyStep2Text: 'Fill in the template and import it; every line is shown before anything is registered.',
  boardEmptyStep3: 'Watch it being learned',
  boardEmptyStep3Text: (looks) =>
    `Each page is looked at ${looks} times for a provisional baseline. Somebody with the right to approve reviews and approves it; only then does the portal turn green.`,
  boardEmptyViewer: 'Your account is read-only. Ask an operator to register portals.',

  filterAnyTag: 'Any tag',
  siteTags: 'Tags',
  siteTagsHint: 'Separated by commas; at most 20 tags of 40 characters each. They filter the board and select portals.',

  filterAnyAgency: 'Any agency',

  addSite: 'Add a portal',
  addSiteIntro:
    'Vọng Gác looks from the outside and installs nothing. A newly registered portal is learned first and watched from then on.',
  addSiteAddress: 'Address of the home page',
  addSiteAddressHint: 'For example https://province.example.gov.vn/',
  addSiteName: 'Name',
  addSiteNameHint: 'Leave it empty to use the domain name.',
  addSiteAgencyHint: 'Who owns the portal: choose from the list, or type a new name.',
  addSiteEmails: 'E-mail addresses for alerts',
  addSiteEmailsHint:
    'One address per line. Include one outside the portal’s own domain, in case the domain is hijacked.',
  addSitePages: 'Further pages to watch',
  addSitePagesHint: 'One per line: a path like /news, or a full address. At most 50 pages.',
  addSiteTooManyPages: 'At most 50 pages and 50 e-mail addresses at once; import the rest from a file.',
  addSiteConsentHint: 'The document or person that gave consent.',
  addSiteButton: 'Register and start learning',
  addSiteDoneTitle: 'Registered',
  addSiteDoneText: (name) => `${name} is registered. Please note:`,
  addSiteSee: 'See the portal',
  doneSiteAdded: 'The portal is registered. Its first look begins at once.',

  interval: 'Time between looks',
  intervalDefault: (span) => `As configured for all (${span})`,
  intervalButton: 'Change',
  doneIntervalChanged: 'The time between looks is changed.',
  targetActs: 'Adjust',
  relearn: 'Learn the page from scratch',
  relearnHelp: (looks) =>
    `The current baseline is no longer used; the next ${looks} looks make a new one, which has to be approved again. Do this only when you are sure that what the page shows now is right.`,
  relearnReason: 'Reason',
  relearnButton: 'Learn from scratch',
  relearnNeedsReason: 'No reason was given for learning the page from scratch.',
  doneRelearning: 'The page is being learned from scratch; the reason is in the audit log.',
  learnedTitle: 'What has been learned',
  learnedFrom: 'Learned from',
  learnedLooks: (looks) => `${looks} look${looks === 1 ? '' : 's'}`,
  learnedTitles: 'Stable titles',
  learnedNoStableTitle: 'None: the title keeps changing',
  learnedBlocks: 'Blocks of text',
  learnedBlocksCount: (stable, moving) => `${stable} stable, ${moving} that come and go`,
  learnedFinal: 'May lead to',
  learnedLinks: 'May link to',
  learnedScripts: 'Scripts from',
  learnedFrames: 'Frames from',
  learnedForms: 'Forms sent to',
  learnedHidden: 'Accepted hidden links',
  learnedHosts: (count) => `${count} host${count === 1 ? '' : 's'}`,
  learnedNone: 'None',
  learnedNoPicture: 'No picture of the baseline is kept yet.',
  learnedPictureAlt: (percent) => `Latest picture of the page, ${percent} % of it changes by itself`,
  learnedMoving: (percent) =>
    `Coloured areas change by themselves between looks (${percent} % of the page); the dark ones always do, so their picture is not compared.`,
  learningProgress: (done, all) => `being learned, ${done} of ${all} looks done`,
  learningEnds: (at) => `, done at about ${at}`,
  siteLookNow: 'Look now',
  siteRelearn: 'Learn again',
  siteRelearnMeans: (pages, looks) =>
    `The ${pages === 1 ? 'baseline of one page is' : `baselines of ${pages} pages are`} discarded; each page learns a new one from its next ${looks} looks, which has to be approved again. Only do this when what is shown now is certainly legitimate.`,
  doneSiteRelearning: 'The pages of this portal are being learned again; the reason is in the audit log.',
  doneSiteRelearningLeft: 'The pages are being learned again, except those with an open incident: end it first.',
};
