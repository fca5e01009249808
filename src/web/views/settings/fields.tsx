/** Fields for editing a setting. */
import { plainText } from '../../../core/text.ts';
import type { SignedInVisit } from '../../gate/route.ts';
import { Choice, describedBy, Field, Lines, Notes, shownInField } from '../form.tsx';
import { durationParts, partName } from './columns.ts';
import { DurationInputs, Rows, type SettingFieldsProps } from './rows.tsx';

export const SettingFields = (props: SettingFieldsProps) => {
  const { visit, form, value, problem } = props;
  const { texts } = visit;
  const { key, as } = form;
  const shared = {
    name: key,
    label: texts[form.label],
    hint: form.help === null ? undefined : texts[form.help],
    problem,
  };
  switch (as) {
    case 'whole':
      return <Field {...shared} value={String(value)} inputmode="decimal" autocomplete="off" optional />;
    case 'time':
    case 'date':
      return <Field {...shared} value={String(value)} type={as} autocomplete="off" optional />;
    case 'duration':
    case 'hours':
    case 'share':
      return <Pair {...props} as={as} />;
    case 'languages':
      return <Choice {...shared} value={[value].flat().join(' ')} choices={languageChoices(visit)} />;
    case 'lines': {
      const lines = (Array.isArray(value) ? value : []).map(String);
      return <Lines {...shared} value={lines.join('\n')} rows={Math.max(2, lines.length)} />;
    }
    default:
      return <Rows {...props} columnsOf={as} />;
  }
};

function languageChoices({ texts }: SignedInVisit) {
  return [
    ['vi en', texts.languagesViEn],
    ['vi', texts.languageVi],
    ['en vi', texts.languagesEnVi],
    ['en', texts.languageEn],
  ] as const;
}

/** Two inputs that make one value, under one legend. */
const Pair = ({ visit, form, value, problem, as }: SettingFieldsProps & { as: 'duration' | 'hours' | 'share' }) => {
  const { texts } = visit;
  const { key } = form;
  const hint = form.help === null ? undefined : texts[form.help];
  const text = plainText(String(value), 200);
  const described = describedBy(key, hint, problem);
  return (
    <fieldset class="field pair">
      <legend>{texts[form.label]}</legend>
      <div class="pair-inputs">
        {as === 'duration' && (
          <DurationInputs
            visit={visit}
            name={key}
            unitName={partName(key, 'unit')}
            label={texts[form.label]}
            parts={durationParts(text)}
            described={described}
            isWrong={problem !== undefined}
          />
        )}
        {as === 'hours' && <Hours visit={visit} name={key} text={text} described={described} />}
        {as === 'share' && <Share visit={visit} name={key} text={text} described={described} />}
      </div>
      <Notes name={key} hint={hint} problem={problem} />
    </fieldset>
  );
};

interface PartsProps {
  readonly visit: SignedInVisit;
  readonly name: string;
  readonly text: string;
  readonly described: string | undefined;
}

const Hours = ({ visit, name, text, described }: PartsProps) => {
  const [from = '', to = ''] = text.split('-');
  const { texts } = visit;
  return (
    <>
      {(
        [
          ['from', from, texts.settingsHoursFrom],
          ['to', to, texts.settingsHoursTo],
        ] as const
      ).map(([part, value, label]) => (
        <label>
          {label}{' '}
          <input type="time" name={partName(name, part)} value={shownInField(value)} aria-describedby={described} />
        </label>
      ))}
    </>
  );
};

const Share = ({ visit, name, text, described }: PartsProps) => {
  const [needed = '', of = ''] = text.split(' of ');
  const { texts } = visit;
  return (
    <>
      {(
        [
          [name, needed, texts.settingsShareNeeded],
          [partName(name, 'of'), of, texts.settingsShareOf],
        ] as const
      ).map(([part, value, label]) => (
        <label>
          {label}{' '}
          <select name={part} aria-describedby={described}>
            {['1', '2', '3', '4', '5', '6', '7', '8', '9'].map((number) => (
              <option value={number} selected={number === value}>
                {number}
              </option>
            ))}
          </select>
        </label>
      ))}
    </>
  );
};
