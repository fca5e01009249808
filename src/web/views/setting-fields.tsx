/** Fields for editing a setting, and how submitted values are read. */
import type { SettingKey } from '../../config/settings.ts';
import { stepRecipients } from '../../core/duty/ladder.ts';
import { stepRecipientWords } from '../../core/terms.ts';
import { plainText } from '../../core/text.ts';
import type { SignedInVisit } from '../gate/route.ts';
import type { Texts } from '../texts/keys.ts';
import { Choice, Field, Lines } from './form.tsx';
import { render } from './wording.ts';

/** A column of a list: its data name, input type and title. */
const columns = {
  agency: { field: 'agency', type: 'text', title: 'settingsAgency' },
  name: { field: 'name', type: 'text', title: 'settingsName' },
  email: { field: 'email', type: 'email', title: 'settingsEmail' },
  phone: { field: 'phone', type: 'tel', title: 'settingsPhone' },
  event: { field: 'name', type: 'text', title: 'settingsEvent' },
  from: { field: 'from', type: 'date', title: 'settingsFirstDay' },
  until: { field: 'to', type: 'date', title: 'settingsLastDay' },
  after: { field: 'after', type: 'text', title: 'settingsAfter' },
  recipient: { field: 'to', type: 'recipient', title: 'settingsStepRecipient' },
} as const;

type Column = keyof typeof columns;

export interface SettingForm {
  readonly key: SettingKey;
  readonly label: keyof Texts & `settings${string}`;
  readonly help: (keyof Texts & `settings${string}`) | null;
  /** One value, a list of lines, ordered languages, or a list of rows. */
  readonly as: 'value' | 'date' | 'lines' | 'languages' | readonly Column[];
  readonly optional?: true;
}

export const contactForms: readonly SettingForm[] = [
  { key: 'mail.operators', label: 'settingsOperators', help: 'settingsOperatorsHelp', as: 'lines' },
  { key: 'duty.officers', label: 'settingsOfficers', help: 'settingsOfficersHelp', as: ['name', 'email', 'phone'] },
  { key: 'duty.heads', label: 'settingsHeads', help: 'settingsHeadsHelp', as: ['agency', 'name', 'email'] },
  { key: 'national.contacts', label: 'settingsNational', help: 'settingsNationalHelp', as: ['name', 'email', 'phone'] },
];

export const dutyForms: readonly SettingForm[] = [
  { key: 'duty.startsOn', label: 'settingsStartsOn', help: 'settingsStartsOnHelp', as: 'date' },
  { key: 'duty.shifts', label: 'settingsShifts', help: 'settingsShiftsHelp', as: 'lines' },
  { key: 'duty.shiftsEach', label: 'settingsShiftsEach', help: 'settingsShiftsEachHelp', as: 'value' },
  { key: 'duty.ladder', label: 'settingsLadder', help: 'settingsLadderHelp', as: ['after', 'recipient'] },
  {
    key: 'schedule.watchWindows.events',
    label: 'settingsEvents',
    help: 'settingsEventsHelp',
    as: ['event', 'from', 'until'],
  },
];

export const valueForms: readonly SettingForm[] = [
  { key: 'mail.languages', label: 'settingsLanguages', help: 'settingsLanguagesHelp', as: 'languages' },
  { key: 'mail.coverageAt', label: 'settingsCoverageAt', help: 'settingsCoverageAtHelp', as: 'value' },
  { key: 'mail.hourlyCap', label: 'settingsHourlyCap', help: 'settingsHourlyCapHelp', as: 'value' },
  { key: 'mail.quietHours', label: 'settingsQuietHours', help: 'settingsQuietHoursHelp', as: 'value', optional: true },
  { key: 'mail.nightHours', label: 'settingsNightHours', help: 'settingsNightHoursHelp', as: 'value', optional: true },
  { key: 'mail.reminders.after', label: 'settingsReminderAfter', help: 'settingsDurationHint', as: 'value' },
  { key: 'mail.reminders.every', label: 'settingsReminderEvery', help: 'settingsDurationHint', as: 'value' },
  { key: 'mail.reminders.most', label: 'settingsReminderMost', help: null, as: 'value' },
  { key: 'schedule.every', label: 'settingsEvery', help: 'settingsDurationHint', as: 'value' },
  { key: 'schedule.browserEvery', label: 'settingsBrowserEvery', help: 'settingsDurationHint', as: 'value' },
];

/** The label of a setting, or its key when it has none. */
export function settingTitle(texts: Texts, key: string): string {
  const form = [...contactForms, ...dutyForms, ...valueForms].find((one) => one.key === key);
  return form ? (texts[form.label] as string) : plainText(key, 100);
}

const blankRows = 2;
const mostRows = 202;

interface FieldsProps {
  readonly visit: SignedInVisit;
  readonly form: SettingForm;
  /** The value in force, or as typed when it was rejected. */
  readonly value: unknown;
}

export const SettingFields = ({ visit, form, value }: FieldsProps) => {
  const { texts } = visit;
  const { key, as } = form;
  const label = texts[form.label] as string;
  const hint = form.help === null ? undefined : (texts[form.help] as string);
  if (as === 'value' || as === 'date') {
    const type = as === 'date' ? 'date' : 'text';
    const shared = { name: key, label, hint, type, autocomplete: 'off', optional: form.optional ?? false } as const;
    return <Field {...shared} value={String(value)} />;
  }
  if (as === 'languages') {
    const choices = [
      ['vi en', texts.languagesViEn],
      ['vi', texts.languageVi],
      ['en vi', texts.languagesEnVi],
      ['en', texts.languageEn],
    ] as const;
    return <Choice name={key} label={label} hint={hint} value={[value].flat().join(' ')} choices={choices} />;
  }
  if (as === 'lines') {
    const lines = (Array.isArray(value) ? value : []).map(String);
    return <Lines name={key} label={label} hint={hint} value={lines.join('\n')} rows={Math.max(2, lines.length)} />;
  }
  return <Rows visit={visit} form={{ ...form, as }} value={value} />;
};

const Rows = ({ visit, form, value }: FieldsProps & { form: { readonly as: readonly Column[] } }) => {
  const { texts } = visit;
  const known = (Array.isArray(value) ? value : []) as Readonly<Record<string, unknown>>[];
  const rows = [...known, ...Array.from({ length: blankRows }, () => ({}) as Readonly<Record<string, unknown>>)];
  return (
    <fieldset class="rows">
      <legend>{texts[form.label] as string}</legend>
      {form.help !== null && <p class="hint">{texts[form.help] as string}</p>}
      {rows.slice(0, mostRows).map((row, index) => (
        <div class="row">
          {form.as.map((column) => (
            <Cell visit={visit} column={column} row={index} value={row[columns[column].field]} />
          ))}
        </div>
      ))}
      <p class="hint">{texts.settingsRowsHint}</p>
    </fieldset>
  );
};

interface CellProps {
  readonly visit: SignedInVisit;
  readonly column: Column;
  /** Zero-based. */
  readonly row: number;
  readonly value: unknown;
}

const Cell = ({ visit, column, row, value }: CellProps) => {
  const { type } = columns[column];
  const name = `${column}-${row}`;
  const text = plainText(String(value ?? ''), 200);
  if (type === 'recipient') {
    return (
      <label>
        <CellTitle visit={visit} column={column} row={row} />
        <select name={name}>
          <option value=""></option>
          {stepRecipients.map((recipient) => (
            <option value={recipient} selected={recipient === text}>
              {render(visit, stepRecipientWords[recipient])}
            </option>
          ))}
        </select>
      </label>
    );
  }
  return (
    <label>
      <CellTitle visit={visit} column={column} row={row} />
      <input name={name} value={text} type={type} maxlength={200} autocomplete="off" spellcheck={false} />
    </label>
  );
};

const CellTitle = ({ visit, column, row }: Omit<CellProps, 'value'>) => (
  <span class={row === 0 ? undefined : 'row-label'}>
    {visit.texts[columns[column].title]}
    <span class="hidden"> · {visit.texts.settingsRow(row + 1)}</span>
  </span>
);

/** The typed value in the form of the configuration file. Empty lines and rows are skipped. */
export function typedSetting(form: ReadonlyMap<string, string>, { key, as }: SettingForm): unknown {
  const typed = (name: string) => (form.get(name) ?? '').trim();
  if (as === 'value' || as === 'date') return typed(key);
  if (as === 'lines' || as === 'languages') {
    return typed(key)
      .split(/[\s;,]+/)
      .filter((line) => line !== '')
      .slice(0, mostRows);
  }
  return Array.from({ length: mostRows }, (_, index) =>
    Object.fromEntries(
      as
        .map((column) => [columns[column].field, typed(`${column}-${index}`)] as const)
        .filter(([, text]) => text !== ''),
    ),
  ).filter((row) => Object.keys(row).length > 0);
}
