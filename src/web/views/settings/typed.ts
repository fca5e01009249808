/** What was typed into the fields of a setting, in the form of the configuration file. */
import type { SettingForm } from './areas.ts';
import { cellName, columns, durationUnits, mostRows, nobody, partName } from './columns.ts';

type Form = ReadonlyMap<string, string>;

/** Empty lines and rows are skipped. */
export function typedSetting(form: Form, { key, as }: SettingForm): unknown {
  const typed = (name: string) => (form.get(name) ?? '').trim();
  switch (as) {
    case 'whole':
    case 'time':
    case 'date':
      return typed(key);
    case 'duration':
      return typedDuration(form, key, partName(key, 'unit'));
    case 'hours': {
      const [from, to] = [typed(partName(key, 'from')), typed(partName(key, 'to'))];
      return from === '' && to === '' ? '' : `${from}-${to}`;
    }
    case 'share':
      return `${typed(key)} of ${typed(partName(key, 'of'))}`;
    case 'lines':
    case 'languages':
      return typed(key)
        .split(/[\s;,]+/)
        .filter((line) => line !== '')
        .slice(0, mostRows);
    default:
      return Array.from({ length: mostRows }, (_, row) => typedRow(form, key, as, row)).filter(
        (row) => Object.keys(row).length > 0,
      );
  }
}

function typedRow(form: Form, key: string, as: Exclude<SettingForm['as'], string>, row: number) {
  if (as.includes('person') && form.get(cellName(key, 'person', row)) === nobody) return {};
  const cells = as.map((column) => {
    const name = cellName(key, column, row);
    const isDuration = columns[column].type === 'duration';
    const text = isDuration ? typedDuration(form, name, `${name}-unit`) : (form.get(name) ?? '').trim();
    return [columns[column].field, text] as const;
  });
  return Object.fromEntries(cells.filter(([, text]) => text !== ''));
}

/** Empty without a number, whatever the unit. */
function typedDuration(form: Form, numberName: string, unitName: string): string {
  const number = (form.get(numberName) ?? '').trim();
  const unit = durationUnits.find((one) => one === form.get(unitName)) ?? 'm';
  return number === '' ? '' : `${number}${unit}`;
}
