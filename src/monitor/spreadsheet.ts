/** Tables for people's spreadsheets. */
import { stringify } from 'csv-stringify/sync';

/**
 * As spreadsheets in Viet Nam open it: UTF-8 with its mark, semicolons, Windows line ends. What would be a formula stays
 * text (OWASP, "CSV Injection"): names and addresses were typed by others.
 */
export function spreadsheet(rows: readonly (readonly string[])[]): string {
  return stringify(rows as string[][], {
    bom: true,
    delimiter: ';',
    escape_formulas: true,
    record_delimiter: 'windows',
  });
}
