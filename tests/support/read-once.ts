/**
 * What every desk and every watch of a test file reads alike, read once a file: parsing the policy takes a quarter of a
 * second, and so does computing three years of holidays.
 */
import { loadPlaybook } from '../../src/config/playbook.ts';
import { loadPolicy } from '../../src/config/policy.ts';
import { createWatchCalendar } from '../../src/config/watch-calendar.ts';

export const policyOnce = once(loadPolicy, ({ policy }) => policy);
export const calendarOnce = once(createWatchCalendar, ({ schedule }) => [schedule.watchWindows, schedule.timezone]);
export const playbookOnce = once(loadPlaybook, (file) => file);

function once<Input, Output>(read: (input: Input) => Output, keyOf: (input: Input) => unknown) {
  const known = new Map<string, Output>();
  return (input: Input): Output => {
    const key = JSON.stringify(keyOf(input));
    const found = known.get(key) ?? read(input);
    known.set(key, found);
    return found;
  };
}
