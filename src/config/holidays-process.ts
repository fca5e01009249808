/** Prints the holidays of the years that it is given, as JSON, and ends. */
import { computeHolidays } from './holidays.ts';

process.stdout.write(JSON.stringify(computeHolidays(process.argv.slice(2).map(Number))));
