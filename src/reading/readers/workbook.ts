/** Reads the first sheet of an Excel workbook (.xlsx), a ZIP archive of XML files. */
import { strFromU8, unzipSync, zipSync } from 'fflate';
import { type CellValue, readSheet } from 'read-excel-file/universal';
import { mostWorkbookRows, type WorkbookFile, type WorkbookReading } from '../../core/readers.ts';

/** Sum over all parts, as the archive declares it. */
const mostUnpackedBytes = 100_000_000;

const zipMagic = [0x50, 0x4b, 0x03, 0x04];
/** OLE 2: workbooks with a password, and those of Excel 97 to 2003. */
const compoundMagic = [0xd0, 0xcf, 0x11, 0xe0];

export async function readWorkbook({ bytes }: WorkbookFile): Promise<WorkbookReading> {
  if (startsWith(bytes, compoundMagic)) return { status: 'refused', why: 'locked' };
  if (!startsWith(bytes, zipMagic)) return { status: 'refused', why: 'damaged' };
  try {
    if (declaredBytes(bytes) > mostUnpackedBytes) return { status: 'refused', why: 'too-large' };
    const parts = unzipSync(bytes, { filter: ({ name }) => isMarkup(name) });
    const refused = Object.entries(parts).map(([name, content]) => whyNot(name, content));
    const reading = refused.find((one) => one !== null);
    return reading ?? (await rowsOf(parts));
  } catch {
    return { status: 'refused', why: 'damaged' };
  }
}

function startsWith(bytes: Uint8Array, magic: readonly number[]): boolean {
  return magic.every((byte, index) => bytes[index] === byte);
}

/** Unpacking writes no more than this: each part gets a buffer of its declared size. */
function declaredBytes(bytes: Uint8Array): number {
  let sum = 0;
  unzipSync(bytes, {
    filter: ({ originalSize }) => {
      sum += originalSize;
      return false;
    },
  });
  return sum;
}

const isMarkup = (name: string): boolean => name.endsWith('.xml') || name.endsWith('.xml.rels');

function whyNot(name: string, content: Uint8Array): WorkbookReading | null {
  if (!name.startsWith('xl/worksheets/') || !name.endsWith('.xml')) return null;
  const markup = strFromU8(content);
  const formula = markup.search(/<(?:x:)?f[\s/>]/);
  if (formula >= 0) return { status: 'refused', why: 'formula', place: cellBefore(markup, formula) };
  const isTooMany = rowsIn(markup) > mostWorkbookRows || hasFarCell(markup);
  return isTooMany ? { status: 'refused', why: 'too-many-rows' } : null;
}

/** `B3`; empty when it does not say. */
function cellBefore(markup: string, at: number): string {
  const start = markup.lastIndexOf(' r="', at);
  const place = start < 0 ? '' : markup.slice(start + 4, start + 16);
  return /^[A-Z]{1,3}\d{1,7}(?=")/.exec(place)?.[0] ?? '';
}

/** The header is one more. */
function rowsIn(markup: string): number {
  let rows = -1;
  for (let at = markup.indexOf('<row'); at >= 0; at = markup.indexOf('<row', at + 4)) rows += 1;
  return rows;
}

/** The library makes a dense table: one cell in the last corner of a sheet would need all memory. */
function hasFarCell(markup: string): boolean {
  for (let at = markup.indexOf(' r="'); at >= 0; at = markup.indexOf(' r="', at + 4)) {
    const [, column = '', row = ''] = /^([A-Z]*)(\d+)"/.exec(markup.slice(at + 4, at + 20)) ?? [];
    if (column.length > 2 || Number(row) > mostWorkbookRows + 1) return true;
  }
  return false;
}

async function rowsOf(parts: Readonly<Record<string, Uint8Array>>): Promise<WorkbookReading> {
  // Packed without compression: the library need not be trusted with sizes.
  const archive = new Uint8Array(zipSync({ ...parts }, { level: 0 }));
  const sheet = await readSheet(archive.buffer, undefined, { parseNumber: String });
  const rows = sheet.map((row, index) => ({ line: index + 1, cells: row.map(cellText) }));
  if (rows.length > mostWorkbookRows + 1) return { status: 'refused', why: 'too-many-rows' };
  return { status: 'read', rows: rows.filter(({ cells }) => cells.some((cell) => cell !== '')) };
}

function cellText(value: CellValue | string | null): string {
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? '' : value.toISOString().slice(0, 10);
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  return value === null ? '' : String(value);
}
