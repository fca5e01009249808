/** The page, the workbook and the list of values hold the same cells, whatever the portals are called. */

import { load } from 'cheerio';
import { parse as parseCsv } from 'csv-parse/sync';
import { strFromU8, unzipSync } from 'fflate';
import readWorkbook from 'read-excel-file/node';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { configSchema } from '../../../src/config/schema/schema.ts';
import {
  type Cell,
  cellText,
  type Language,
  type ReportDocument,
  type Table,
} from '../../../src/core/reports/document.ts';
import { latestClosed } from '../../../src/core/reports/spans.ts';
import { composeOf } from '../../../src/monitor/reports/write-report.ts';
import { machineValue, reportCsv, reportWorkbook } from '../../../src/monitor/reports/write-table-files.ts';
import { reportPage } from '../../../src/web/views/reports/report-page.tsx';
import { openStore, type TestStore } from '../../support/open-test-store.ts';
import { seedYear } from '../../support/reports/generated-year.ts';

const config = configSchema.parse({ reports: { office: '=cmd|calc', addressee: '<b>Cục</b>' } });
const now = Date.parse('2026-06-16T02:00:00Z');
const hostile = [
  '=HYPERLINK("http://xau.example","Bấm vào đây")',
  '+84 912 000 000',
  "@SUM(1+1)*cmd|' /C calc'!A0",
  '</td></tr></table><script>alert(1)</script>',
  ']]></t></is></c><c><f>1+1</f></c>',
  `${'Cổng dịch vụ công trực tuyến và hệ thống thông tin giải quyết thủ tục hành chính '.repeat(4)}`,
  'a\u202egpj.exe\u0000\u0007 "nháy"; dấu; chấm phẩy',
];

let store: TestStore;
const documents = new Map<Language, ReportDocument>();

beforeAll(async () => {
  store = await openStore();
  await seedYear(store, {
    from: Date.parse('2026-01-20T00:00:00Z'),
    to: now,
    sites: hostile.length,
    incidents: 30,
    suspects: 12,
    seed: 5,
    nameOf: (index) => hostile[index] ?? '',
    agencyOf: (index) => (index % 2 === 0 ? `=1+${index}` : null),
  });
  const span = latestClosed('quarter', now, config.reports.closingDays, config.schedule.timezone);
  for (const language of ['vi', 'en'] as const)
    documents.set(
      language,
      await composeOf({ db: store.db, config, now }, { span, scope: { agencyId: null, tagKey: null }, language }),
    );
}, 60_000);
afterAll(() => store.close());

const documentIn = (language: Language): ReportDocument => {
  const document = documents.get(language);
  if (document === undefined) throw new Error(language);
  return document;
};

const tablesOf = ({ sections }: ReportDocument): Table[] =>
  sections.flatMap(({ blocks }) => blocks.flatMap((block) => (block.type === 'table' ? [block] : [])));

describe.each(['vi', 'en'] as const)('in %s', (language) => {
  test('the page shows every cell, and runs nothing', async () => {
    const document = documentIn(language);
    const html = await reportPage(document);
    const page = load(html);
    const shown = page('table')
      .toArray()
      .map((table) =>
        page(table)
          .find('tbody tr')
          .toArray()
          .map((row) =>
            page(row)
              .find('th, td')
              .toArray()
              .map((cell) => page(cell).text()),
          ),
      );
    expect(shown).toEqual(
      tablesOf(document).map(({ rows }) => rows.map((row) => row.map((cell) => cellText(cell, document)))),
    );
    expect(
      page('table caption')
        .toArray()
        .map((one) => page(one).text()),
    ).toEqual(tablesOf(document).map(({ title }) => title));
    expect(page('script, iframe, object, embed, form, a, img, b').length).toBe(0);
    expect(page('html').attr('lang')).toBe(language);
  });

  test('the list of values has one line a cell, none of them a formula', () => {
    const document = documentIn(language);
    const csv = reportCsv(document);
    const rows: string[][] = parseCsv(csv, { bom: true, delimiter: ';' });
    const lines = rows.slice(1).filter(([section]) => section !== '');
    const expected = tablesOf(document).flatMap(({ title, rows: cells }) =>
      cells.flatMap((row, line) =>
        row.map((cell) => ({
          title,
          line: String(line + 1),
          value: machineValue(cell)[0],
          shown: cellText(cell, document),
        })),
      ),
    );
    const plain = (text = '') => text.replace(/^'(?=[=+\-@\t\r])/, '');
    expect(
      lines.map(([, title = '', line = '', , , value, , shown]) => ({
        title: plain(title),
        line,
        value: plain(value),
        shown: plain(shown),
      })),
    ).toEqual(expected);
    expect(rows.flat().filter((cell) => /^[=+@\t\r]/.test(cell))).toEqual([]);
  });

  test('the workbook has the cells as numbers and texts, and no formula', async () => {
    const document = documentIn(language);
    const bytes = await reportWorkbook(document);
    const parts = unzipSync(bytes);
    const markup = Object.entries(parts)
      .filter(([name]) => name.startsWith('xl/worksheets/'))
      .map(([, part]) => strFromU8(part));
    expect(markup.some((text) => /<(?:x:)?f[\s/>]/.test(text) || text.includes('<hyperlink'))).toBe(false);
    const sections = document.sections.filter(({ blocks }) => blocks.some(({ type }) => type === 'table'));
    const sheets = await readWorkbook(Buffer.from(bytes));
    expect(sheets).toHaveLength(sections.length);
    for (const [index, { blocks }] of sections.entries()) {
      const rows = sheets[index]?.data ?? [];
      for (const table of blocks.filter((block) => block.type === 'table')) {
        const at = rows.findIndex(([first]) => first === table.title);
        expect(at).toBeGreaterThanOrEqual(0);
        for (const [line, row] of table.rows.entries()) {
          const read = rows[at + 2 + line] ?? [];
          expect(row.map((_, column) => plainValue(read[column]))).toEqual(row.map((cell) => stored(cell, document)));
        }
      }
    }
  });
});

/** Spreadsheets count days, so a moment is off by less than a millisecond. */
const plainValue = (value: unknown) => (value instanceof Date ? value.getTime() : value);

/** What a spreadsheet holds of a cell, computed apart from what writes it. */
function stored(cell: Cell, document: ReportDocument) {
  switch (cell.type) {
    case 'count':
    case 'share':
      return cell.value;
    case 'duration':
      // The reader takes hours for a time of the first day that spreadsheets know.
      return expect.closeTo(Date.UTC(1899, 11, 30) + cell.ms, -1);
    case 'moment':
      // The wall clock of Viet Nam, which has no other time in summer.
      return expect.closeTo(Math.floor(cell.at / 1_000) * 1_000 + 7 * 3_600_000, -1);
    case 'change':
      return cell.of === 'duration' ? cellText(cell, document) : cell.value;
    case 'text':
      return cell.text === '' ? null : cell.text;
    case 'none':
      return cellText(cell, document);
  }
}

test('both languages hold the same figures', () => {
  const figures = (language: Language) =>
    tablesOf(documentIn(language)).map(({ rows }) =>
      rows.map((row) => row.map((cell) => (cell.type === 'text' ? 'text' : cell))),
    );
  expect(figures('en')).toEqual(figures('vi'));
});

test('every figure of the opening table has its definition', () => {
  const notes = tablesOf(documentIn('vi')).find(({ id }) => id === 'notes');
  expect(notes?.rows.length).toBeGreaterThan(8);
  for (const [, how, source, n] of notes?.rows ?? []) {
    expect(how).toMatchObject({ text: expect.stringMatching(/.{30}/) });
    expect(source).toMatchObject({ text: expect.stringMatching(/.{10}/) });
    expect(n).toMatchObject({ type: 'count' });
  }
});

test('a period without incidents says so, with the share that was watched; one without looks says nothing is known', async () => {
  await store.db.deleteFrom('incidents').execute();
  const scope = { agencyId: null, tagKey: null };
  const of = async (at: number) =>
    composeOf(
      { db: store.db, config, now },
      { span: latestClosed('month', at, config.reports.closingDays, config.schedule.timezone), scope, language: 'vi' },
    );
  expect((await of(now)).lead).toMatch(/^Trong kỳ không ghi nhận sự cố; tỷ lệ giám sát đạt 9\d(,\d+)? %\.$/);
  expect((await of(Date.parse('2025-12-16T00:00:00Z'))).lead).toBe(
    'Trong kỳ không có số liệu giám sát: không thể kết luận có hay không có sự cố.',
  );
});
