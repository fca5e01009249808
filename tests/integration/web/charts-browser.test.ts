/** Pictures can be read where people look: the scale is in sight at a desk and on a phone, and nothing is cut on paper. */
import type { Browser } from 'playwright';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type RunningWeb, startWeb } from '../../../src/web/start-web.ts';
import { seedIncident, seedQuietLooks, seedSite } from '../../support/seed-desk.ts';
import { launchTestBrowser } from '../../support/test-browser.ts';
import { openTestDesk, type TestDesk } from '../../support/test-desk.ts';

const now = Date.parse('2026-11-21T14:38:00Z');
const hour = 3_600_000;
const day = 24 * hour;
const kinds = ['defacement', 'injection', 'redirection', 'takeover', 'cloaking', 'ransom-note', 'certificate'] as const;

let browser: Browser;
let desk: TestDesk;
let web: RunningWeb;
beforeAll(async () => {
  browser = await launchTestBrowser();
  desk = await openTestDesk({ now });
  const agency = 'Sở Tài nguyên và Môi trường tỉnh Bà Rịa – Vũng Tàu';
  const siteId = await seedSite(desk.store, now - 300 * day, { url: 'https://cong.example/', agency });
  await seedQuietLooks(desk.store, `${siteId}.1`, { from: now - 300 * day, to: now, everyMs: 6 * hour });
  for (const [at, kind] of kinds.entries()) {
    const target = {
      targetId: `${siteId}.1`,
      url: 'https://cong.example/',
      kind,
      score: 9,
      findings: [],
      checkId: null,
    };
    const openedAt = now - (at + 1) * 30 * day;
    const number = await seedIncident(desk.store, { siteId, openedAt, targets: [target] });
    await desk.store.db
      .updateTable('incidents')
      .set({ status: 'resolved', endedAt: openedAt + (at + 1) * hour })
      .where('number', '=', number)
      .execute();
  }
  web = await startWeb(desk.app, '127.0.0.1:0');
});
afterAll(async () => {
  await web.close();
  await desk.close();
  await browser.close();
});

async function open(path: string, viewport: { width: number; height: number }) {
  const context = await browser.newContext({ viewport, locale: 'vi-VN' });
  await context.addCookies([{ name: 'vonggac-session', value: await desk.signedIn('viewer'), url: web.url }]);
  const page = await context.newPage();
  await page.goto(`${web.url}${path}`);
  return page;
}

/** Of each drawing: its title, and the labels of its left edge that a person sees. */
const seenLabels = `[...document.querySelectorAll('.chart-frame')].map((frame) => {
  const seen = frame.getBoundingClientRect();
  const isSeen = (label) => {
    const { left, right, top, bottom, height } = label.getBoundingClientRect();
    const isInside = left >= seen.left - 1 && right <= seen.right + 1 && top >= seen.top - 3 && bottom <= seen.bottom + 3;
    return isInside && height >= 10;
  };
  const labels = [...frame.querySelectorAll('.chart-axis text')].filter(isSeen).map((label) => label.textContent);
  return [frame.querySelector('title').textContent, labels];
})`;

test.each([
  ['desktop', { width: 1366, height: 900 }],
  ['laptop', { width: 1280, height: 720 }],
  ['phone', { width: 390, height: 844 }],
])('on a %s every drawing shows its scale', async (_, viewport) => {
  const overview = await open('/overview?period=year', viewport);
  expect(await overview.evaluate(seenLabels)).toEqual([
    ['Sự cố theo loại', ['0', '1']],
    ['Lịch báo động trong năm', ['Hai', 'Tư', 'Sáu']],
  ]);
  // Durations stand on a scale of their own, from a minute to a month.
  const scales = overview.locator('.duration-scale:visible');
  expect(await scales.first().textContent()).toMatch(/^1 phút.*1 giờ.*1 ngày.*30 ngày$/);
  await overview.context().close();
  const site = await open('/sites/1?span=week', viewport);
  const [[title, labels] = ['', []]] = (await site.evaluate(seenLabels)) as [string, string[]][];
  expect([title, labels.length >= 3, labels[0]]).toEqual(['Thời gian phản hồi', true, '0 giây']);
  await site.context().close();
});

test('what scrolls on a phone passes beneath the scale', async () => {
  const page = await open('/overview?period=year', { width: 390, height: 844 });
  await page.evaluate("document.querySelector('.chart-frame').scrollLeft = -4000");
  const [first] = (await page.evaluate(seenLabels)) as [string, string[]][];
  expect(first).toEqual(['Sự cố theo loại', ['0', '1']]);
  await page.context().close();
});

test('on paper no table or drawing is wider than its sheet, and none lies over another', async () => {
  for (const path of ['/overview?period=year', '/sites/1']) {
    // A4 with the browser's own margins.
    const page = await open(path, { width: 718, height: 1000 });
    for (const width of [718, 1366]) {
      await page.setViewportSize({ width, height: 1000 });
      await page.emulateMedia({ media: 'print' });
      const wide = `[...document.querySelectorAll('.sheet table, .sheet svg:not(.patterns)')].flatMap((one) => {
        const sheet = one.closest('.sheet').getBoundingClientRect();
        const { left, right, width } = one.getBoundingClientRect();
        return width > 0 && (right > sheet.right + 1 || left < sheet.left - 1) ? [one.outerHTML.slice(0, 120)] : [];
      })`;
      expect([path, width, await page.evaluate(wide)]).toEqual([path, width, []]);
      const dates = `[...document.querySelectorAll('.figures th[scope=row]')].filter((one) => one.getClientRects().length > 0 && one.offsetHeight > 40).length`;
      expect([path, width, await page.evaluate(dates)]).toEqual([path, width, 0]);
    }
    await page.context().close();
  }
});
