import type { boardVi } from './board-vi.ts';
import type { TextsLike } from './keys.ts';

const portals = (count: number) => (count === 1 ? 'One portal' : `${count} portals`);

/** English: acts for one or several portals of the board. */
export const boardEn: TextsLike<typeof boardVi> = {
  groupChoose: 'Select',
  groupWith: 'With the selected portals',
  groupGoOn: 'Continue…',
  groupSites: (count) => `${count} portal${count === 1 ? '' : 's'}`,
  groupPauseMeans: (count) => `${portals(count)} will not be looked at, and nobody is alerted, until watching resumes.`,
  groupPauseUntil: 'Resume by itself at (empty: when somebody resumes it)',
  groupPauseReason: 'Reason (optional)',
  groupResumeMeans: (count) => `${portals(count)} will be watched again, beginning with a browser look at every page.`,
  groupIntervalMeans: (count) => `Every registered page will be looked at in the new interval (portals: ${count}).`,
  groupMaintenanceMeans: (count) =>
    `${portals(count)} will still be looked at; mail about alarms waits until the maintenance ends (at most 72 hours).`,
  groupTag: 'Add tags',
  groupUntag: 'Remove tags',
  groupTagHint: 'Separated by commas.',
  groupTagMeans: (count) => `${portals(count)} will get these tags and keep the others.`,
  groupUntagMeans: (count) => `${portals(count)} will lose these tags and keep the others.`,
  groupLeft: (done, left) =>
    `${done === 0 ? 'Nothing was done' : `Done for ${done}`}; ${portals(left).toLowerCase()} below ${left === 1 ? 'is' : 'are'} unchanged. Each says why: correct it and try again.`,
  doneSitesDecided: 'Done for the selected portals, each with its own entry in the audit log.',
  filtersSaved: 'Saved filters',
  filterSave: 'Save this filter',
  filterName: 'Name of the filter',
  filterNameOf: (name) => `New name of the filter ${name}`,
  filterSaveButton: 'Save',
  filtersManage: 'Edit saved filters',
  filterRename: 'Rename',
  filterDelete: 'Delete',
  doneFilterSaved: 'The filter is saved; only you see it.',
  doneFilterRenamed: 'The filter is renamed.',
  doneFilterDeleted: 'The filter is deleted.',
  rowActs: 'Actions',
  rowMenu: (name) => `Actions for ${name}`,
  rowEdit: 'Edit',
  pausedUntil: (until) => `Paused until ${until}`,
  pausedUntilNote: (until) => `Watching resumes by itself: ${until}.`,
  pauseReasonNote: (reason) => `Reason: ${reason}`,
};
