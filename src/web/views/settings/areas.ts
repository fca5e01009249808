/** The settings of the dashboard by area: each area is one form. */
import { type SettingKey, settingKeys } from '../../../config/settings.ts';
import { plainText } from '../../../core/text.ts';
import type { Texts } from '../../texts/keys.ts';
import type { Column } from './columns.ts';

/** Texts without parameters. */
export type Label = { [Key in keyof Texts]: Texts[Key] extends string ? Key : never }[keyof Texts];

export interface SettingForm {
  readonly key: SettingKey;
  readonly label: Label;
  readonly help: Label | null;
  /** What is entered: one value, a list of lines, ordered languages, or a list of rows. */
  readonly as: 'duration' | 'whole' | 'time' | 'hours' | 'share' | 'date' | 'lines' | 'languages' | readonly Column[];
}

export interface SettingArea {
  /** Also the place on the page. */
  readonly id: string;
  readonly title: Label;
  readonly column: 'left' | 'right';
  readonly settings: readonly SettingForm[];
}

/** In page order. */
export const settingAreas: readonly SettingArea[] = [
  {
    id: 'contacts',
    title: 'settingsContacts',
    column: 'left',
    settings: [
      { key: 'mail.operators', label: 'settingsOperators', help: 'settingsOperatorsHelp', as: 'lines' },
      {
        key: 'duty.heads',
        label: 'settingsHeads',
        help: 'settingsHeadsHelp',
        as: ['person', 'agency', 'name', 'email'],
      },
    ],
  },
  {
    id: 'national',
    title: 'settingsNational',
    column: 'left',
    settings: [
      {
        key: 'national.contacts',
        label: 'settingsNationalList',
        help: 'settingsNationalHelp',
        as: ['name', 'email', 'phone'],
      },
    ],
  },
  {
    id: 'duty',
    title: 'settingsDuty',
    column: 'left',
    settings: [
      {
        key: 'duty.officers',
        label: 'settingsOfficers',
        help: 'settingsOfficersHelp',
        as: ['person', 'name', 'email', 'phone'],
      },
      { key: 'duty.startsOn', label: 'settingsStartsOn', help: 'settingsStartsOnHelp', as: 'date' },
      { key: 'duty.shifts', label: 'settingsShifts', help: 'settingsShiftsHelp', as: 'lines' },
      { key: 'duty.shiftsEach', label: 'settingsShiftsEach', help: 'settingsShiftsEachHelp', as: 'whole' },
    ],
  },
  {
    id: 'escalation',
    title: 'settingsEscalation',
    column: 'left',
    settings: [{ key: 'duty.ladder', label: 'settingsLadder', help: 'settingsLadderHelp', as: ['after', 'recipient'] }],
  },
  {
    id: 'windows',
    title: 'settingsWindows',
    column: 'left',
    settings: [
      {
        key: 'schedule.watchWindows.events',
        label: 'settingsEvents',
        help: 'settingsEventsHelp',
        as: ['event', 'from', 'until'],
      },
      { key: 'schedule.watchWindows.leadInDays', label: 'settingsLeadIn', help: 'settingsLeadInHelp', as: 'whole' },
      { key: 'schedule.watchWindows.faster', label: 'settingsFaster', help: 'settingsFasterHelp', as: 'whole' },
    ],
  },
  {
    id: 'schedule',
    title: 'settingsSchedule',
    column: 'right',
    settings: [
      { key: 'schedule.every', label: 'settingsEvery', help: null, as: 'duration' },
      { key: 'schedule.browserEvery', label: 'settingsBrowserEvery', help: null, as: 'duration' },
    ],
  },
  {
    id: 'confirmation',
    title: 'settingsConfirmation',
    column: 'right',
    settings: [
      { key: 'schedule.confirmations', label: 'settingsConfirmations', help: 'settingsConfirmationsHelp', as: 'share' },
      { key: 'schedule.confirmAfter', label: 'settingsConfirmAfter', help: null, as: 'duration' },
      { key: 'schedule.recoveries', label: 'settingsRecoveries', help: 'settingsRecoveriesHelp', as: 'whole' },
    ],
  },
  {
    id: 'mail',
    title: 'settingsMail',
    column: 'right',
    settings: [
      { key: 'mail.languages', label: 'settingsLanguages', help: 'settingsLanguagesHelp', as: 'languages' },
      { key: 'mail.coverageAt', label: 'settingsCoverageAt', help: 'settingsCoverageAtHelp', as: 'time' },
      { key: 'mail.hourlyCap', label: 'settingsHourlyCap', help: 'settingsHourlyCapHelp', as: 'whole' },
      { key: 'mail.quietHours', label: 'settingsQuietHours', help: 'settingsQuietHoursHelp', as: 'hours' },
      { key: 'mail.nightHours', label: 'settingsNightHours', help: 'settingsNightHoursHelp', as: 'hours' },
    ],
  },
  {
    id: 'reminders',
    title: 'settingsReminders',
    column: 'right',
    settings: [
      { key: 'mail.reminders.after', label: 'settingsReminderAfter', help: null, as: 'duration' },
      { key: 'mail.reminders.every', label: 'settingsReminderEvery', help: null, as: 'duration' },
      { key: 'mail.reminders.most', label: 'settingsReminderMost', help: null, as: 'whole' },
    ],
  },
];

/** The label of a setting, or its key when it has none. */
export function settingTitle(texts: Texts, key: string): string {
  const known = settingKeys.find((one) => one === key);
  const form = settingAreas.flatMap(({ settings }) => settings).find((one) => one.key === known);
  return form ? texts[form.label] : plainText(key, 100);
}
