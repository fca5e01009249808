/** Parses lists of portals as spreadsheets and people write them, into lines and column values. */
import { parse as parseCsv } from 'csv-parse/sync';
import { isSeq, LineCounter, parseDocument } from 'yaml';
import { VonggacError } from '../../core/errors.ts';

export interface SiteListFile {
  readonly name: string;
  readonly text: string;
}

export interface ListedLine {
  readonly line: number;
  /** Keyed by column; for YAML, any value. */
  readonly value: unknown;
}

/** Column names as officials write them; the English ones are the format's own. */
export const columnsVi = {
  url: 'địa chỉ',
  name: 'tên cổng',
  agency: 'cơ quan',
  language: 'ngôn ngữ',
  email: 'thư điện tử',
  every: 'chu kỳ',
  path: 'trang khác',
  importance: 'mức quan trọng',
  consent: 'cơ sở theo dõi',
  probe: 'dò tệp lạ',
} as const;

export type Column = keyof typeof columnsVi;
export const columns = Object.keys(columnsVi) as readonly Column[];

/** Values as officials write them. */
export const valuesVi: Partial<Record<Column, Readonly<Record<string, string>>>> = {
  importance: { cao: 'high', thường: 'normal', thấp: 'low' },
  language: { 'tiếng việt': 'vi', 'tiếng anh': 'en' },
  probe: { có: 'yes', không: 'no' },
};

export function readSiteList({ name, text }: SiteListFile): readonly ListedLine[] {
  return /\.ya?ml$/i.test(name) ? readYaml(text) : readCsv(text);
}

/** The text of a file as spreadsheets save it: UTF-8, or UTF-16 with a BOM. */
export function decodeList(bytes: Uint8Array): string {
  const [first, second] = bytes;
  if (first === 0x50 && second === 0x4b) {
    throw new VonggacError('bad-input', 'This is a workbook, not a list: save it as “CSV UTF-8” and use that file.', {
      vi: 'Đây là tệp Excel (.xlsx): hãy chọn Lưu thành (Save As), kiểu “CSV UTF-8”, rồi chọn tệp mới đó.',
    });
  }
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

interface CsvRow {
  readonly record: readonly string[];
  readonly info: { readonly lines: number };
}

function readCsv(text: string): ListedLine[] {
  const [head, ...rows] = parseRows(text);
  const header = (head?.record ?? []).map(columnOf);
  assertHeader(header);
  return rows.map(({ record, info }) => {
    const surplus = record.slice(header.length).some((cell) => cell !== '');
    const cells = header.map((column, index) => [column, inEnglish(column as Column, record[index] ?? '')] as const);
    // An unquoted comma inside a name would shift every later cell by one.
    const value = surplus ? { surplus: record.length } : Object.fromEntries(cells.filter(([column]) => column !== ''));
    return { line: info.lines, value };
  });
}

function parseRows(text: string): readonly CsvRow[] {
  try {
    return parseCsv(text, {
      bom: true,
      delimiter: delimiterOf(text),
      info: true,
      relax_column_count: true,
      skip_records_with_empty_values: true,
      skip_empty_lines: true,
      trim: true,
    }) as unknown as CsvRow[];
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

/** Spreadsheets save with commas, semicolons or tabs; the header tells which. */
function delimiterOf(text: string): string {
  const header = text.slice(0, text.search(/\r?\n|$/));
  const separators = [',', ';', '\t'].map((separator) => ({ separator, count: header.split(separator).length }));
  return separators.toSorted((a, b) => b.count - a.count)[0]?.separator ?? ',';
}

/** The format's name of a column; unknown names stay as written. */
function columnOf(written: string): string {
  const name = written.normalize('NFC').toLowerCase().replace(/\s+/g, ' ').trim();
  return columns.find((column) => column === name || columnsVi[column] === name) ?? name;
}

function inEnglish(column: Column, cell: string): string {
  const words = valuesVi[column];
  const key = cell.normalize('NFC').toLowerCase();
  return words && Object.hasOwn(words, key) ? (words[key] ?? cell) : cell;
}

function assertHeader(header: readonly string[]): void {
  const named = header.filter((name) => name !== '');
  const allowedEn = columns.join(', ');
  const allowedVi = columns.map((column) => columnsVi[column]).join(', ');
  if (!named.includes('url')) {
    throw new VonggacError(
      'bad-input',
      `The first line must name the columns, with 'url' among them: ${allowedEn.replaceAll(' ', '')}.`,
      { vi: `Dòng đầu tiên phải là tên các cột, trong đó có cột “địa chỉ” (hoặc url): ${allowedVi}.` },
    );
  }
  const unknown = named.filter((name) => !columns.some((column) => column === name)).map((name) => name.slice(0, 60));
  const twice = named.find((name, index) => named.indexOf(name) !== index);
  if (unknown.length > 0) {
    throw new VonggacError('bad-input', `unknown column ${unknown.join(', ')}: there are ${allowedEn}.`, {
      vi: `Không có cột “${unknown.join('”, “')}”: chỉ dùng được các cột ${allowedVi}.`,
    });
  }
  if (twice !== undefined) {
    throw new VonggacError('bad-input', `The column ${twice} appears twice.`, {
      vi: `Cột “${columnsVi[twice as Column]}” bị ghi hai lần.`,
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
      return {
        line: counter.linePos(range?.[0] ?? 0).line,
        value: (item as { toJS(d: unknown): unknown }).toJS(document),
      };
    });
  } catch (cause) {
    if (cause instanceof VonggacError) throw cause;
    // Too deep, or too many references to the same part.
    throw badYaml(cause instanceof Error ? (cause.message.split('\n')[0] ?? '') : String(cause), cause);
  }
}

function badYaml(why: string, cause?: unknown): VonggacError {
  const vi = `Không đọc được tệp YAML: ${why}`;
  return new VonggacError('bad-input', `The YAML file can't be read: ${why}`, { cause, vi });
}
