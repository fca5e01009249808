/** A setting that is a list of rows. */
import { z } from 'zod';
import { stepRecipients } from '../../../core/duty/ladder.ts';
import { stepRecipientWords } from '../../../core/terms.ts';
import { plainText } from '../../../core/text.ts';
import type { SignedInVisit } from '../../gate/route.ts';
import type { Texts } from '../../texts/keys.ts';
import { describedBy, Notes } from '../form.tsx';
import { render } from '../wording.ts';
import type { SettingForm } from './areas.ts';
import {
  type Column,
  cellName,
  columns,
  type DurationUnit,
  durationParts,
  durationUnits,
  mostRows,
} from './columns.ts';
import { AgencySelect, isTakenFrom, PersonSelect, type RosterChoices, TakenCell } from './roster-cells.tsx';

const blankRows = 2;
const rowsShape = z.array(z.record(z.string(), z.unknown())).catch([]);

export interface SettingFieldsProps {
  readonly visit: SignedInVisit;
  readonly form: SettingForm;
  /** The value in force, or as typed when it was rejected. */
  readonly value: unknown;
  /** What is wrong with it. */
  readonly problem: string | undefined;
  /** The invalid rows of a list, counted from one. */
  readonly badRows: readonly number[];
  readonly choices: RosterChoices;
}

export const Rows = (props: SettingFieldsProps & { columnsOf: readonly Column[] }) => {
  const { visit, form, value, problem, badRows, choices, columnsOf } = props;
  const { texts } = visit;
  const hint = form.help === null ? undefined : texts[form.help];
  const known = rowsShape.parse(value);
  const rows = [...known, ...Array.from({ length: blankRows }, () => ({}))].slice(0, mostRows);
  return (
    <fieldset class="rows">
      <legend>{texts[form.label]}</legend>
      <Notes name={form.key} hint={hint} problem={problem} />
      {rows.map((row: Readonly<Record<string, unknown>>, index) => (
        <div class="row">
          {columnsOf.map((column) => (
            <Cell
              visit={visit}
              settingKey={form.key}
              column={column}
              row={index}
              cells={row}
              choices={choices}
              isWrong={badRows.includes(index + 1)}
              described={badRows.includes(index + 1) ? describedBy(form.key, undefined, problem) : undefined}
            />
          ))}
        </div>
      ))}
      <p class="hint">
        {columnsOf.includes('person') && `${texts.settingsPersonHint} `}
        {texts.settingsRowsHint}
      </p>
    </fieldset>
  );
};

interface CellProps {
  readonly visit: SignedInVisit;
  readonly settingKey: string;
  readonly column: Column;
  /** Zero-based. */
  readonly row: number;
  readonly cells: Readonly<Record<string, unknown>>;
  readonly choices: RosterChoices;
  readonly isWrong: boolean;
  readonly described: string | undefined;
}

const Cell = ({ visit, settingKey, column, row, cells, choices, isWrong, described }: CellProps) => {
  const { type, title } = columns[column];
  const name = cellName(settingKey, column, row);
  const text = plainText(String(cells[columns[column].field] ?? ''), 200);
  const label = `${visit.texts[title]} · ${visit.texts.settingsRow(row + 1)}`;
  if (type === 'duration') {
    return (
      <div class="cell">
        <CellTitle visit={visit} column={column} row={row} />
        <div class="pair-inputs">
          <DurationInputs
            visit={visit}
            name={name}
            unitName={`${name}-unit`}
            label={label}
            parts={durationParts(text)}
            described={described}
            isWrong={isWrong}
          />
        </div>
      </div>
    );
  }
  const state = { 'aria-invalid': isWrong ? 'true' : undefined, 'aria-describedby': described } as const;
  if (type === 'recipient') {
    return (
      <label>
        <CellTitle visit={visit} column={column} row={row} />
        <select name={name} {...state}>
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
  if (type === 'person' || type === 'agency') {
    const Select = type === 'person' ? PersonSelect : AgencySelect;
    const isTaken = Object.keys(cells).length > 0;
    return (
      <div class="cell">
        <label for={name}>
          <CellTitle visit={visit} column={column} row={row} />
        </label>
        <Select visit={visit} name={name} value={text} choices={choices} state={state} isTaken={isTaken} />
      </div>
    );
  }
  if (isTakenFrom(choices, cells.person, column) && text !== '') {
    return (
      <div class="cell">
        <CellTitle visit={visit} column={column} row={row} />
        <TakenCell name={name} text={text} />
      </div>
    );
  }
  return (
    <label>
      <CellTitle visit={visit} column={column} row={row} />
      <input name={name} value={text} type={type} maxlength={200} autocomplete="off" spellcheck={false} {...state} />
    </label>
  );
};

const CellTitle = ({ visit, column, row }: Pick<CellProps, 'visit' | 'column' | 'row'>) => (
  <span class={row === 0 ? undefined : 'row-label'}>
    {visit.texts[columns[column].title]}
    <span class="hidden"> · {visit.texts.settingsRow(row + 1)}</span>
  </span>
);

const unitTexts = { s: 'unitSeconds', m: 'unitMinutes', h: 'unitHours', d: 'unitDays' } as const satisfies Record<
  DurationUnit,
  keyof Texts
>;

interface DurationProps {
  readonly visit: SignedInVisit;
  readonly name: string;
  readonly unitName: string;
  readonly label: string;
  readonly parts: ReturnType<typeof durationParts>;
  readonly described: string | undefined;
  readonly isWrong: boolean;
}

/** A number and its unit. */
export const DurationInputs = ({ visit, name, unitName, label, parts, described, isWrong }: DurationProps) => {
  const { texts } = visit;
  return (
    <>
      <input
        name={name}
        value={parts.number}
        inputmode="numeric"
        maxlength={20}
        autocomplete="off"
        aria-label={label}
        aria-invalid={isWrong ? 'true' : undefined}
        aria-describedby={described}
      />
      <select name={unitName} aria-label={texts.settingsUnitOf(label)}>
        {durationUnits.map((unit) => (
          <option value={unit} selected={unit === parts.unit}>
            {texts[unitTexts[unit]]}
          </option>
        ))}
      </select>
    </>
  );
};
