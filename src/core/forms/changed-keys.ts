import type { FormValues } from './form-template.ts';

/** Keys whose text differs between two versions of a form, in the order of their names. */
export function changedKeys(before: FormValues, after: FormValues): string[] {
  const keys = new Set([...Object.keys(before), ...Object.keys(after)]);
  return [...keys].filter((key) => (before[key] ?? '') !== (after[key] ?? '')).sort();
}
