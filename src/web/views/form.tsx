/** Forms that change something carry the session's token. */
import type { PropsWithChildren } from 'hono/jsx';
import { plainText } from '../../core/text.ts';
import { formTokenField } from '../gate/forms.ts';
import type { Visit } from '../gate/route.ts';
import type { Texts } from '../texts/keys.ts';

interface FormProps {
  readonly visit: Visit;
  readonly action: string;
  readonly class?: string;
  /** Lets fields elsewhere on the page belong to it. */
  readonly id?: string;
  /** Allows file uploads, on routes that accept them. */
  readonly files?: boolean;
}

export const PostForm = (props: PropsWithChildren<FormProps>) => (
  <form
    method="post"
    action={props.action}
    class={props.class}
    id={props.id}
    autocomplete="off"
    enctype={props.files ? 'multipart/form-data' : undefined}
  >
    <input type="hidden" name={formTokenField} value={props.visit.formToken} />
    {props.children}
  </form>
);

/** Maximum length of a value in a field, whatever its source. */
const maxShown = 2_000;

/** The value as a field shows it and submits it when unchanged. */
export const shownInField = (value: string): string => plainText(value, maxShown);

/** What stands below a field: its hint, and what is wrong with its value. */
export const Notes = ({
  name,
  hint,
  problem,
}: {
  name: string;
  hint?: string | undefined;
  problem?: string | undefined;
}) => (
  <>
    {hint !== undefined && (
      <p class="hint" id={`${name}-hint`}>
        {hint}
      </p>
    )}
    {problem !== undefined && (
      <p class="field-problem" id={`${name}-problem`}>
        {problem}
      </p>
    )}
  </>
);

/** The ids of a field's notes. */
export function describedBy(name: string, hint: string | undefined, problem: string | undefined): string | undefined {
  const ids = [hint === undefined ? [] : `${name}-hint`, problem === undefined ? [] : `${name}-problem`].flat();
  return ids.length === 0 ? undefined : ids.join(' ');
}

interface FieldProps {
  readonly name: string;
  readonly label: string;
  readonly hint?: string | undefined;
  /** What is wrong with the value. */
  readonly problem?: string | undefined;
  readonly type?: 'text' | 'password' | 'email' | 'date' | 'time' | 'tel' | 'number';
  readonly inputmode?: 'numeric' | 'decimal';
  /** 256 characters unless said otherwise. */
  readonly maxlength?: number;
  /** Of a number; the least is 0. */
  readonly max?: number;
  readonly value?: string;
  readonly autocomplete: string;
  readonly autofocus?: boolean;
  readonly optional?: boolean;
  /** The `datalist` of suggestions. */
  readonly list?: string;
}

export const Field = (props: FieldProps) => (
  <div class="field">
    <label for={props.name}>{props.label}</label>
    <input
      id={props.name}
      name={props.name}
      type={props.type ?? 'text'}
      value={props.value === undefined ? undefined : shownInField(props.value)}
      min={props.max === undefined ? undefined : 0}
      max={props.max}
      list={props.list}
      inputmode={props.inputmode}
      autocomplete={props.autocomplete}
      autocapitalize="none"
      spellcheck={false}
      maxlength={props.maxlength ?? 256}
      required={!props.optional}
      autofocus={props.autofocus ?? false}
      aria-invalid={props.problem === undefined ? undefined : 'true'}
      aria-describedby={describedBy(props.name, props.hint, props.problem)}
    />
    <Notes name={props.name} hint={props.hint} problem={props.problem} />
  </div>
);

interface LinesProps {
  readonly name: string;
  readonly label: string;
  readonly hint?: string | undefined;
  /** What is wrong with the value. */
  readonly problem?: string | undefined;
  readonly value: string;
  readonly rows: number;
  readonly needed?: boolean;
  /** Up to the form's own size limit. */
  readonly long?: boolean;
}

/** A multi-line text field. */
export const Lines = (props: LinesProps) => (
  <div class="field">
    <label for={props.name}>{props.label}</label>
    <textarea
      id={props.name}
      name={props.name}
      rows={props.rows}
      maxlength={props.long ? undefined : 20_000}
      required={props.needed ?? false}
      spellcheck={false}
      autocapitalize="none"
      aria-invalid={props.problem === undefined ? undefined : 'true'}
      aria-describedby={describedBy(props.name, props.hint, props.problem)}
    >
      {props.value.split('\n').map(shownInField).join('\n')}
    </textarea>
    <Notes name={props.name} hint={props.hint} problem={props.problem} />
  </div>
);

interface ChoiceProps {
  readonly name: string;
  readonly label: string;
  readonly hint?: string | undefined;
  /** What is wrong with the value. */
  readonly problem?: string | undefined;
  readonly value: string;
  readonly choices: readonly (readonly [value: string, text: string])[];
}

export const Choice = (props: ChoiceProps) => (
  <div class="field">
    <label for={props.name}>{props.label}</label>
    <select
      id={props.name}
      name={props.name}
      aria-invalid={props.problem === undefined ? undefined : 'true'}
      aria-describedby={describedBy(props.name, props.hint, props.problem)}
    >
      {props.choices.map(([value, text]) => (
        <option value={value} selected={value === props.value}>
          {text}
        </option>
      ))}
    </select>
    <Notes name={props.name} hint={props.hint} problem={props.problem} />
  </div>
);

/** What was wrong with the submitted form. */
export const Problem = ({ text }: { text: string | null }) =>
  text === null ? null : (
    <p class="problem" role="alert">
      {text}
    </p>
  );

interface NewPasswordProps {
  readonly texts: Texts;
  readonly name?: string;
  readonly label?: string;
  readonly autofocus?: boolean;
}

/** A new password, typed twice. */
export const NewPassword = ({
  texts,
  name = 'password',
  label = texts.password,
  autofocus = false,
}: NewPasswordProps) => (
  <>
    <Field
      name={name}
      label={label}
      hint={texts.passwordHint}
      type="password"
      autocomplete="new-password"
      autofocus={autofocus}
    />
    <Field name="password-again" label={texts.passwordAgain} type="password" autocomplete="new-password" />
  </>
);
