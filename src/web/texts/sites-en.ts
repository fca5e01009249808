/** English: registering portals, and what is learned about a page. */
import type { TextsLike } from './keys.ts';
import type { sitesVi } from './sites-vi.ts';

export const sitesEn: TextsLike<typeof sitesVi> = {
  dayLooks: (looks: number, missed: number) =>
    `In the last 24 hours: ${looks} ${looks === 1 ? 'check' : 'checks'}${missed > 0 ? `, ${missed} missed` : ''}.`,
  dayResponse: (half: string, most: string) => `Response time: half of the checks within ${half}, 90% within ${most}.`,

  boardEmptyTitle: 'No portals yet',
  boardEmptyStep1: 'Register the first portal',
  boardEmptyStep1Text:
    'Its address, its name and the email address of whoever is on duty are enough. Nothing is installed on the portal.',
  boardEmptyStep2: 'Or import a whole list',
  boardEmptyStep2Text: 'Fill in the template and import it; every line is shown before anything is registered.',
  boardEmptyStep3: 'Let Vọng Gác learn it',
  boardEmptyStep3Text: (looks) =>
    `Each page is checked ${looks} times to build a provisional baseline. An approver reviews and approves it; only then does the portal turn green.`,
  boardEmptyViewer: 'Your account is read-only. Ask an operator to register portals.',

  filterAnyTag: 'Any tag',
  siteTags: 'Tags',
  siteTagsHint:
    'Separated by commas; at most 20 tags of 40 characters each. Used to filter the board and to act on groups of portals.',

  filterAnyAgency: 'Any agency',

  addSite: 'Add a portal',
  addSiteIntro:
    'Vọng Gác checks from the outside and installs nothing. A newly registered portal is learned first, then monitored.',
  addSiteAddress: 'Home page address',
  addSiteAddressHint: 'For example https://province.example.gov.vn/',
  addSiteName: 'Name',
  addSiteNameHint: 'Leave it empty to use the domain name.',
  addSiteAgencyHint: 'Who owns the portal: choose from the list, or type a new name.',
  addSiteEmails: 'Email addresses for alarms',
  addSiteEmailsHint:
    'One address per line. Include one outside the portal’s own domain, in case the domain is hijacked.',
  addSitePages: 'Other pages to monitor',
  addSitePagesHint: 'One per line: a path like /news, or a full address. At most 50 pages.',
  addSiteTooManyPages: 'At most 50 pages and 50 email addresses at once; import the rest from a file.',
  addSiteConsentHint: 'The document or person that gave consent.',
  addSiteButton: 'Register and start learning',
  addSiteDoneTitle: 'Registered',
  addSiteDoneText: (name) => `${name} has been registered. Please note:`,
  addSiteSee: 'See the portal',
  doneSiteAdded: 'The portal has been registered. Its first check starts now.',

  interval: 'Check interval',
  intervalDefault: (span) => `Default (${span})`,
  intervalButton: 'Change',
  doneIntervalChanged: 'The check interval has been changed.',
  targetActs: 'Adjust',
  siteCopy: 'Static copy',
  siteCopyMeans:
    'The approved pages, made from recorded traffic, in a ZIP file: static files for any web server, without scripts, forms and log-ins. To serve citizens while the server is being cleaned; HUONG-DAN.txt says how. The download is recorded in the audit log.',
  siteCopyButton: 'Make and download',
  relearn: 'Learn the page from scratch',
  relearnHelp: (looks) =>
    `The current baseline is no longer used; the next ${looks} checks build a new one, which has to be approved again. Do this only if you are certain that the current content is legitimate.`,
  relearnReason: 'Reason',
  relearnButton: 'Learn from scratch',
  relearnNeedsReason: 'No reason was given for learning the page from scratch.',
  doneRelearning: 'The page is being learned from scratch; the reason is in the audit log.',
  learnedTitle: 'What has been learned',
  learnedFrom: 'Learned from',
  learnedLooks: (looks) => `${looks} check${looks === 1 ? '' : 's'}`,
  learnedTitles: 'Stable titles',
  learnedNoStableTitle: 'None: the title keeps changing',
  learnedBlocks: 'Blocks of text',
  learnedBlocksCount: (stable, moving) => `${stable} stable, ${moving} that come and go`,
  learnedFinal: 'May redirect to',
  learnedLinks: 'May link to',
  learnedScripts: 'Scripts from',
  learnedFrames: 'Frames from',
  learnedForms: 'Forms sent to',
  learnedHidden: 'Accepted hidden links',
  learnedHosts: (count) => `${count} host${count === 1 ? '' : 's'}`,
  learnedNone: 'None',
  learnedNoPicture: 'No baseline picture is stored yet.',
  learnedPictureAlt: (percent) => `Latest picture of the page, ${percent} % of it changes by itself`,
  learnedMoving: (percent) =>
    `Coloured areas change by themselves between checks (${percent} % of the page); dark areas always do, so they are not compared.`,
  learningProgress: (done, all) => `learning, ${done} of ${all} checks done`,
  learningEnds: (at) => `, done at about ${at}`,
  siteLookNow: 'Check now',
  siteRelearn: 'Learn again',
  siteRelearnMeans: (pages, looks) =>
    `The ${pages === 1 ? 'baseline of one page is' : `baselines of ${pages} pages are`} no longer used; each page learns a new one from its next ${looks} checks, which has to be approved again. Do this only if you are certain that the current content is legitimate.`,
  doneSiteRelearning: 'The pages of this portal are being learned again; the reason is in the audit log.',
  doneSiteRelearningLeft: 'The pages are being learned again, except those with an open incident: end it first.',
};
