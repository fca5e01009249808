/** English: changing and removing portals, importing a list. */
import type { TextsLike } from './keys.ts';
import type { registryVi } from './registry-vi.ts';

export const registryEn: TextsLike<typeof registryVi> = {
  cancel: 'Cancel',

  siteLanguage: 'Language of the mails to the agency',
  siteLanguageHint: 'Applies to every portal of the agency.',
  siteLanguageDefault: 'As configured for all',
  siteLanguageVi: 'Vietnamese first',
  siteLanguageEn: 'English first',
  siteProbe: 'Probe for planted files',
  siteProbeHint: 'The agency agreed in writing; cite the document under “Consent to watch”.',

  editSite: 'Change',
  editSiteTitle: (name) => `Change ${name}`,
  editSiteAddressFixed: (address) =>
    `The home page ${address} can’t be changed: another address is another portal; register that one.`,
  editSiteStop: 'Pages to stop watching',
  editSiteStopHint: 'Tick the pages that no longer need watching; their baselines are no longer used.',
  editSiteButton: 'Save',
  editSiteDoneTitle: 'Saved',
  editSiteDoneText: (name) => `The registration of ${name} is updated. Please note:`,
  doneSiteChanged: 'The portal is updated; the old and the new details are in the audit log.',
  doneSiteUnchanged: 'Nothing was changed.',

  removeSite: 'Stop watching this portal for good…',
  removeSiteTitle: (name) => `Stop watching ${name}?`,
  removeSiteWhat: 'What will happen',
  removeSiteEnds: 'The portal is no longer looked at and leaves the board; nobody gets mail about it.',
  removeSiteIncident: 'Its open incident ends and its suspects are closed.',
  removeSiteKept:
    'Looks, incidents, evidence and audit log stay on the server for the retention period, but can no longer be seen here.',
  removeSiteAgain: 'The address can be registered again, as a new portal that is learned from scratch.',
  removeSitePauseInstead: 'To stop only for a while, use “Pause watching” on the portal’s page instead.',
  removeSiteButton: 'Stop watching',
  doneSiteRemoved: 'The portal is no longer watched.',

  importInstead: 'Many portals? Import a whole list from a file.',
  importTitle: 'Import a list of portals',
  importIntro: 'The file is checked first; nothing is registered until you have looked it over and confirmed.',
  importFile: 'List',
  importFileLabel: 'CSV or YAML file',
  importFileHint: (kilobytes) => `At most ${kilobytes} kB and 1,000 lines. In Excel save as “CSV UTF-8”.`,
  importTemplate: 'Template to fill in',
  importPaste: 'Or paste a list',
  importPasteHint: 'Copied straight from a spreadsheet, with the line of column names.',
  importPreview: 'Preview',
  importNothing: 'Choose a file or paste a list.',
  importMistakes: 'Lines to correct',
  importMistakesText: (bad, good) =>
    `Nothing was registered. ${bad === 1 ? 'One line needs' : `${bad} lines need`} correcting${good === 0 ? '' : `, ${good} others are right`}.`,
  importLine: 'Line',
  importMend: 'To correct',
  importAgain: 'Choose the corrected file',
  importPlan: 'What will be done',
  importPlanText: (added, extended, unchanged) =>
    `${added} new, ${extended} existing ones extended, ${unchanged} unchanged. Nothing is registered yet.`,
  importDoes: 'Outcome',
  importAdds: (pages, emails) => `New: pages ${pages}, recipients ${emails}`,
  importExtends: (pages, emails) =>
    `Already registered; new pages ${pages}, new recipients ${emails}; the rest stays as it is`,
  importKnown: 'Already registered, nothing new',
  importConfirm: 'Register all of them',
  importDoneTitle: 'The list is imported',
  importDoneText: (added, extended, unchanged) =>
    `${added} portals registered, ${extended} extended, ${unchanged} unchanged. The new ones are being learned from now on.`,

  ignoredNow: (until, name) => `Ignored until ${until}, by ${name}`,
  ignoredSee: 'Ignored changes',
  assignedTo: (name) => `Assigned to ${name}`,

  historyShow: 'Which looks',
  historyAll: 'All',
  historyChanges: 'Only changes',
  historyPictures: 'With a picture',
  historyStrip: 'Recent looks',
  historyHome: 'Home page',
  historyNext: 'Next look',
  historyNoneSuch: 'There are no such looks.',
  historyPictureAlt: (moment) => `Picture of the page at ${moment}`,
  gapPaused: 'watching was paused',
  gapStopped: 'Vọng Gác was not running',
  gapUnknown: 'cause unknown',
  gapShort: (span) => `No looks for ${span}`,
  gapText: (span, why) => `Nothing was looked at for ${span}: ${why}`,
};
