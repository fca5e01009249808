/** Tables for people's spreadsheets. */
import { stringify } from 'csv-stringify/sync';
import { plainText } from '../../core/text.ts';

/** A cell of Excel holds 32,767 characters. */
const longest = 32_000;

/**
 * In the form that spreadsheets in Viet Nam open: UTF-8 with a BOM, semicolons, Windows line ends. Formulas are escaped
 * to text (OWASP, "CSV Injection"): names and addresses were typed by others.
 */
export function spreadsheet(rows: readonly (readonly string[])[]): string {
  const cells = rows.map((row) => row.map((cell) => plainText(cell, longest)));
  return stringify(cells, {
    bom: true,
    delimiter: ';',
    escape_formulas: true,
    record_delimiter: 'windows',
  });
}
