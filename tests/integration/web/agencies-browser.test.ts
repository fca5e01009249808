/** Somebody at a desk and on a phone enters whom to call, and calls from the incident. */
import { AxeBuilder } from '@axe-core/playwright';
import type { Browser } from 'playwright';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { startWeb } from '../../../src/web/start-web.ts';
import { seedDutyRoom } from '../../support/duty-room.ts';
import { launchTestBrowser } from '../../support/test-browser.ts';
import { openTestDesk } from '../../support/test-desk.ts';
import { drawPage } from '../../support/test-pictures.ts';

const now = Date.parse('2026-11-21T14:38:00Z');

let browser: Browser;
beforeAll(async () => {
  browser = await launchTestBrowser();
});
afterAll(() => browser.close());

test.each([
  ['at a desk', { viewport: { width: 1366, height: 900 } }],
  ['on a phone, in the dark', { viewport: { width: 390, height: 844 }, colorScheme: 'dark' }],
  ['without script', { viewport: { width: 1366, height: 900 }, javaScriptEnabled: false }],
] as const)('%s', async (name, options) => {
  const desk = await openTestDesk({ now });
  const seen = (seed: number) => {
    return { url: 'x', html: '<p>Tin</p>', screenshot: drawPage(683, 900, seed), widthPx: 683, heightPx: 900 };
  };
  const pair = { before: seen(1), after: seen(9) };
  const room = await seedDutyRoom(desk.store, now, { ...pair, doubtful: pair });
  const web = await startWeb(desk.app, '127.0.0.1:0');
  const context = await browser.newContext({ ...options, locale: 'vi-VN' });
  onTestFinished(async () => {
    await context.close();
    await web.close();
    await desk.close();
  });
  const session = await desk.signedIn('operator');
  await context.addCookies([{ name: 'vonggac-session', value: session, url: web.url }]);
  const page = await context.newPage();
  const picture = async (what: string) => {
    const folder = process.env.VONGGAC_TEST_PICTURES;
    if (folder) await page.screenshot({ path: `${folder}/${what} ${name}.png`, fullPage: true });
  };
  const barriers = async () =>
    options === undefined || 'javaScriptEnabled' in options
      ? []
      : (await new AxeBuilder({ page }).analyze()).violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`);

  await page.goto(`${web.url}/incidents/${room.incidentNumber}`);
  expect(await page.locator('.who-to-call a.call').first().getAttribute('href')).toBe('tel:02253000210');
  await picture('incident');
  await page.locator('.incident-head .address a').click();
  await page.getByText('Thêm đầu mối liên hệ').first().click();
  await picture('agency');
  await page.getByLabel('Họ tên').fill('Đỗ Văn Hùng');
  await page.getByLabel('Chức vụ').fill('Trực ban');
  await page.getByLabel('Điện thoại').fill('0936 000 111 máy lẻ 4');
  await page.getByLabel('Số thư tối đa ban đêm').fill('3');
  await page.getByRole('button', { name: 'Thêm đầu mối liên hệ' }).click();
  await page.getByText('Đã thêm đầu mối liên hệ.').waitFor();
  expect(await page.getByRole('link', { name: '0936 000 111 máy lẻ 4' }).getAttribute('href')).toBe('tel:0936000111');
  expect(await barriers()).toEqual([]);
  expect(await page.evaluate('document.documentElement.scrollWidth > document.documentElement.clientWidth')).toBe(
    false,
  );
  await picture('agency-after');
  await page.getByRole('link', { name: 'Sửa Đỗ Văn Hùng' }).click();
  await picture('contact');
  expect(await barriers()).toEqual([]);
  await page.getByLabel('Chức vụ').fill('Trưởng ca');
  await page.getByRole('button', { name: 'Lưu' }).click();
  await page.getByText('Trưởng ca').waitFor();
  await page.getByRole('link', { name: 'Sửa Đỗ Văn Hùng' }).click();
  await page.getByRole('button', { name: 'Xóa đầu mối này' }).click();
  await page.getByText('Đã xóa đầu mối liên hệ.').waitFor();
  expect(await page.getByText('Đỗ Văn Hùng').count()).toBe(0);
  await page.goto(`${web.url}/agencies`);
  await picture('agencies');
  expect(await barriers()).toEqual([]);
});
