import type { boardVi } from './board-vi.ts';
import type { TextsLike } from './keys.ts';

const portals = (count: number) => (count === 1 ? 'One portal' : `${count} portals`);

/** English: acts for one or several portals of the board. */
export const boardEn: TextsLike<typeof boardVi> = {
  groupChoose: 'Select',
  groupWith: 'With the selected portals',
  groupGoOn: 'Continue…',
  groupSites: (count) => `${count} portal${count === 1 ? '' : 's'}`,
  groupPauseMeans: (count) =>
    `${portals(count)} will not be checked, and nobody will be notified, until monitoring resumes.`,
  sitePauseMeans: 'This portal is not checked and nobody is notified about it until monitoring resumes.',
  groupPauseUntil: 'Resume automatically at (empty: only by hand)',
  groupPauseReason: 'Reason (optional)',
  groupResumeMeans: (count) =>
    `${portals(count)} will be monitored again, starting with a browser check of every page.`,
  groupIntervalMeans: (count) => `Every registered page will be checked at the new interval (portals: ${count}).`,
  groupMaintenanceMeans: (count) =>
    `${portals(count)} will still be checked; alarm emails are held until maintenance ends (at most 72 hours).`,
  groupTag: 'Add tags',
  groupUntag: 'Remove tags',
  groupTagHint: 'Separated by commas.',
  groupTagMeans: (count) => `${portals(count)} will get these tags and keep the others.`,
  groupUntagMeans: (count) => `${portals(count)} will lose these tags and keep the others.`,
  groupLeft: (done, left) =>
    `${done === 0 ? 'Nothing was done' : `Done for ${done}`}; ${portals(left).toLowerCase()} below ${left === 1 ? 'is' : 'are'} unchanged. Each gives the reason: correct it and try again.`,
  doneSitesDecided: 'Done for the selected portals, each with its own entry in the audit log.',
  filtersSaved: 'Saved filters',
  filterSave: 'Save this filter',
  filterName: 'Filter name',
  filterNameOf: (name) => `New name for the filter ${name}`,
  filterSaveButton: 'Save',
  filtersManage: 'Edit saved filters',
  filterRename: 'Rename',
  filterDelete: 'Delete',
  doneFilterSaved: 'The filter has been saved; only you can see it.',
  doneFilterRenamed: 'The filter has been renamed.',
  doneFilterDeleted: 'The filter has been deleted.',
  boardForms: 'View',
  boardAsRows: 'List',
  boardAsPictures: 'Pictures',
  boardNoPicture: 'No picture yet',
  boardLast: 'Checked',
  boardPictureBefore: 'Before the incident',
  rowActs: 'Actions',
  rowMenu: (name) => `Actions for ${name}`,
  rowEdit: 'Edit',
  pausedUntil: (until) => `Paused until ${until}`,
  pausedUntilNote: (until) => `Monitoring resumes automatically: ${until}.`,
  pauseReasonNote: (reason) => `Reason: ${reason}`,
};
