/** The fields by which a setting is edited, and what they say when they are sent. */
import type { SettingKey } from '../../config/settings.ts';
import { plainText } from '../../core/text.ts';
import type { SignedInVisit } from '../gate/route.ts';
import type { Texts } from '../texts.ts';
import { Field, Lines } from './form.tsx';

type Column = 'agency' | 'name' | 'email' | 'phone';

export interface SettingForm {
  readonly key: SettingKey;
  readonly label: keyof Texts & `settings${string}`;
  readonly help: (keyof Texts & `settings${string}`) | null;
  /** One value, a list of lines, or a list of rows. */
  readonly as: 'value' | 'lines' | readonly Column[];
  readonly optional?: true;
}

export const contactForms: readonly SettingForm[] = [
  { key: 'mail.operators', label: 'settingsOperators', help: 'settingsOperatorsHelp', as: 'lines' },
  { key: 'duty.officers', label: 'settingsOfficers', help: 'settingsOfficersHelp', as: ['name', 'email', 'phone'] },
  { key: 'duty.heads', label: 'settingsHeads', help: 'settingsHeadsHelp', as: ['agency', 'name', 'email'] },
  { key: 'national.contacts', label: 'settingsNational', help: 'settingsNationalHelp', as: ['name', 'email', 'phone'] },
];

export const valueForms: readonly SettingForm[] = [
  { key: 'mail.hourlyCap', label: 'settingsHourlyCap', help: 'settingsHourlyCapHelp', as: 'value' },
  { key: 'mail.quietHours', label: 'settingsQuietHours', help: 'settingsQuietHoursHelp', as: 'value', optional: true },
  { key: 'mail.reminders.after', label: 'settingsReminderAfter', help: 'settingsDurationHint', as: 'value' },
  { key: 'mail.reminders.every', label: 'settingsReminderEvery', help: 'settingsDurationHint', as: 'value' },
  { key: 'mail.reminders.most', label: 'settingsReminderMost', help: null, as: 'value' },
  { key: 'schedule.every', label: 'settingsEvery', help: 'settingsDurationHint', as: 'value' },
  { key: 'schedule.browserEvery', label: 'settingsBrowserEvery', help: 'settingsDurationHint', as: 'value' },
];

const blankRows = 2;
const mostRows = 202;

interface FieldsProps {
  readonly visit: SignedInVisit;
  readonly form: SettingForm;
  /** In force, or as typed when it was refused. */
  readonly value: unknown;
}

export const SettingFields = ({ visit, form, value }: FieldsProps) => {
  const { texts } = visit;
  const { key, as } = form;
  const label = texts[form.label] as string;
  const hint = form.help === null ? undefined : (texts[form.help] as string);
  if (as === 'value') {
    const { optional = false } = form;
    return <Field name={key} label={label} hint={hint} value={String(value)} autocomplete="off" optional={optional} />;
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
            <label>
              <span class={index === 0 ? undefined : 'row-label'}>
                {columnText(texts, column)}
                <span class="hidden"> · {texts.settingsRow(index + 1)}</span>
              </span>
              <input
                name={`${column}-${index}`}
                value={plainText(String(row[column] ?? ''), 200)}
                type={column === 'email' ? 'email' : column === 'phone' ? 'tel' : 'text'}
                maxlength={200}
                autocomplete="off"
                spellcheck={false}
              />
            </label>
          ))}
        </div>
      ))}
      <p class="hint">{texts.settingsRowsHint}</p>
    </fieldset>
  );
};

function columnText(texts: Texts, column: Column): string {
  const names = {
    agency: texts.settingsAgency,
    name: texts.settingsName,
    email: texts.settingsEmail,
    phone: texts.settingsPhone,
  };
  return names[column];
}

/** What was typed, as the file would have it. Empty lines and rows are none. */
export function typedSetting(form: ReadonlyMap<string, string>, { key, as }: SettingForm): unknown {
  const typed = (name: string) => (form.get(name) ?? '').trim();
  if (as === 'value') return typed(key);
  if (as === 'lines') {
    return typed(key)
      .split(/[\s;,]+/)
      .filter((line) => line !== '')
      .slice(0, mostRows);
  }
  return Array.from({ length: mostRows }, (_, index) =>
    Object.fromEntries(
      as.map((column) => [column, typed(`${column}-${index}`)] as const).filter(([, text]) => text !== ''),
    ),
  ).filter((row) => Object.keys(row).length > 0);
}
