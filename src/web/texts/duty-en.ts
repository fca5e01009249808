/** English: duty shifts, watch windows. */

import type { dutyVi } from './duty-vi.ts';
import type { TextsLike } from './keys.ts';

export const dutyEn: TextsLike<typeof dutyVi> = {
  navDuty: 'Duty',
  dutyTitle: 'Duty and watch windows',
  dutyIntro:
    'During a watch window, portals are checked more often and alarms are also emailed to the officer on duty.',
  dutyNow: 'On duty',
  dutyUntil: (until) => `until ${until}`,
  dutySee: 'Roster',
  dutySecond: 'Second officer',
  dutyWindowNow: (name, until) => `A watch window is active: ${name}, through ${until}.`,
  dutyNoWindow: 'No watch window is active.',
  dutyNobody: (name) => `Nobody is on duty: the account of ${name} is disabled.`,
  dutyUnmanned: (name, until) =>
    `Nobody is on duty until ${until}: the account of ${name} is disabled. Change the roster in Settings.`,
  dutyNoOfficers: 'There is no roster yet: an administrator adds the officers in Settings.',
  dutyShifts: 'Upcoming shifts',
  dutyOfficer: 'Officer',
  dutyFrom: 'From',
  dutyTo: 'To',
  dutyNotes: 'Hand-over',
  dutyNoteLabel: 'Note for the next shift',
  dutyNoteHelp: 'What is being followed up, who has been called, what is still to be done.',
  dutyNoteButton: 'Hand over',
  dutyNoNotes: 'Nothing has been handed over yet.',
  dutyYear: 'Watch windows of the next 12 months',
  dutyWindow: 'Watch window',
  dutyDays: (days) => (days === 1 ? '1 day' : `${days} days`),
  dutyIsOn: 'active now',
  dutyNoWindows: 'No watch windows are configured.',
  dutyYearHelp:
    'Computed from the Labour Code, with adjoining weekends and days in lieu. Compare with each year’s official announcement; where it differs, add your own event in Settings.',
  eventUnowned: 'Nobody acknowledged; the next escalation step was notified',
  doneHandedOver: 'The hand-over note has been saved.',
  maintenanceTitle: 'Announced maintenance',
  maintenanceHelp:
    'The portal is still checked and incidents still show on the board; alarm emails are held and summarised at the end. At most 72 hours.',
  maintenanceFrom: 'From',
  maintenanceTo: 'To',
  maintenanceReason: 'Reason',
  maintenanceButton: 'Announce',
  maintenanceSpan: (from, to) => `${from} – ${to}`,
  maintenanceBy: (who) => `announced by ${who}`,
  maintenanceOn: 'In progress: alarm emails are held',
  maintenanceUntil: (until) => `Maintenance until ${until}`,
  maintenanceAhead: 'Upcoming',
  maintenanceEnd: 'End it now',
  maintenanceTakeBack: 'Cancel',
  doneMaintenanceAnnounced: 'The maintenance has been announced.',
  doneMaintenanceEnded: 'The maintenance has ended or been cancelled; a summary is emailed if there were alarms.',
};
