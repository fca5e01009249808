/**
 * Files that every test dashboard and monitor shares, read once per worker: parsing the policy takes a quarter of a
 * second, and so does computing three years of holidays.
 */
import { loadForms } from '../../src/config/forms.ts';
import { readHolidays } from '../../src/config/holidays.ts';
import { loadPlaybook } from '../../src/config/playbook.ts';
import { loadPolicy } from '../../src/config/policy.ts';
import type { Config } from '../../src/config/schema/schema.ts';
import { createWatchCalendar } from '../../src/config/watch-calendar.ts';

export const policyOnce = once(loadPolicy, ({ policy }) => policy);
const holidaysOnce = once(readHolidays, (years) => years);
export const testCalendar = (config: Pick<Config, 'schedule'>) => createWatchCalendar(config, holidaysOnce);
export const playbookOnce = once(loadPlaybook, (file) => file);
const formFiles = once(loadForms, ({ forms }) => forms);
/** The shipped ones. */
export const formsOnce = () => formFiles({ forms: { initial: '', progress: '', final: '' } });

function once<Input, Output>(read: (input: Input) => Output, keyOf: (input: Input) => unknown) {
  const known = new Map<string, Output>();
  return (input: Input): Output => {
    const key = JSON.stringify(keyOf(input));
    const found = known.get(key) ?? read(input);
    known.set(key, found);
    return found;
  };
}
