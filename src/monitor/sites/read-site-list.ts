/** Parses lists of portals as spreadsheets and people write them, into lines of cells. */
import { Readable } from 'node:stream';
import { parse as parseCsv } from 'csv-parse';
import { isSeq, LineCounter, parseDocument } from 'yaml';
import { z } from 'zod';
import type { Words } from '../../core/domain/words.ts';
import { VonggacError } from '../../core/errors.ts';
import { createPace } from './pace.ts';
import { type Column, columnOf, columns, columnsVi } from './site-list-columns.ts';

export interface SiteListFile {
  readonly name: string;
  readonly text: string;
}

export type Cells = Readonly<Partial<Record<Column, string>>>;

export interface ListedLine {
  readonly line: number;
  /** As written. */
  readonly cells: Cells;
  /** Why the line as a whole can't be read; null if it can. */
  readonly fault: Words | null;
}

export interface SiteList {
  readonly lines: readonly ListedLine[];
  /** Headings of columns that have no use here. */
  readonly unused: readonly string[];
}

/** A row of a table, with its number in the file. */
export interface TableRow {
  readonly line: number;
  readonly cells: readonly string[];
}

export async function readSiteList({ name, text }: SiteListFile): Promise<SiteList> {
  return isYaml(name) ? { lines: readYaml(text), unused: [] } : readTable(await readCsv(text));
}

/** YAML is read in one piece, so it has to be short where others wait. */
export const isYaml = (name: string) => /\.ya?ml$/i.test(name);

/** The text of a file as spreadsheets save it: UTF-8, or UTF-16 with a BOM. */
export function decodeList(bytes: Uint8Array): string {
  const [first, second] = bytes;
  const encoding = first === 0xff && second === 0xfe ? 'utf-16le' : 'utf-8';
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch (cause) {
    throw new VonggacError('bad-input', 'The file is not UTF-8: save it as “CSV UTF-8” and use that file.', {
      cause,
      vi: 'Tệp không theo bảng mã UTF-8 nên chữ tiếng Việt bị sai: trong Excel hãy lưu thành kiểu “CSV UTF-8”.',
    });
  }
}

/** A table whose first row names the columns. */
export async function readTable([head, ...rows]: readonly TableRow[]): Promise<SiteList> {
  const headings = (head?.cells ?? []).map((cell) => cell.trim());
  const header = headings.map((heading) => (heading === '' ? 'unused' : columnOf(heading)));
  assertHeader(headings, header);
  const unused = headings.filter((heading, index) => heading !== '' && header[index] === 'unused');
  const pace = createPace();
  const lines: ListedLine[] = [];
  for (const { line, cells } of rows) {
    lines.push({ line, ...lineOf(header, cells) });
    if (pace.isOver()) await pace.rest();
  }
  return { lines, unused };
}

function lineOf(header: readonly (Column | 'unused' | null)[], cells: readonly string[]): Omit<ListedLine, 'line'> {
  const named = header.flatMap((column, index) =>
    column === null || column === 'unused' ? [] : [[column, (cells[index] ?? '').trim()] as const],
  );
  // An unquoted comma inside a name would shift every later cell by one.
  const hasSurplus = cells.slice(header.length).some((cell) => cell.trim() !== '');
  return { cells: Object.fromEntries(named), fault: hasSurplus ? surplus : null };
}

const surplus: Words = {
  vi: 'Dòng này có nhiều ô hơn số cột: chữ có chứa dấu phân cách phải đặt trong dấu nháy kép.',
  en: 'has more cells than columns: quote values that contain the separator',
};

interface CsvRow {
  readonly record: readonly string[];
  readonly info: { readonly lines: number };
}

export async function readCsv(text: string): Promise<TableRow[]> {
  const parser = parseCsv({
    bom: true,
    delimiter: delimiterOf(text),
    info: true,
    relax_column_count: true,
    skip_records_with_empty_values: true,
    skip_empty_lines: true,
    trim: true,
  });
  const rows: TableRow[] = [];
  try {
    Readable.from(piecesOf(text)).pipe(parser);
    for await (const { record, info } of parser as AsyncIterable<CsvRow>)
      rows.push({ line: info.lines, cells: record });
    return rows;
  } catch (cause) {
    const lines = (cause as { lines?: unknown }).lines;
    const where = typeof lines === 'number' ? lines : 1;
    throw new VonggacError(
      'bad-input',
      `The CSV file can't be read: ${cause instanceof Error ? cause.message : String(cause)}.`,
      { cause, vi: `Không đọc được tệp CSV ở gần dòng ${where}: hãy kiểm tra các dấu nháy kép trong dòng đó.` },
    );
  }
}

const pieceCharacters = 50_000;

async function* piecesOf(text: string): AsyncGenerator<string> {
  const pace = createPace();
  for (let at = 0; at < text.length; at += pieceCharacters) {
    await pace.rest();
    yield text.slice(at, at + pieceCharacters);
  }
}

/** Spreadsheets save with commas, semicolons or tabs; the header tells which. */
function delimiterOf(text: string): string {
  const header = text.slice(0, text.search(/\r?\n|$/));
  const separators = [',', ';', '\t'].map((separator) => ({ separator, count: header.split(separator).length }));
  return separators.toSorted((a, b) => b.count - a.count)[0]?.separator ?? ',';
}

function assertHeader(headings: readonly string[], header: readonly (Column | 'unused' | null)[]): void {
  const allowedEn = columns.join(', ');
  const allowedVi = columns.map((column) => columnsVi[column]).join(', ');
  if (!header.includes('url')) {
    throw new VonggacError(
      'bad-input',
      `The first line must name the columns, with 'url' among them: ${allowedEn.replaceAll(' ', '')}.`,
      { vi: `Dòng đầu tiên phải là tên các cột, trong đó có cột “địa chỉ” (hoặc url): ${allowedVi}.` },
    );
  }
  const unknown = headings.filter((_, index) => header[index] === null).map((name) => name.slice(0, 60));
  if (unknown.length > 0) {
    throw new VonggacError('bad-input', `unknown column ${unknown.join(', ')}: there are ${allowedEn}.`, {
      vi: `Không nhận ra cột “${unknown.join('”, “')}”; các cột hợp lệ: ${allowedVi}.`,
    });
  }
  const twice = columns.find((column) => header.filter((one) => one === column).length > 1);
  if (twice !== undefined) {
    const names = headings.filter((_, index) => header[index] === twice).map((name) => name.slice(0, 60));
    throw new VonggacError('bad-input', `The column ${twice} appears twice: ${names.join(', ')}.`, {
      vi: `Cột “${columnsVi[twice]}” bị ghi hai lần: “${names.join('”, “')}”.`,
    });
  }
}

function readYaml(text: string): ListedLine[] {
  const counter = new LineCounter();
  try {
    const document = parseDocument(text, { lineCounter: counter });
    const error = document.errors[0];
    if (error) throw badYaml(error.message.split('\n')[0] ?? error.code);
    const items = isSeq(document.contents) ? document.contents : document.get('sites');
    if (!isSeq(items)) {
      throw new VonggacError('bad-input', 'The YAML file must hold a list of sites, or a list under "sites:".', {
        vi: 'Tệp YAML phải là một danh sách các cổng, hoặc có danh sách dưới mục “sites:”.',
      });
    }
    return items.items.map((item) => {
      const range = (item as { range?: [number, number, number] | null }).range;
      const value: unknown = (item as { toJS(d: unknown): unknown }).toJS(document);
      return { line: counter.linePos(range?.[0] ?? 0).line, ...lineOfValue(value) };
    });
  } catch (cause) {
    if (cause instanceof VonggacError) throw cause;
    // Too deep, or too many references to the same part.
    throw badYaml(cause instanceof Error ? (cause.message.split('\n')[0] ?? '') : String(cause), cause);
  }
}

const yamlCell = z.union([
  z.null().transform(() => ''),
  z.string(),
  z.number().transform(String),
  z.boolean().transform((isSo) => (isSo ? 'yes' : 'no')),
  z.array(z.string()).transform((items) => items.join('; ')),
]);
const yamlLine = z.record(z.string(), z.unknown());

function lineOfValue(value: unknown): Omit<ListedLine, 'line'> {
  const entries = yamlLine.safeParse(value);
  if (!entries.success) {
    return { cells: {}, fault: { vi: 'Dòng này không phải là một cổng.', en: 'is not a portal' } };
  }
  const cells: Partial<Record<Column, string>> = {};
  const faults: Words[] = [];
  for (const [name, content] of Object.entries(entries.data)) {
    const column = columnOf(name);
    const cell = yamlCell.safeParse(content);
    if (column === 'unused') continue;
    if (column === null) {
      const shown = name.slice(0, 60);
      faults.push({
        vi: `Không nhận ra mục “${shown}”; các mục hợp lệ: ${columns.join(', ')}.`,
        en: `unknown column ${shown}`,
      });
    } else if (cell.success) cells[column] = cell.data.trim();
    else faults.push({ vi: `Mục ${name} phải là chữ.`, en: `${name} must be text` });
  }
  const [fault] = faults;
  if (!fault) return { cells, fault: null };
  return { cells, fault: { vi: faults.map(({ vi }) => vi).join(' '), en: faults.map(({ en }) => en).join('; ') } };
}

function badYaml(why: string, cause?: unknown): VonggacError {
  const vi = `Không đọc được tệp YAML: ${why}`;
  return new VonggacError('bad-input', `The YAML file can't be read: ${why}`, { cause, vi });
}
