/** English: people on duty, watch windows. */
import type { TextsLike } from '../texts.ts';
import type { dutyVi } from './duty-vi.ts';

export const dutyEn: TextsLike<typeof dutyVi> = {
  navDuty: 'Duty',
  dutyTitle: 'Duty and watch windows',
  dutyIntro: 'In a watch window portals are looked at more often, and alarms are also mailed to the officer on duty.',
  dutyNow: 'On duty',
  dutyUntil: (until) => `until ${until}`,
  dutySecond: 'Next in line',
  dutyWindowNow: (name, until) => `A watch window is on: ${name}, through ${until}.`,
  dutyNoWindow: 'No watch window is on.',
  dutyNoOfficers: 'There is no roster yet: name the officers under duty.officers in the configuration file.',
  dutyTurns: 'The turns ahead',
  dutyOfficer: 'Officer',
  dutyFrom: 'From',
  dutyTo: 'To',
  dutyNotes: 'Hand-over',
  dutyNoteLabel: 'Note for the next shift',
  dutyNoteHelp: 'What is being followed, who was called, what is still to be done.',
  dutyNoteButton: 'Hand over',
  dutyNoNotes: 'Nothing was handed over yet.',
  dutyYear: 'Watch windows of the next 12 months',
  dutyWindow: 'Watch window',
  dutyDays: (days) => (days === 1 ? '1 day' : `${days} days`),
  dutyIsOn: 'on now',
  dutyNoWindows: 'No watch window is configured.',
  dutyYearHelp:
    'Computed by the Labour Code, with adjoining weekends and days in lieu. Compare with the official announcement of the year; where it differs, add an event of your own under schedule.watchWindows.',
  eventUnowned: 'Nobody acknowledged: the next one was told',
  doneHandedOver: 'Handed over.',
};
