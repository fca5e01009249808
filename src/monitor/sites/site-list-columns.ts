/** The columns of a list of portals, and the names under which people write them. */
import { foldText } from '../../core/facts/text/text-folding.ts';

/** Headings of the Vietnamese export; the English ones are the format's own. */
export const columnsVi = {
  url: 'địa chỉ',
  name: 'tên cổng',
  agency: 'cơ quan',
  language: 'ngôn ngữ',
  email: 'thư điện tử',
  every: 'chu kỳ',
  path: 'trang khác',
  importance: 'mức quan trọng',
  consent: 'căn cứ theo dõi',
  probe: 'kiểm tra tệp lạ',
  tags: 'nhãn',
} as const;

export type Column = keyof typeof columnsVi;
export const columns: readonly Column[] = [
  'url',
  'name',
  'agency',
  'language',
  'email',
  'every',
  'path',
  'importance',
  'consent',
  'probe',
  'tags',
];

/** Without accents, capitals and punctuation. */
const synonyms: Readonly<Record<Column, readonly string[]>> = {
  url: [
    'url',
    'address',
    'dia chi',
    'dia chi url',
    'dia chi cong',
    'dia chi trang',
    'dia chi website',
    'dia chi truy cap',
    'website',
    'web',
    'trang web',
    'link',
    'duong dan',
    'ten mien',
    'domain',
    'site url',
  ],
  name: [
    'name',
    'ten',
    'ten cong',
    'ten cong thong tin',
    'ten cong thong tin dien tu',
    'cong thong tin',
    'ten trang',
    'ten website',
    'ten hien thi',
    'portal',
    'site name',
    'title',
  ],
  agency: [
    'agency',
    'co quan',
    'co quan chu quan',
    'ten co quan',
    'don vi',
    'don vi chu quan',
    'don vi quan ly',
    'ten don vi',
    'chu quan',
    'organisation',
    'organization',
    'owner',
  ],
  language: ['language', 'ngon ngu', 'ngon ngu thu', 'lang'],
  email: [
    'email',
    'e mail',
    'mail',
    'emails',
    'thu dien tu',
    'dia chi thu',
    'dia chi email',
    'dia chi thu dien tu',
    'hop thu',
    'email nhan canh bao',
    'nguoi nhan',
    'recipients',
    'contact',
  ],
  every: ['every', 'chu ky', 'chu ky kiem tra', 'interval'],
  path: ['path', 'paths', 'trang khac', 'trang con', 'cac trang khac', 'pages', 'other pages'],
  importance: [
    'importance',
    'muc quan trong',
    'muc do quan trong',
    'do quan trong',
    'uu tien',
    'muc uu tien',
    'priority',
  ],
  consent: ['consent', 'co so theo doi', 'can cu theo doi', 'can cu', 'van ban dong y'],
  probe: ['probe', 'do tep la', 'kiem tra tep la'],
  tags: ['tags', 'tag', 'nhan', 'cac nhan', 'gan nhan', 'nhom', 'group'],
};

/** Common in such lists but not used here: ignored, and reported. */
const unused = [
  'stt',
  'tt',
  'so thu tu',
  'no',
  'ghi chu',
  'note',
  'notes',
  'dien thoai',
  'so dien thoai',
  'phone',
  'loi',
  'error',
];

const columnByName: ReadonlyMap<string, Column> = new Map(
  columns.flatMap((column) => synonyms[column].map((name) => [folded(name), column] as const)),
);
const unusedNames: ReadonlySet<string> = new Set(unused.map(folded));

/** The column that a heading means; `unused` for one without a use here, null for an unknown one. */
export function columnOf(heading: string): Column | 'unused' | null {
  const name = folded(heading);
  return columnByName.get(name) ?? (unusedNames.has(name) ? 'unused' : null);
}

/** Values as officials write them, without accents. */
const values: Partial<Record<Column, Readonly<Record<string, string>>>> = {
  importance: { cao: 'high', thuong: 'normal', thap: 'low', 'binh thuong': 'normal', 'trung binh': 'normal' },
  language: { 'tieng viet': 'vi', 'tieng anh': 'en' },
  probe: { co: 'yes', khong: 'no' },
};

const folds: Partial<Record<Column, ReadonlyMap<string, string>>> = Object.fromEntries(
  Object.entries(values).map(([column, words]) => [
    column,
    new Map(Object.entries(words).map(([word, value]) => [folded(word), value])),
  ]),
);

/** The format's own word for a cell. */
export function inEnglish(column: Column, cell: string): string {
  return folds[column]?.get(folded(cell)) ?? cell;
}

/** The Vietnamese spelling of a cell. */
const valuesVi: Partial<Record<Column, Readonly<Record<string, string>>>> = {
  importance: { high: 'cao', normal: 'thường', low: 'thấp' },
  language: { vi: 'tiếng Việt', en: 'tiếng Anh' },
  probe: { yes: 'có', no: 'không' },
};

export function inVietnamese(column: Column, value: string): string {
  const words = valuesVi[column];
  return words && Object.hasOwn(words, value) ? (words[value] ?? value) : value;
}

/** `Địa chỉ (URL):` → `dia chi url`. */
export function folded(text: string): string {
  return foldText(text.slice(0, 200))
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}
