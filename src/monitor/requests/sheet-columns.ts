/** The template sheet in which an agency asks by mail: one portal a row, read by the names that people write. */
import { columnOf, folded } from '../sites/site-list-columns.ts';

/** As headed in Vietnamese. */
export const sheetColumnsVi = {
  agency: 'Cơ quan',
  url: 'Địa chỉ cổng',
  contact: 'Người liên hệ',
  phone: 'Điện thoại',
  email: 'Thư điện tử',
  basis: 'Căn cứ (số công văn)',
  from: 'Từ ngày',
  to: 'Đến ngày',
} as const;

export type SheetColumn = keyof typeof sheetColumnsVi;
export const sheetColumns = Object.keys(sheetColumnsVi) as readonly SheetColumn[];

export const sheetColumnsEn: Readonly<Record<SheetColumn, string>> = {
  agency: 'Agency',
  url: 'Portal address',
  contact: 'Contact person',
  phone: 'Telephone',
  email: 'E-mail',
  basis: 'Basis (letter number)',
  from: 'First day',
  to: 'Last day',
};

/** Besides those of lists of portals. */
const own: Readonly<Partial<Record<SheetColumn, readonly string[]>>> = {
  contact: [
    'nguoi lien he',
    'ho ten',
    'ho va ten',
    'dau moi',
    'dau moi lien he',
    'can bo dau moi',
    'contact',
    'contact person',
  ],
  phone: ['dien thoai', 'so dien thoai', 'sdt', 'dien thoai lien he', 'phone', 'telephone'],
  from: ['tu ngay', 'ngay bat dau', 'bat dau', 'thoi gian tu', 'from', 'first day', 'start'],
  to: ['den ngay', 'ngay ket thuc', 'ket thuc', 'thoi gian den', 'to', 'last day', 'end', 'until'],
  url: ['dia chi cong', 'portal address'],
  basis: ['can cu so cong van', 'so cong van', 'cong van', 'basis', 'basis letter number', 'can cu de nghi'],
};

const byName: ReadonlyMap<string, SheetColumn> = new Map(
  sheetColumns.flatMap((column) => (own[column] ?? []).map((name) => [name, column] as const)),
);

const ofList: Readonly<Record<string, SheetColumn>> = {
  url: 'url',
  agency: 'agency',
  email: 'email',
  consent: 'basis',
};

/** The column that a heading means; null for one without a use here. */
export function sheetColumnOf(heading: string): SheetColumn | null {
  return byName.get(folded(heading)) ?? ofList[columnOf(heading) ?? ''] ?? null;
}

/** Headings, and a row to overwrite. */
export function requestTemplate(language: 'vi' | 'en'): string[][] {
  const isVi = language === 'vi';
  const example: Readonly<Record<SheetColumn, string>> = {
    agency: isVi ? 'Sở mẫu (xóa dòng này)' : 'Sample agency (delete this line)',
    url: 'https://cong.example/',
    contact: isVi ? 'Nguyễn Văn Mẫu' : 'A. Sample',
    phone: '024 3000 0101',
    email: 'truc@donvi.example',
    basis: isVi ? 'Công văn số 12/CV-VP' : 'Letter 12',
    from: '01/02/2027',
    to: '28/02/2027',
  };
  const heads = isVi ? sheetColumnsVi : sheetColumnsEn;
  return [sheetColumns.map((column) => heads[column]), sheetColumns.map((column) => example[column])];
}
