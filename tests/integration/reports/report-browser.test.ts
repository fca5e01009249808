/** Somebody at a desk, on a phone and without script reports an incident: form, edit, print, sign, record. */
import { readFile } from 'node:fs/promises';
import { AxeBuilder } from '@axe-core/playwright';
import type { Browser, Download, Page } from 'playwright';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { configSchema } from '../../../src/config/schema/schema.ts';
import { createPrinting, type Printing } from '../../../src/open/run-print.ts';
import { startWeb } from '../../../src/web/start-web.ts';
import { seedContact } from '../../support/seed-contact.ts';
import { finding, seedCheck, seedIncident, seedSite } from '../../support/seed-desk.ts';
import { launchTestBrowser } from '../../support/test-browser.ts';
import { openTestDesk } from '../../support/test-desk.ts';
import { readEntries } from '../../support/zip-entries.ts';

const now = Date.parse('2026-12-01T03:02:00Z');
/** Formula, markup, link, and letters that run to the left. */
const hostile = '=HYPERLINK("http://evil.example") </w:t><script>alert(1)</script> ‮שלום ]]>';

let browser: Browser;
let printing: Printing;
beforeAll(async () => {
  browser = await launchTestBrowser();
  printing = createPrinting(configSchema.parse({ capture: { browser: { sandbox: process.getuid?.() !== 0 } } }));
});
afterAll(async () => {
  await browser.close();
  await printing.close();
});

const standIn = {
  printPdf: async () => Buffer.from('%PDF-1.7\n%%EOF\n'),
  writeFormDocx: async () => new Uint8Array(),
};

const bytesOf = async (download: Download) => readFile(await download.path());

async function downloaded(page: Page, link: string): Promise<Download> {
  const [download] = await Promise.all([
    page.waitForEvent('download', { timeout: 60_000 }),
    page.getByRole('link', { name: link }).click(),
  ]);
  return download;
}

test.each([
  ['at a desk', { viewport: { width: 1366, height: 900 } }],
  ['on a phone, in the dark', { viewport: { width: 390, height: 844 }, colorScheme: 'dark' }],
  ['without script', { viewport: { width: 1366, height: 900 }, javaScriptEnabled: false }],
] as const)('%s', async (name, options) => {
  // Printing for real takes seconds: once is enough.
  const isPrinted = name === 'at a desk';
  const desk = await openTestDesk({ now, printing: isPrinted ? printing : standIn });
  const url = 'https://soyte.example.gov.vn/';
  const site = await seedSite(desk.store, now, { url, agency: 'Sở Y tế tỉnh An Phú', name: 'Cổng Sở Y tế An Phú' });
  await seedContact(desk.store, site, { name: 'Nguyễn Thị Lan', phone: '0901 234 567' });
  const findings = [finding({ reason: { vi: 'Tiêu đề trang bị thay', en: 'Title replaced' } })];
  const fell = { targetId: `${site}.1`, kind: 'defacement', score: 12, findings } as const;
  const checkId = await seedCheck(desk.store, { ...fell, at: now, level: 'alarm' });
  const incident = await seedIncident(desk.store, {
    siteId: site,
    openedAt: now,
    targets: [{ ...fell, url, checkId }],
  });
  const web = await startWeb(desk.app, '127.0.0.1:0');
  const context = await browser.newContext({ ...options, locale: 'vi-VN', acceptDownloads: true });
  onTestFinished(async () => {
    await context.close();
    await web.close();
    await desk.close();
  });
  await context.addCookies([{ name: 'vonggac-session', value: await desk.signedIn('operator'), url: web.url }]);
  const page = await context.newPage();
  page.setDefaultTimeout(60_000);
  const picture = async (what: string) => {
    const folder = process.env.VONGGAC_TEST_PICTURES;
    if (folder) await page.screenshot({ path: `${folder}/${what} ${name}.png`, fullPage: true });
  };
  const sound = async () => {
    if ('javaScriptEnabled' in options) return;
    const { violations } = await new AxeBuilder({ page }).analyze();
    expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([]);
    const overflows = 'document.documentElement.scrollWidth > document.documentElement.clientWidth';
    expect(await page.evaluate(overflows)).toBe(false);
  };

  await page.goto(web.url);
  await page.getByRole('heading', { name: 'Sự cố chưa báo cáo' }).waitFor();
  await page.goto(`${web.url}/duty`);
  await page.locator('.waiting-reports').getByText('hết ngày 06/12/2026').waitFor();
  await picture('duty');
  await page.locator('.waiting-reports a').first().click();
  await page.locator('.reporting').getByText('Hạn gửi báo cáo ban đầu: hết ngày 06/12/2026').waitFor();
  await picture('incident');
  await page.getByRole('button', { name: 'Vượt khả năng tự xử lý' }).click();
  await page.getByText('Phải báo cáo ngay').first().waitFor();
  await page.getByRole('button', { name: 'Lập báo cáo ban đầu' }).click();
  expect(await page.getByLabel('Tên tổ chức/cá nhân báo cáo (*)').inputValue()).toBe('Sở Y tế tỉnh An Phú');
  await sound();
  await picture('report');

  await page.getByLabel('Địa chỉ (*)').fill(hostile);
  await page.getByLabel('Cấp độ 3').check();
  await page.getByLabel('Nội dung đề nghị hỗ trợ').fill(`Hỗ trợ phân tích nhật ký.\n${hostile}`);
  await page.getByRole('button', { name: 'Lưu báo cáo' }).click();
  await page.getByText('Đã lưu báo cáo.').waitFor();
  await page.getByText('3 ô thay đổi').waitFor();

  const pdf = await bytesOf(await downloaded(page, 'Tải bản PDF'));
  expect(pdf.subarray(0, 5).toString()).toBe('%PDF-');
  expect(pdf.toString('latin1')).not.toMatch(/\/URI|\/JavaScript|\/Launch/);
  if (isPrinted) {
    const word = readEntries(await bytesOf(await downloaded(page, 'Tải bản Word')));
    const body = word.get('word/document.xml') ?? '';
    expect(body).toContain('&lt;/w:t&gt;&lt;script&gt;alert(1)');
    expect(body).not.toMatch(/<w:hyperlink|<w:fldSimple|w:instrText[^>]*>[^<]*HYPERLINK/);
    expect(body).toContain('CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM');
    expect(body).not.toContain('‮');
  }

  await page.getByLabel('Số văn bản').last().fill('12/BC-SYT');
  await page.getByLabel('Ngày gửi').fill('2026-12-02');
  await page.getByLabel('Nơi nhận').fill('Cơ quan điều phối quốc gia');
  const file = (bytes: Buffer) => ({ name: 'da-ky.pdf', mimeType: 'application/pdf', buffer: bytes });
  await page.getByLabel('Bản PDF đã ký').setInputFiles(file(Buffer.from('<html>không phải PDF')));
  await page.getByRole('button', { name: 'Ghi nhận đã gửi' }).click();
  await page.getByText('không phải là tệp PDF').waitFor();
  await page.getByLabel('Số văn bản').last().fill('12/BC-SYT');
  await page.getByLabel('Ngày gửi').fill('2026-12-02');
  await page.getByLabel('Nơi nhận').fill('Cơ quan điều phối quốc gia');
  await page.getByLabel('Bản PDF đã ký').setInputFiles(file(pdf));
  await page.getByRole('button', { name: 'Ghi nhận đã gửi' }).click();
  await page.getByText('Đã ghi nhận báo cáo được gửi.').waitFor();
  await sound();
  await picture('sent');
  expect(await bytesOf(await downloaded(page, 'Tải bản đã ký'))).toEqual(pdf);
  await page.goto(`${web.url}/incidents/${incident}`);
  await page.getByText('Đã gửi báo cáo ban đầu số 12/BC-SYT, ngày 02/12/2026').waitFor();
  await page.goto(`${web.url}/duty`);
  await page.getByText('Mọi sự cố đều đã được báo cáo.').waitFor();
});
