/** Fills the places of a template. There is no logic in it: a text, and places like `{title}`. */
import type { Template } from '../../config/schema/channels.ts';

export type Fields = Readonly<Record<string, string>>;

/** Its fields that do not exist, for the configuration to be refused. */
export function unknownFields(template: Template, known: readonly string[]): string[] {
  const named = [...JSON.stringify(template).matchAll(/\{([a-zA-Z]{1,30})\}/g)].map(([, name = '']) => name);
  return [...new Set(named)].filter((name) => !known.includes(name));
}

/** Each place once: what stands in a field is never read as a template. */
export function fillText(text: string, fields: Fields): string {
  return text.replace(/\{([a-zA-Z]{1,30})\}/g, (place, name: string) =>
    Object.hasOwn(fields, name) ? (fields[name] ?? '') : place,
  );
}

/** JSON is filled as values and written afterwards, so no field can leave its string. */
export function fillValue(template: Template, fields: Fields): unknown {
  if (typeof template === 'string') return fillText(template, fields);
  if (Array.isArray(template)) return template.map((one) => fillValue(one, fields));
  if (typeof template !== 'object') return template;
  return Object.fromEntries(Object.entries(template).map(([key, value]) => [key, fillValue(value, fields)]));
}

/** A form's fields; nested values are written as JSON. */
export function fillForm(template: Readonly<Record<string, Template>>, fields: Fields): string {
  const pairs = Object.entries(template).map(([key, value]): [string, string] => {
    const filled = fillValue(value, fields);
    return [key, typeof filled === 'object' ? JSON.stringify(filled) : String(filled)];
  });
  return new URLSearchParams(pairs).toString();
}
