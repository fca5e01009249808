/** The forms of incident reports, from the shipped files or the operator's own. */
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import {
  type FormName,
  type FormTemplate,
  type FormTemplates,
  fieldsOf,
  formNames,
} from '../core/forms/form-template.ts';
import { knownNames } from '../core/forms/known-values.ts';
import { readYaml } from './read-yaml.ts';
import type { Config } from './schema/schema.ts';

const line = z.string().trim().min(1).max(300);
const words = z.strictObject({ vi: line, en: line });
/** Part of the names of form fields and of stored keys. */
const id = z.string().regex(/^[a-z][a-z0-9-]{0,39}$/, 'must be lower-case letters, digits and hyphens');
const fill = z.enum(knownNames).nullable().default(null);
const date = z.iso.date();

const option = z.strictObject({ id, label: words, fill, asks: z.boolean().default(false) });
const base = { id, label: words, required: z.boolean().default(false) };
const field = z.discriminatedUnion('type', [
  z.strictObject({ ...base, type: z.enum(['line', 'text', 'date', 'time']), fill }),
  z.strictObject({ ...base, type: z.enum(['one', 'several']), options: z.array(option).min(2).max(20) }),
]);

const templateSchema: z.ZodType<FormTemplate> = z
  .strictObject({
    name: words,
    mark: z.string().max(60).default(''),
    heading: line,
    about: line,
    symbol: z.string().trim().min(2).max(40),
    legalBasis: z
      .array(z.strictObject({ document: line, date, article: z.string().max(120).default('') }))
      .min(1)
      .max(10),
    isChecked: z.boolean(),
    note: words.nullable().default(null),
    deadlineDays: z.number().int().min(1).max(60).nullable().default(null),
    recipients: z.array(line).min(1).max(10),
    copies: z.array(line).min(1).max(10),
    sections: z
      .array(z.strictObject({ title: words, fields: z.array(field).min(1).max(40) }))
      .min(1)
      .max(15),
  })
  .superRefine((template, context) => {
    const seen = new Set<string>();
    for (const one of fieldsOf(template)) {
      if (seen.has(one.id))
        context.addIssue({ code: 'custom', path: ['sections'], message: `two fields are named ${one.id}` });
      seen.add(one.id);
      const options = 'options' in one ? one.options.map((each) => each.id) : [];
      if (new Set(options).size !== options.length)
        context.addIssue({ code: 'custom', path: ['sections'], message: `two options of ${one.id} have the same id` });
    }
  });

/** @throws VonggacError `bad-configuration` whose message names every mistake of a file */
export function loadForms({ forms }: Pick<Config, 'forms'>): FormTemplates {
  const load = (name: FormName) => {
    const shipped = fileURLToPath(new URL(`../../config/forms/${name}.yaml`, import.meta.url));
    return readYaml(forms[name] === '' ? shipped : forms[name], templateSchema);
  };
  return Object.fromEntries(formNames.map((name) => [name, load(name)])) as Record<FormName, FormTemplate>;
}
