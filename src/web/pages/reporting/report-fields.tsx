/** The fields of a report, as its template lists them. */
import {
  chosenKey,
  type FormField,
  type FormTemplate,
  type FormValues,
  headFields,
  longestText,
  moreKey,
  signatureFields,
} from '../../../core/forms/form-template.ts';
import { plainText } from '../../../core/text.ts';
import type { SignedInVisit } from '../../gate/route.ts';
import { render } from '../../views/wording.ts';

interface FieldsProps {
  readonly visit: SignedInVisit;
  readonly template: FormTemplate;
  readonly values: FormValues;
  readonly isReadOnly: boolean;
}

export const ReportFields = ({ visit, template, values, isReadOnly }: FieldsProps) => {
  const { texts } = visit;
  const groups = [
    { title: texts.reportHead, fields: headFields },
    ...template.sections.map(({ title, fields }) => ({ title: render(visit, title), fields })),
    { title: texts.reportSignature, fields: signatureFields },
  ];
  return (
    <>
      {groups.map(({ title, fields }) => (
        <fieldset class="report-group" disabled={isReadOnly}>
          <legend>{title}</legend>
          {fields.map((field: FormField) => (
            <ReportField visit={visit} field={field} values={values} />
          ))}
        </fieldset>
      ))}
    </>
  );
};

interface FieldProps {
  readonly visit: SignedInVisit;
  readonly field: FormField;
  readonly values: FormValues;
}

const ReportField = ({ visit, field, values }: FieldProps) => {
  const label = `${render(visit, field.label)}${field.required ? ' (*)' : ''}`;
  if ('options' in field) return <ChoiceField visit={visit} field={field} values={values} label={label} />;
  const value = values[field.id] ?? '';
  return (
    <div class="field">
      <label for={field.id}>{label}</label>
      {field.type === 'text' ? (
        <TextArea name={field.id} value={value} rows={5} />
      ) : (
        <input
          id={field.id}
          name={field.id}
          type={field.type === 'line' ? 'text' : field.type}
          value={plainText(value, longestText.line)}
          maxlength={longestText.line}
          dir={field.type === 'line' ? 'auto' : undefined}
        />
      )}
    </div>
  );
};

const ChoiceField = ({
  visit,
  field,
  values,
  label,
}: FieldProps & { readonly field: Extract<FormField, { options: unknown }>; readonly label: string }) => (
  <fieldset class="field choice">
    <legend>{label}</legend>
    {field.options.map(({ id, label: words, asks }) => {
      const key = chosenKey(field.id, id);
      const more = moreKey(field.id, id);
      return (
        <>
          <label class="check">
            <input
              type={field.type === 'one' ? 'radio' : 'checkbox'}
              name={field.type === 'one' ? field.id : key}
              value={field.type === 'one' ? id : '1'}
              checked={values[key] === '1'}
            />
            <span id={`${key}-label`}>{render(visit, words)}</span>
          </label>
          {asks && <TextArea name={more} value={values[more] ?? ''} rows={2} labelledBy={`${key}-label`} />}
        </>
      );
    })}
  </fieldset>
);

interface AreaProps {
  readonly name: string;
  readonly value: string;
  readonly rows: number;
  readonly labelledBy?: string;
}

const TextArea = ({ name, value, rows, labelledBy }: AreaProps) => (
  <textarea id={name} name={name} rows={rows} maxlength={longestText.text} dir="auto" aria-labelledby={labelledBy}>
    {value
      .split('\n')
      .map((one) => plainText(one, longestText.text))
      .join('\n')}
  </textarea>
);
