/** A report for spreadsheets: the same cells as on paper, as numbers that can be computed with. */
import type { Cell as WorkbookCell } from 'write-excel-file/node';
import { localMs } from '../../core/duty/days.ts';
import { type Cell, cellText, noneWords, type ReportDocument, type Table } from '../../core/reports/document.ts';
import { plainText } from '../../core/text.ts';
import { spreadsheet } from '../sites/spreadsheet.ts';

/** Every table, by the title of its section. */
function tablesOf({ sections }: ReportDocument): { readonly section: string; readonly table: Table }[] {
  return sections.flatMap(({ title, blocks }) =>
    blocks.flatMap((block) => (block.type === 'table' ? [{ section: title, table: block }] : [])),
  );
}

/** One figure a line, with its unit and as people read it, so that every line can be found again on paper. */
export function reportCsv(document: ReportDocument): string {
  const isVi = document.language === 'vi';
  const head = isVi
    ? ['Mục', 'Bảng', 'Dòng', 'Chỉ tiêu', 'Cột', 'Giá trị', 'Đơn vị', 'Hiển thị']
    : ['Section', 'Table', 'Line', 'Figure', 'Column', 'Value', 'Unit', 'Shown'];
  const lines = tablesOf(document).flatMap(({ section, table }) =>
    table.rows.flatMap((row, line) =>
      row.map((cell, index) => [
        section,
        table.title,
        String(line + 1),
        rowName(row, document),
        table.columns[index]?.title ?? '',
        ...machineValue(cell),
        cellText(cell, document),
      ]),
    ),
  );
  const about = [document.title, ...document.subtitle, document.lead].map((line) => ['', '', '', line, '', '', '', '']);
  return spreadsheet([head, ...about, ...lines]);
}

function rowName(row: readonly Cell[], document: ReportDocument): string {
  const [first] = row;
  return first === undefined ? '' : cellText(first, document);
}

/** Value and unit: milliseconds, shares of 1, UTC. Empty where there is none. */
export function machineValue(cell: Cell): [value: string, unit: string] {
  switch (cell.type) {
    case 'text':
      return [cell.text, ''];
    case 'count':
      return [String(cell.value), '1'];
    case 'duration':
      return [String(cell.ms), 'ms'];
    case 'share':
      return [String(cell.value), '0..1'];
    case 'moment':
      return [new Date(cell.at).toISOString(), 'UTC'];
    case 'change':
      return [String(cell.value), { count: '1', duration: 'ms', share: '0..1' }[cell.of]];
    case 'none':
      return ['', ''];
  }
}

const dayMs = 86_400_000;
const longestSheetName = 31;

/** One sheet per section, its tables one below the other. No cell is a formula: texts are written as texts. */
export async function reportWorkbook(document: ReportDocument): Promise<Uint8Array<ArrayBuffer>> {
  const { default: writeWorkbook } = await import('write-excel-file/node');
  const used = document.sections.filter(({ blocks }) => blocks.some(({ type }) => type === 'table'));
  const sheets = used.map(({ title, blocks, id }) => {
    const tables = blocks.filter((block) => block.type === 'table');
    const columns = Math.max(...tables.map((table) => table.columns.length));
    const widths = Array.from({ length: columns }, (_, index) => widthOf(tables, index, document));
    const data: WorkbookCell[][] = [
      ...(id === used[0]?.id ? introduction(document) : []),
      ...tables.flatMap((table) => tableRows(table, widths, document)),
    ];
    return {
      data,
      sheet: sheetName(title),
      columns: widths.map((width) => ({ width })),
      orientation: 'landscape' as const,
    };
  });
  const file = await writeWorkbook(sheets, { fontFamily: 'Times New Roman', fontSize: 12 }).toBuffer();
  return new Uint8Array(file);
}

function introduction({ title, subtitle, lead }: ReportDocument): WorkbookCell[][] {
  return [
    [{ value: safe(title), type: String, fontWeight: 'bold', fontSize: 14, height: 22 }],
    ...[...subtitle, lead].map((line): WorkbookCell[] => [{ value: safe(line), type: String, height: lineHeight }]),
    [],
  ];
}

function tableRows(table: Table, widths: readonly number[], document: ReportDocument): WorkbookCell[][] {
  const heads = heightOf(
    table.columns.map(({ title }) => title),
    widths,
  );
  return [
    [{ value: safe(table.title), type: String, fontStyle: 'italic', height: lineHeight }],
    table.columns.map(({ title }) => ({
      value: safe(title),
      type: String,
      fontWeight: 'bold',
      align: 'center',
      alignVertical: 'center',
      wrap: true,
      backgroundColor: '#E8EDF3',
      borderStyle: 'thin',
      height: heads,
    })),
    ...table.rows.map((row) => {
      const height = heightOf(
        row.map((cell) => cellText(cell, document)),
        widths,
      );
      return row.map((cell) => ({ ...workbookCell(cell, document), ...inTable, height }));
    }),
    ...(table.note === undefined
      ? []
      : [[{ value: safe(table.note), type: String, fontStyle: 'italic' as const, height: lineHeight }]]),
    [],
  ];
}

/** Points of one line of text; a row keeps its height, whatever wraps in it. */
const lineHeight = 18;

/** As many lines as the longest text needs in its column. */
function heightOf(texts: readonly string[], widths: readonly number[]): number {
  const lines = texts.map((text, index) => Math.ceil(text.length / (widths[index] ?? 14)));
  return lineHeight * Math.min(20, Math.max(1, ...lines));
}

const inTable = { alignVertical: 'top', wrap: true, borderStyle: 'thin' } as const;

/** As the language writes them: hours, and the shares of a percent. */
function workbookCell(cell: Cell, { language, timeZone }: ReportDocument) {
  const hours = language === 'vi' ? '[h]" giờ "mm" phút"' : '[h]" h "mm" min"';
  switch (cell.type) {
    case 'text':
      return { value: safe(cell.text), type: String };
    case 'count':
      return { value: cell.value, type: Number, format: '#,##0' };
    case 'duration':
      return { value: cell.ms / dayMs, type: Number, format: hours };
    case 'share':
      return { value: cell.value, type: Number, format: '0.00%' };
    case 'moment':
      return { value: localMs(cell.at, timeZone) / dayMs + excelEpochDays, type: Number, format: 'dd/mm/yyyy hh:mm' };
    case 'change':
      // Spreadsheets have no negative durations.
      return cell.of === 'duration'
        ? { value: cellText(cell, { language, timeZone }), type: String, align: 'right' as const }
        : { value: cell.value, type: Number, format: cell.of === 'count' ? '+#,##0;-#,##0;0' : '+0.00%;-0.00%;0.00%' };
    case 'none':
      return {
        value: noneWords[cell.why][language],
        type: String,
        align: 'right' as const,
        fontStyle: 'italic' as const,
      };
  }
}

/** Days from 30 December 1899 to 1970. */
const excelEpochDays = 25_569;

const safe = (value: string): string => plainText(value, 32_000);

/** Neither longer than a sheet's name may be, nor with a character that it may not have. */
function sheetName(title: string): string {
  return plainText(title.replace(/[\\/?*[\]:']/g, ' '), longestSheetName);
}

function widthOf(tables: readonly Table[], index: number, document: ReportDocument): number {
  const lengths = tables.flatMap(({ columns, rows }) => [
    Math.ceil((columns[index]?.title.length ?? 0) / 2),
    ...rows.slice(0, 1_000).flatMap((row) => {
      const cell = row[index];
      return cell === undefined ? [] : cellText(cell, document).length;
    }),
  ]);
  return Math.min(52, Math.max(14, ...lengths.map((length) => length + 2)));
}
