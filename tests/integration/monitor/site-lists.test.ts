/** Lists of portals as Excel workbooks, and under every name that people give to their columns. */
import { strToU8, unzipSync, zipSync } from 'fflate';
import { describe, expect, onTestFinished, test } from 'vitest';
import { owner } from '../../../src/core/people/actor.ts';
import { planImport } from '../../../src/monitor/sites/import-sites.ts';
import { readListFile } from '../../../src/monitor/sites/read-list-file.ts';
import { columnOf } from '../../../src/monitor/sites/site-list-columns.ts';
import { workbook } from '../../../src/monitor/sites/spreadsheet.ts';
import { sharedRead } from '../../support/shared-threads.ts';
import { openTestDesk } from '../../support/test-desk.ts';

const now = Date.parse('2026-11-21T14:38:00Z');
const head = ['Tên cổng', 'Địa chỉ', 'Cơ quan chủ quản', 'Thư điện tử', 'STT'];
const portal = ['Cổng A', 'https://a.example/', 'Sở A', 'x@b.example', '1'];

test.each([
  ['Tên cổng', 'name'],
  ['ten cong', 'name'],
  ['TÊN CỔNG:', 'name'],
  ['Địa chỉ', 'url'],
  ['Địa chỉ (URL)', 'url'],
  ['URL', 'url'],
  ['website', 'url'],
  ['Cơ quan', 'agency'],
  ['Cơ quan chủ quản', 'agency'],
  ['agency', 'agency'],
  ['Email', 'email'],
  ['E-mail', 'email'],
  ['Thư điện tử', 'email'],
  ['thu_dien_tu', 'email'],
  ['Chu kỳ', 'every'],
  ['Nhóm', 'tags'],
  ['Nhãn', 'tags'],
  ['STT', 'unused'],
  ['Màu sắc', null],
])('a column called %j is %j', (heading, column) => {
  expect(columnOf(heading)).toBe(column);
});

async function planned(bytes: Uint8Array) {
  const desk = await openTestDesk({ now });
  onTestFinished(desk.close);
  const source = await readListFile(sharedRead, { name: 'cong.xlsx', bytes });
  const vet = async () => ({ status: 'allowed' as const });
  return planImport({ ...desk.parts, vet }, source, { actor: owner('an') });
}

test('a workbook is read with its row numbers, empty rows left out, and what is not used is named', async () => {
  const file = await workbook([head, portal, ['', '', '', '', ''], ['B', 'sai@@', '', 'không', '2']]);
  const { good, bad, list } = await planned(file);
  expect(good).toMatchObject([{ line: 2, site: { name: 'Cổng A', emails: ['x@b.example'] } }]);
  expect(bad).toMatchObject([{ line: 4, cells: { name: 'B', url: 'sai@@' }, problems: [{ column: 'email' }] }]);
  expect(list.unused).toEqual(['STT']);
});

test('what begins like a formula is text in a written workbook', async () => {
  const parts = unzipSync(await workbook([head, ['=HYPERLINK("x")', 'https://a.example/', '', '', '']]));
  const markup = Object.values(parts).map((part) => new TextDecoder().decode(part));
  expect(markup.some((text) => text.includes('HYPERLINK'))).toBe(true);
  expect(markup.some((text) => /<f[\s>]/.test(text))).toBe(false);
});

/** The workbook with its sheet changed. */
async function withSheet(change: (markup: string) => string): Promise<Uint8Array> {
  const parts = unzipSync(await workbook([head, portal]));
  const name = Object.keys(parts).find((one) => one.startsWith('xl/worksheets/sheet')) ?? '';
  const sheet = change(new TextDecoder().decode(parts[name]));
  return zipSync({ ...parts, [name]: strToU8(sheet) });
}

describe('a workbook that can’t be taken gets one sentence', () => {
  const rows = (count: number) => '<row></row>'.repeat(count);
  test.each([
    ['a formula', () => withSheet((xml) => xml.replace(/(<c r="A2"[^>]*>)/, '$1<f>1+1</f>')), 'công thức (ô A2)'],
    ['a password', async () => new Uint8Array([0xd0, 0xcf, 0x11, 0xe0, ...Array(600).fill(0)]), 'có mật khẩu'],
    ['a half of it', async () => (await workbook([head, portal])).subarray(0, 900), 'bị hỏng'],
    ['no workbook', async () => strToU8('url\nhttps://a.example/'), 'bị hỏng'],
    ['another archive', async () => zipSync({ 'a.txt': strToU8('x') }), 'bị hỏng'],
    ['a bomb', async () => zipSync({ 'xl/worksheets/sheet1.xml': new Uint8Array(101_000_000) }), 'quá lớn'],
    ['eleven megabytes', async () => zipSync({ a: new Uint8Array(11_000_000) }, { level: 0 }), 'quá lớn'],
    ['too many rows', () => withSheet((xml) => xml.replace('</sheetData>', `${rows(20_001)}</sheetData>`)), '20.000'],
    ['a cell far away', () => withSheet((xml) => xml.replace('r="B2"', 'r="XFD1048576"')), '20.000'],
    ['markup that breaks', () => withSheet((xml) => xml.slice(0, xml.length / 2)), 'bị hỏng'],
  ])('%s', async (_, file, sentence) => {
    const bytes = await file();
    await expect(readListFile(sharedRead, { name: 'cong.xlsx', bytes })).rejects.toMatchObject({
      code: 'bad-input',
      vi: expect.stringContaining(sentence),
    });
  });
});
