/** Importing a list with and without script: an Excel file, cells mended where they stand, the good lines first. */
import { AxeBuilder } from '@axe-core/playwright';
import type { Browser } from 'playwright';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { workbook } from '../../../src/monitor/sites/spreadsheet.ts';
import { listSites } from '../../../src/store/registry/registry.ts';
import { startWeb } from '../../../src/web/start-web.ts';
import { launchTestBrowser } from '../../support/test-browser.ts';
import { openTestDesk } from '../../support/test-desk.ts';

const now = Date.parse('2026-11-21T14:38:00Z');
const sizes = { desktop: { width: 1366, height: 900 }, phone: { width: 390, height: 844 } };
const mimeType = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

let browser: Browser;
beforeAll(async () => {
  browser = await launchTestBrowser();
});
afterAll(() => browser.close());

describe.each(Object.entries(sizes))('on a %s', (name, viewport) => {
  // axe itself needs script.
  test.each([
    ['with script', true],
    ['without script', false],
  ])('%s bad cells are mended in place, and the good lines need not wait', async (_with, javaScriptEnabled) => {
    const desk = await openTestDesk({ now });
    const web = await startWeb(desk.app, '127.0.0.1:0');
    const context = await browser.newContext({ viewport, locale: 'vi-VN', javaScriptEnabled });
    onTestFinished(async () => {
      await context.close();
      await web.close();
      await desk.close();
    });
    await context.addCookies([{ name: 'vonggac-session', value: await desk.signedIn('operator'), url: web.url }]);
    const page = await context.newPage();
    const isClean = async () => {
      const violations = javaScriptEnabled ? (await new AxeBuilder({ page }).analyze()).violations : [];
      expect(violations.map(({ id, nodes }) => [id, nodes[0]?.html])).toEqual([]);
      const isTooWide = 'document.documentElement.scrollWidth > document.documentElement.clientWidth';
      expect(await page.evaluate(isTooWide)).toBe(false);
    };
    const file = await workbook([
      ['STT', 'Tên cổng', 'Website', 'Cơ quan chủ quản', 'Email', 'Mức quan trọng'],
      ['1', 'Cổng một', 'https://mot.example/', 'Sở một', 'truc@hop.example', 'Cao'],
      ['2', 'Cổng hai', 'https://hai.example/', '', 'không phải thư', 'rất cao'],
      ['3', '<b>Ba</b>', 'ftp://ba.example/', '', 'ba@hop.example', ''],
    ]);
    await page.goto(`${web.url}/sites/import`);
    const upload = { name: 'danh-sach.xlsx', mimeType, buffer: Buffer.from(file) };
    await page.getByLabel('Tệp Excel (.xlsx), CSV hoặc YAML').setInputFiles(upload);
    await page.getByRole('button', { name: 'Xem trước' }).click();
    await page.getByText('Các cột không dùng đến: “STT”.').waitFor();
    const cell = (title: string, line: number) => page.getByLabel(new RegExp(`^${title}.*Dòng ${line}$`));
    expect(await cell('Thư điện tử', 3).inputValue()).toBe('không phải thư');
    for (const title of ['Thư điện tử', 'Mức quan trọng']) {
      expect(await cell(title, 3).getAttribute('aria-invalid'), title).toBe('true');
    }
    expect(await cell('Tên cổng', 4).inputValue()).toBe('<b>Ba</b>');
    await isClean();
    const { VONGGAC_SHOTS: folder } = process.env;
    if (folder) await page.screenshot({ path: `${folder}/import-mend-${name}.png`, fullPage: true });

    await cell('Thư điện tử', 3).fill('hai@hop.example');
    await page.getByRole('button', { name: 'Kiểm tra lại' }).click();
    await cell('Thư điện tử', 3).waitFor();
    expect(await cell('Thư điện tử', 3).inputValue()).toBe('hai@hop.example');
    expect(await cell('Thư điện tử', 3).getAttribute('aria-invalid')).toBeNull();
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'Tải các dòng cần sửa (CSV)' }).click(),
    ]);
    expect(download.suggestedFilename()).toBe('vonggac-portals-to-mend.csv');

    await page.getByRole('button', { name: 'Chỉ đăng ký 1 dòng đúng' }).click();
    await page.getByText('Đã nhập 1 dòng. Còn 2 dòng cần sửa').waitFor();
    await isClean();
    expect((await listSites(desk.store.db)).map(({ name: one }) => one)).toEqual(['Cổng một']);
    await cell('Mức quan trọng', 3).fill('cao');
    await cell('Địa chỉ', 4).fill('https://ba.example/');
    await page.getByRole('button', { name: 'Kiểm tra lại' }).click();
    await page.getByRole('button', { name: 'Đăng ký tất cả' }).click();
    await page.getByText('Đã đăng ký 2 cổng mới').waitFor();
    expect(await listSites(desk.store.db)).toMatchObject([
      { name: 'Cổng một', agency: 'Sở một', importance: 'high' },
      { name: 'Cổng hai', importance: 'high', recipients: ['hai@hop.example'] },
      { name: '<b>Ba</b>', url: 'https://ba.example/' },
    ]);
  });
});
