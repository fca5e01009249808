/** Tables for people's spreadsheets. */
import { stringify } from 'csv-stringify/sync';
import { plainText } from '../../core/text.ts';

/** A cell of Excel holds 32,767 characters. */
const longest = 32_000;

/**
 * In the format that Vietnamese spreadsheets open: UTF-8 with a BOM, semicolons, Windows line ends. Formulas are escaped
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

/** The same as an Excel workbook: all cells are text, so none is a formula; the heading row is frozen. */
export async function workbook([head = [], ...rows]: readonly (readonly string[])[]): Promise<Uint8Array<ArrayBuffer>> {
  const cells = [
    head.map((cell) => ({ value: plainText(cell, longest), type: String, fontWeight: 'bold' as const })),
    ...rows.map((row) => row.map((cell) => ({ value: plainText(cell, longest), type: String }))),
  ];
  const widths = head.map((_, column) => ({ width: widthOf(rows.map((row) => row[column] ?? '')) }));
  const { default: writeWorkbook } = await import('write-excel-file/node');
  const file = await writeWorkbook(cells, { columns: widths, stickyRowsCount: 1 }).toBuffer();
  return new Uint8Array(file);
}

/** Column width in characters; longer cells are cut off by the next one. */
function widthOf(cells: readonly string[]): number {
  return Math.min(50, Math.max(14, ...cells.slice(0, 1_000).map((cell) => cell.length + 2)));
}
