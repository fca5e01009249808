/** Settings in a real browser, with and without script: typed, refused at the field, mended and saved. */
import { AxeBuilder } from '@axe-core/playwright';
import type { Browser } from 'playwright';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { startWeb } from '../../../src/web/start-web.ts';
import { launchTestBrowser } from '../../support/test-browser.ts';
import { openTestDesk } from '../../support/test-desk.ts';

const now = Date.parse('2026-11-21T14:38:00Z');
const sizes = { desktop: { width: 1366, height: 900 }, phone: { width: 390, height: 844 } };

let browser: Browser;
beforeAll(async () => {
  browser = await launchTestBrowser();
});
afterAll(() => browser.close());

describe.each(Object.entries(sizes))('on a %s', (_, viewport) => {
  // axe itself needs script.
  test.each([
    ['with script', true],
    ['without script', false],
  ])('%s a mistake stands at its field, and Enter in a field saves', async (_with, javaScriptEnabled) => {
    const desk = await openTestDesk({ now });
    const web = await startWeb(desk.app, '127.0.0.1:0');
    const context = await browser.newContext({ viewport, locale: 'vi-VN', javaScriptEnabled });
    onTestFinished(async () => {
      await context.close();
      await web.close();
      await desk.close();
    });
    await context.addCookies([{ name: 'vonggac-session', value: await desk.signedIn('administrator'), url: web.url }]);
    const page = await context.newPage();
    await page.goto(`${web.url}/settings`);
    const number = page.getByRole('textbox', { name: 'Kiểm tra qua HTTP mỗi' });
    const browserNumber = page.getByRole('textbox', { name: 'Kiểm tra bằng trình duyệt mỗi' });
    await number.fill('mười');
    await browserNumber.fill('45');
    await page.getByRole('button', { name: /^Lưu.*Chu kỳ kiểm tra$/ }).click();
    await page.getByText('Chưa lưu mục nào').waitFor();
    expect([await number.inputValue(), await browserNumber.inputValue()]).toEqual(['mười', '45']);
    const note = await number.getAttribute('aria-describedby');
    expect(await page.locator(`[id="${note}"]`).textContent()).toBe(
      'Phải là số nguyên kèm đơn vị, từ 1 phút đến 1 ngày.',
    );
    const violations = javaScriptEnabled ? (await new AxeBuilder({ page }).analyze()).violations : [];
    expect(violations.map(({ id, nodes }) => [id, nodes[0]?.html])).toEqual([]);
    await number.fill('2');
    await page.getByRole('combobox', { name: 'Kiểm tra qua HTTP mỗi: đơn vị' }).selectOption('h');
    await number.press('Enter');
    await page.getByText('Đã lưu').waitFor();
    expect(desk.parts.config.schedule).toMatchObject({ every: 7_200_000, browserEvery: 45 * 60_000 });
    // Now there is a button that goes back to the default: Enter still saves.
    await number.fill('3');
    await number.press('Enter');
    await page.getByText('Đã lưu').waitFor();
    expect(desk.parts.config.schedule.every).toBe(10_800_000);
    const isTooWide = 'document.documentElement.scrollWidth > document.documentElement.clientWidth';
    expect(await page.evaluate(isTooWide)).toBe(false);
  });
});
