/** Reads the file of a list of portals: text here, a workbook in a reading thread. */
import type { Words } from '../../core/domain/words.ts';
import { VonggacError } from '../../core/errors.ts';
import type { Read } from '../../core/ports.ts';
import { mostWorkbookBytes, mostWorkbookRows, type WorkbookReading } from '../../core/readers.ts';
import type { ListSource } from './import-sites.ts';
import { decodeList, readCsv, readTable, type TableRow } from './read-site-list.ts';

export interface ListFile {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** @throws VonggacError `bad-input` with one sentence */
export async function readListFile(read: Read, { name, bytes }: ListFile): Promise<ListSource> {
  return isWorkbook(name, bytes) ? readTable(await workbookRows(read, bytes)) : { name, text: decodeList(bytes) };
}

/** Rows of a table of any kind, the headings first. */
export async function readTableFile(read: Read, { name, bytes }: ListFile): Promise<readonly TableRow[]> {
  return isWorkbook(name, bytes) ? workbookRows(read, bytes) : await readCsv(decodeList(bytes));
}

async function workbookRows(read: Read, bytes: Uint8Array): Promise<readonly TableRow[]> {
  if (bytes.byteLength > mostWorkbookBytes) throw refusal(refusals['too-large']);
  const reading = await read('workbook', { bytes }, 'lists');
  if (reading === null) throw refusal(refusals['given-up']);
  if (reading.status === 'read') return reading.rows;
  const { vi, en } = refusals[reading.why];
  const place = reading.place ? [` (ô ${reading.place})`, ` (cell ${reading.place})`] : ['', ''];
  throw refusal({ vi: vi.replace('{}', place[0] ?? ''), en: en.replace('{}', place[1] ?? '') });
}

/** A ZIP archive or an OLE document, or what is named like a workbook. */
export function isWorkbook(name: string, bytes: Uint8Array): boolean {
  const [first, second] = bytes;
  const isPacked = (first === 0x50 && second === 0x4b) || (first === 0xd0 && second === 0xcf);
  return isPacked || /\.xlsx?$/i.test(name);
}

function refusal({ vi, en }: Words): VonggacError {
  return new VonggacError('bad-input', en, { vi });
}

type Why = Extract<WorkbookReading, { status: 'refused' }>['why'] | 'given-up';

const rows = mostWorkbookRows.toLocaleString('vi-VN');

const refusals: Readonly<Record<Why, Words>> = {
  damaged: {
    vi: 'Không đọc được tệp Excel này: tệp bị hỏng hoặc không phải .xlsx. Hãy mở bằng Excel, lưu lại thành .xlsx rồi thử lại.',
    en: 'This workbook can’t be read: it is damaged, or not an .xlsx file. Open it in a spreadsheet program and save it as .xlsx again.',
  },
  locked: {
    vi: 'Tệp Excel này có mật khẩu hoặc thuộc định dạng cũ (.xls): hãy bỏ mật khẩu và lưu thành .xlsx.',
    en: 'This workbook has a password or the old format (.xls): remove the password and save it as .xlsx.',
  },
  'too-large': {
    vi: 'Tệp Excel này quá lớn (tối đa 10 MB, sau khi giải nén 100 MB): hãy bỏ ảnh và các trang tính khác, hoặc chia nhỏ danh sách.',
    en: 'This workbook is too large (at most 10 MB, 100 MB unpacked): remove pictures and other sheets, or split the list.',
  },
  'too-many-rows': {
    vi: `Trang tính có hơn ${rows} dòng: hãy xóa các dòng trống ở cuối hoặc chia nhỏ danh sách.`,
    en: `The sheet has more than ${mostWorkbookRows} rows: delete empty rows at its end, or split the list.`,
  },
  formula: {
    vi: 'Trang tính có công thức{}: hãy chép tất cả rồi dán lại dưới dạng giá trị (Paste Special → Values), lưu và thử lại.',
    en: 'The sheet has a formula{}: copy everything, paste it as values, save and try again.',
  },
  'given-up': {
    vi: 'Tệp Excel này cần quá nhiều thời gian hoặc bộ nhớ để đọc: hãy chép danh sách sang một tệp mới rồi thử lại.',
    en: 'This workbook takes too much time or memory to read: copy the list into a new file and try again.',
  },
};
