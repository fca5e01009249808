/** On a phone, without script: a bar within the thumb's reach that covers nothing, and “take it on” always in view. */
import type { Browser, Page } from 'playwright';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { startWeb } from '../../../src/web/start-web.ts';
import { seedCheck, seedIncident, seedSite } from '../../support/seed-desk.ts';
import { launchTestBrowser } from '../../support/test-browser.ts';
import { openTestDesk } from '../../support/test-desk.ts';

const now = Date.parse('2026-11-21T14:38:00Z');
const viewport = { width: 390, height: 844 };

let browser: Browser;
beforeAll(async () => {
  browser = await launchTestBrowser();
});
afterAll(() => browser.close());

async function openPhone(role: 'administrator' | 'viewer') {
  const desk = await openTestDesk({ now });
  const web = await startWeb(desk.app, '127.0.0.1:0');
  const context = await browser.newContext({ viewport, locale: 'vi-VN', javaScriptEnabled: false, hasTouch: true });
  onTestFinished(async () => {
    await context.close();
    await web.close();
    await desk.close();
  });
  await context.addCookies([{ name: 'vonggac-session', value: await desk.signedIn(role), url: web.url }]);
  const siteId = await seedSite(desk.store, now, { url: 'https://anlac.example/', name: 'Cổng An Lạc' });
  const targetId = `${siteId}.1`;
  const checkId = await seedCheck(desk.store, { targetId, at: now });
  const page = {
    targetId,
    url: 'https://anlac.example/',
    kind: 'defacement',
    score: 9,
    findings: [],
    checkId,
  } as const;
  const incident = await seedIncident(desk.store, { siteId, openedAt: now, targets: [page] });
  return { desk, url: web.url, page: await context.newPage(), incident };
}

async function boxOf(page: Page, selector: string) {
  const box = await page.locator(selector).boundingBox();
  if (!box) throw new TypeError(`${selector} is not shown`);
  return { top: box.y, bottom: box.y + box.height };
}

test('the main destinations are at the bottom, the others behind “more”, and the page ends above them', async () => {
  const { page, url } = await openPhone('administrator');
  await page.goto(url);
  const links = page.getByRole('navigation', { name: 'Điều hướng chính' }).getByRole('link');
  expect((await links.allTextContents()).map((text) => text.replace(/\d+$/, ''))).toEqual([
    'Bảng theo dõi',
    'Nghi vấn',
    'Sự cố',
    'Trực',
  ]);
  expect((await boxOf(page, '.main-navigation')).bottom).toBe(viewport.height);
  // Empty states make way for the list; no alarm is news.
  expect(await page.locator('#tile-unknown').isVisible()).toBe(false);
  expect(await page.locator('#tile-alarm').isVisible()).toBe(true);
  await page.locator('footer').scrollIntoViewIfNeeded();
  await page.mouse.wheel(0, 20_000);
  await expect
    .poll(async () => (await boxOf(page, 'footer')).bottom)
    .toBeLessThan((await boxOf(page, '.main-navigation')).top + 1);
  await page.getByText('Thêm', { exact: true }).click();
  await page.getByRole('link', { name: 'Cài đặt' }).click();
  await page.waitForURL(`${url}/settings`);
});

test('behind “more” is only what the person may open', async () => {
  const { page, url } = await openPhone('viewer');
  await page.goto(url);
  await page.getByText('Thêm', { exact: true }).click();
  expect(await page.locator('.more-links').getByRole('link').allTextContents()).toEqual([
    'Cơ quan',
    'Tổng quan',
    'Báo cáo',
  ]);
});

test('an open incident is taken on without scrolling, and nothing lies under the button', async () => {
  const { page, url, incident } = await openPhone('administrator');
  await page.goto(`${url}/incidents/${incident}`);
  const button = page.getByRole('button', { name: 'Tiếp nhận' });
  const box = await button.boundingBox();
  expect((box?.y ?? 0) + (box?.height ?? 0)).toBeLessThanOrEqual((await boxOf(page, '.main-navigation')).top);
  await page.mouse.wheel(0, 20_000);
  await expect
    .poll(async () => (await boxOf(page, 'footer')).bottom)
    .toBeLessThanOrEqual((await boxOf(page, '.acknowledge .buttons')).top);
  await button.click();
  await page.getByText('Đã tiếp nhận').first().waitFor();
  expect(await button.count()).toBe(0);
});
