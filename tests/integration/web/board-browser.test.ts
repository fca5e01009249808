/** The board in a browser: portals chosen together, and a row's menu, at a desk, on a phone and without script. */
import { AxeBuilder } from '@axe-core/playwright';
import type { Browser } from 'playwright';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { listSites } from '../../../src/store/registry/registry.ts';
import { startWeb } from '../../../src/web/start-web.ts';
import { seedSite } from '../../support/seed-desk.ts';
import { launchTestBrowser } from '../../support/test-browser.ts';
import { openTestDesk } from '../../support/test-desk.ts';

const now = Date.parse('2026-11-21T14:38:00Z');
const atDesk = { viewport: { width: 1366, height: 900 } };
const onPhone = { viewport: { width: 390, height: 844 }, hasTouch: true };

let browser: Browser;
beforeAll(async () => {
  browser = await launchTestBrowser();
});
afterAll(() => browser.close());

async function openBoard(options: Parameters<Browser['newContext']>[0]) {
  const desk = await openTestDesk({ now });
  const web = await startWeb(desk.app, '127.0.0.1:0');
  const context = await browser.newContext({ locale: 'vi-VN', ...options });
  onTestFinished(async () => {
    await context.close();
    await web.close();
    await desk.close();
  });
  await context.addCookies([{ name: 'vonggac-session', value: await desk.signedIn('operator'), url: web.url }]);
  for (const name of ['a', 'b', 'c']) {
    await seedSite(desk.store, now, { url: `https://${name}.example/`, name: `Cổng ${name}` });
  }
  const page = await context.newPage();
  await page.goto(web.url);
  const sites = () => listSites(desk.store.db);
  return { desk, web, page, sites };
}

test('portals chosen by keyboard stay chosen while the board refreshes, and are tagged after the sheet', async () => {
  const { desk, page, sites } = await openBoard(atDesk);
  await page.getByLabel('Chọn Cổng a').focus();
  await page.keyboard.press('Space');
  await page.getByLabel('Chọn tất cả').focus();
  await page.keyboard.press('Space');
  await page.getByLabel('Chọn Cổng b').uncheck();
  await page.getByLabel('Với các cổng đã chọn').selectOption('Gắn nhãn');
  await page.locator('#menu-2 summary').focus();
  await seedSite(desk.store, now, { url: 'https://d.example/', name: 'Cổng mới' });
  await page.evaluate("document.dispatchEvent(new Event('visibilitychange'))");
  await page.getByRole('link', { name: 'Cổng mới' }).waitFor();
  expect(await page.evaluate('document.activeElement.id')).toBe('menu-2-dots');
  const boxes = page.locator('.cell-choose input');
  expect(await Promise.all((await boxes.all()).map((box) => box.isChecked()))).toEqual([true, false, true, false]);
  expect(await page.getByLabel('Chọn tất cả').isChecked()).toBe(false);
  await page.getByRole('button', { name: 'Tiếp tục…' }).click();
  await page.getByRole('heading', { name: 'Gắn nhãn: 2 cổng' }).waitFor();
  await page.getByLabel('Nhãn', { exact: true }).fill('Đợt 1');
  await page.keyboard.press('Enter');
  await page.getByText('Đã thực hiện cho các cổng đã chọn').waitFor();
  expect((await sites()).map(({ tags }) => tags.length)).toEqual([1, 0, 1, 0]);
});

test('a row’s menu opens and closes by keyboard, one at a time, and leads to the sheet', async () => {
  const { page } = await openBoard(atDesk);
  const menu = (id: number) => page.locator(`#menu-${id}`);
  await menu(1).locator('summary').focus();
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: 'Kiểm tra ngay' }).waitFor();
  const { violations } = await new AxeBuilder({ page }).setLegacyMode(true).analyze();
  expect(violations.map(({ id }) => id)).toEqual([]);
  await page.keyboard.press('Escape');
  expect(await menu(1).getAttribute('open')).toBeNull();
  expect(await page.evaluate('document.activeElement.parentElement.id')).toBe('menu-1');
  await page.keyboard.press('Enter');
  await menu(3).locator('summary').focus();
  await page.keyboard.press('Enter');
  expect([await menu(1).getAttribute('open'), await menu(3).getAttribute('open')]).toEqual([null, '']);
  await page.getByRole('button', { name: 'Ghi nhận bảo trì…' }).click();
  await page.getByRole('heading', { name: 'Ghi nhận bảo trì: 1 cổng' }).waitFor();
  const onSheet = await new AxeBuilder({ page }).setLegacyMode(true).analyze();
  expect(onSheet.violations.map(({ id }) => id)).toEqual([]);
  await page.getByLabel('Bắt đầu').fill('2026-11-21T22:00');
  await page.getByLabel('Kết thúc').fill('2026-11-21T23:00');
  await page.getByLabel('Lý do').fill('Nâng cấp');
  await page.getByRole('button', { name: 'Ghi nhận bảo trì: 1 cổng' }).click();
  await page.getByText('Đã thực hiện cho các cổng đã chọn').waitFor();
});

test('on a phone without script portals are chosen and paused, and a menu is not under the row’s link', async () => {
  const { page, sites } = await openBoard({ ...onPhone, javaScriptEnabled: false });
  await page.getByLabel('Chọn Cổng b').tap();
  await page.getByRole('button', { name: 'Tiếp tục…' }).tap();
  await page.getByRole('heading', { name: 'Tạm dừng theo dõi: 1 cổng' }).waitFor();
  expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(390);
  await page.getByRole('button', { name: 'Tạm dừng theo dõi: 1 cổng' }).tap();
  await page.getByText('Đã thực hiện cho các cổng đã chọn').waitFor();
  expect((await sites()).map(({ status }) => status)).toEqual(['active', 'paused', 'active']);
  await page.locator('#menu-2 summary').tap();
  await page.getByRole('button', { name: 'Tiếp tục theo dõi' }).tap();
  await page.getByRole('button', { name: 'Tiếp tục theo dõi: 1 cổng' }).tap();
  await page.getByText('Đã thực hiện cho các cổng đã chọn').waitFor();
  expect((await sites()).map(({ status }) => status)).toEqual(['active', 'active', 'active']);
});
