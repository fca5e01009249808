/** The columns of settings that are lists of rows: data name, kind of input and title. */
export const columns = {
  person: { field: 'person', type: 'person', title: 'settingsPerson' },
  agency: { field: 'agency', type: 'agency', title: 'settingsAgency' },
  name: { field: 'name', type: 'text', title: 'settingsName' },
  email: { field: 'email', type: 'email', title: 'settingsEmail' },
  phone: { field: 'phone', type: 'tel', title: 'settingsPhone' },
  event: { field: 'name', type: 'text', title: 'settingsEvent' },
  from: { field: 'from', type: 'date', title: 'settingsFirstDay' },
  until: { field: 'to', type: 'date', title: 'settingsLastDay' },
  after: { field: 'after', type: 'duration', title: 'settingsAfter' },
  recipient: { field: 'to', type: 'recipient', title: 'settingsStepRecipient' },
} as const;

export type Column = keyof typeof columns;

/** Chosen instead of a person: removes the row. */
export const nobody = 'none';

export const mostRows = 202;

export const durationUnits = ['s', 'm', 'h', 'd'] as const;
export type DurationUnit = (typeof durationUnits)[number];

/** Names of a setting's inputs. */
export const cellName = (key: string, column: Column, row: number): string => `${key}:${column}-${row}`;
export const partName = (key: string, part: 'unit' | 'from' | 'to' | 'of'): string => `${key}:${part}`;
export const seenAtName = (key: string): string => `seen-at:${key}`;

/** `5m` → 5 and minutes. An invalid duration is kept as typed, in minutes. */
export function durationParts(text: string): { readonly number: string; readonly unit: DurationUnit } {
  if (text.endsWith('ms')) return { number: String(Number(text.slice(0, -2)) / 1_000), unit: 's' };
  const unit = durationUnits.find((one) => text.endsWith(one));
  return unit ? { number: text.slice(0, -1), unit } : { number: text, unit: 'm' };
}
