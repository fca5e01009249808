/**
 * Reports as an office reads them: LibreOffice opens the forms and the workbook, and finds the same words and figures.
 * Needs `soffice` on the path, or `VONGGAC_SOFFICE`; skips without it. Remove it afterwards: it brings fonts, and with
 * them pages look different.
 */
import { execFile, spawnSync } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { parse as parseCsv } from 'csv-parse/sync';
import { describe, expect, onTestFinished, test } from 'vitest';
import { configSchema } from '../../../src/config/schema/schema.ts';
import { formDocument } from '../../../src/core/forms/form-document.ts';
import { fieldsOf, formNames } from '../../../src/core/forms/form-template.ts';
import { latestClosed } from '../../../src/core/reports/spans.ts';
import { formDocx } from '../../../src/monitor/forms/form-docx.ts';
import { composeOf } from '../../../src/monitor/reports/write-report.ts';
import { reportWorkbook } from '../../../src/monitor/reports/write-table-files.ts';
import { openStore } from '../../support/open-test-store.ts';
import { formsOnce } from '../../support/read-once.ts';
import { seedYear } from '../../support/reports/generated-year.ts';

const soffice = process.env.VONGGAC_SOFFICE ?? 'soffice';
const isThere = spawnSync(soffice, ['--version']).status === 0;
if (!isThere) console.log('LibreOffice is not installed: reports are not read back by it.');

const hostile = '=HYPERLINK("http://xau.example","Bấm vào đây") </w:t><script>x</script>';

/** Text of every file that LibreOffice makes of one. */
async function converted(name: string, bytes: Uint8Array, to: string): Promise<string[]> {
  const dir = await mkdtemp(join(tmpdir(), 'vonggac-office-'));
  onTestFinished(() => rm(dir, { recursive: true, force: true }));
  await writeFile(join(dir, name), bytes);
  const profile = `-env:UserInstallation=file://${join(dir, 'profile')}`;
  const out = join(dir, 'out');
  await promisify(execFile)(soffice, [profile, '--headless', '--convert-to', to, '--outdir', out, join(dir, name)]);
  return Promise.all((await readdir(out)).map((file) => readFile(join(out, file), 'utf8')));
}

describe.skipIf(!isThere)('LibreOffice', () => {
  test.each(formNames)('reads the form %s with every label and every text as typed', async (name) => {
    const template = formsOnce()[name];
    const texts = fieldsOf(template).filter((field) => !('options' in field) && field.type === 'text');
    const values = Object.fromEntries(texts.map(({ id }) => [id, `${id}: ${hostile}`]));
    const [text = ''] = await converted('bao-cao.docx', await formDocx(formDocument(template, values)), 'txt:Text');
    expect(text).toContain('CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM');
    // Head and signature stand without their labels.
    const labelled = fieldsOf(template).filter(({ id }) => !/^(?:head|sign)-/.test(id));
    for (const { label } of labelled) expect(text).toContain(label.vi);
    for (const { id } of texts) expect(text).toContain(`${id}: ${hostile}`);
  });

  test('reads the same figures and names in the workbook of a year', async () => {
    const store = await openStore();
    onTestFinished(() => store.close());
    const now = Date.parse('2026-12-16T02:00:00Z');
    const names = [hostile, '+84 912 000 000', '@SUM(1+1)', 'Cổng dịch vụ công trực tuyến '.repeat(8).trim()];
    await seedYear(store, {
      from: Date.parse('2025-12-01T00:00:00Z'),
      to: now,
      sites: 12,
      incidents: 40,
      suspects: 20,
      seed: 7,
      nameOf: (index) => names[index] ?? `Cổng số ${index}`,
      agencyOf: (index) => (index % 2 === 0 ? 'Sở Y tế' : null),
    });
    const config = configSchema.parse({});
    const span = latestClosed('year', now, config.reports.closingDays, config.schedule.timezone);
    const scope = { agencyId: null, tagKey: null };
    const document = await composeOf({ db: store.db, config, now }, { span, scope, language: 'vi' });
    // Comma, UTF-8, formulas as such, every sheet.
    const filter = 'csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,false,true,false,false,-1';
    const sheets = await converted('bao-cao.xlsx', await reportWorkbook(document), filter);
    const rows = sheets.flatMap((sheet): string[][] => parseCsv(sheet, { bom: true, relaxColumnCount: true }));
    const tables = document.sections.flatMap(({ blocks }) => blocks.filter((block) => block.type === 'table'));
    expect(tables.length).toBeGreaterThan(5);
    for (const table of tables) {
      const at = rows.findIndex(([first]) => first === table.title);
      expect([table.title, at >= 0]).toEqual([table.title, true]);
      for (const [line, cells] of table.rows.entries()) {
        const read = rows[at + 2 + line] ?? [];
        for (const [column, cell] of cells.entries()) {
          if (cell.type === 'text') expect(read[column]).toBe(cell.text);
          // Shown with separators of thousands.
          if (cell.type === 'count') expect(Number(read[column]?.replaceAll(',', ''))).toBe(cell.value);
        }
      }
    }
  });
});
