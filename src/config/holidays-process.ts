/** Prints the holidays of the given years as JSON, then exits. */
import { computeHolidays } from './holidays.ts';

process.stdout.write(JSON.stringify(computeHolidays(process.argv.slice(2).map(Number))));
