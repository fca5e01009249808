/** What is not well with the monitor itself is said on every page, to everybody, with the way to mend it. */
import AxeBuilder from '@axe-core/playwright';
import type { Browser } from 'playwright';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { insertNotice } from '../../../src/store/outbox/outbox.ts';
import { setOutage } from '../../../src/store/records/channel-outages.ts';
import { setMeta } from '../../../src/store/records/meta.ts';
import { write } from '../../../src/store/write.ts';
import { startWeb } from '../../../src/web/start-web.ts';
import { seedSite } from '../../support/seed-desk.ts';
import { launchTestBrowser } from '../../support/test-browser.ts';
import { openTestDesk, type TestDesk } from '../../support/test-desk.ts';
import { mailTo } from '../../support/test-notices.ts';

const now = Date.parse('2026-11-21T14:38:00Z');
const minute = 60_000;

let browser: Browser;
beforeAll(async () => {
  browser = await launchTestBrowser();
});
afterAll(() => browser.close());

/** A mail server that is down since ten past nine, with three messages that wait for it. */
async function troubledDesk(config: object = { smtp: { host: 'mail.example' } }): Promise<TestDesk> {
  const desk = await openTestDesk({ now, config });
  onTestFinished(() => desk.close());
  await seedSite(desk.store, now - minute, { url: 'https://so.example/' });
  const at = now - 28 * minute;
  const endpoints = mailTo('a@b.example', 'c@d.example', 'e@f.example');
  const added = { notice: { type: 'test' as const, at }, siteId: null, incidentNumber: null, endpoints, notBefore: at };
  await write(desk.store.db, async (trx) => {
    await insertNotice(trx, added, desk.parts.newId);
    await setOutage(trx, 'mail', { since: at, probeAt: now + minute });
  });
  return desk;
}

test.each(['/', '/suspects', '/incidents', '/duty', '/account', '/sites/1', '/nowhere'])('%s says it', async (path) => {
  const desk = await troubledDesk();
  const html = await (await desk.ask(path, { as: await desk.signedIn('viewer') })).text();
  expect(html).toContain('Còn 3 thư chưa gửi được, thư cũ nhất từ 21:10');
  expect(html).toContain('Máy chủ thư không nhận thư từ 21:10');
  expect(html).not.toContain('Gửi lại ngay');
});

test('where there is no mail server at all, that is said instead of waiting for one', async () => {
  const desk = await troubledDesk({});
  const html = await (await desk.ask('/', { as: await desk.signedIn('operator') })).text();
  expect(html).toContain('Còn 3 thư chưa gửi được');
  expect(html).toContain('Chưa cấu hình máy chủ thư');
  expect(html).not.toContain('hệ thống thử lại mỗi phút');
});

test('browser, disk and lateness are said too, and nothing where all is well', async () => {
  const desk = await openTestDesk({ now });
  onTestFinished(() => desk.close());
  const as = await desk.signedIn('operator');
  const strip = async () =>
    /<section class="banner [a-z-]+ monitor-strip".*?<\/section>/s.exec(
      await (await desk.ask('/', { as })).text(),
    )?.[0];
  expect(await strip()).toBeUndefined();
  await seedSite(desk.store, now - 40 * minute, { url: 'https://so.example/' });
  await setMeta(desk.store.db, 'browserFailingSince', now - 20 * minute);
  desk.setHealth({ ok: true, heartbeatAt: now, blindSince: null, freeBytes: 1_200_000_000 });
  expect(await strip()).toContain('Trình duyệt không hoạt động từ 21:18');
  expect(await strip()).toContain('Ổ đĩa chỉ còn trống 1,2 GB');
  expect(await strip()).toContain('1 trang chưa được kiểm tra đúng lịch, trang chậm nhất chậm 40 phút');
});

test('an agency’s account sees it, and can’t hurry the mail of others', async () => {
  const desk = await troubledDesk();
  await desk.store.db.insertInto('agencies').values({ id: 1, name: 'Sở', language: null }).execute();
  const as = await desk.signedIn('operator', 1);
  expect(await (await desk.ask('/', { as })).text()).not.toContain('Gửi lại ngay');
  expect((await desk.send('/mail/send-now', {}, as)).status).toBe(404);
});

describe.each([
  ['desktop', { width: 1366, height: 900 }],
  ['phone', { width: 390, height: 844 }],
])('on a %s', (name, viewport) => {
  test('an operator presses “Gửi lại ngay” and everything is due at once', async () => {
    const desk = await troubledDesk();
    const web = await startWeb(desk.app, '127.0.0.1:0');
    onTestFinished(() => web.close());
    const context = await browser.newContext({ viewport, locale: 'vi-VN' });
    onTestFinished(() => context.close());
    await context.addCookies([{ name: 'vonggac-session', value: await desk.signedIn('operator'), url: web.url }]);
    const page = await context.newPage();
    await page.goto(`${web.url}/incidents?status=all`);
    const { violations } = await new AxeBuilder({ page }).analyze();
    expect(violations.map(({ id, nodes }) => [id, nodes[0]?.html])).toEqual([]);
    expect(await page.evaluate('document.documentElement.scrollWidth > document.documentElement.clientWidth')).toBe(
      false,
    );
    if (name === 'phone') await page.getByText('1 vấn đề').click();
    await page.getByRole('button', { name: 'Gửi lại ngay' }).click();
    await page.getByText('Đang gửi lại toàn bộ thư chưa gửi được.').waitFor();
    expect(new URL(page.url()).pathname).toBe('/incidents');
    const { value } = await desk.store.db
      .selectFrom('meta')
      .select('value')
      .where('key', '=', 'outage:mail')
      .executeTakeFirstOrThrow();
    expect(JSON.parse(value)).toMatchObject({ probeAt: now });
  });
});

/** Mail, browser and disk at once. */
async function sickDesk() {
  const desk = await troubledDesk();
  await setMeta(desk.store.db, 'browserFailingSince', now - 20 * minute);
  desk.setHealth({ ok: true, heartbeatAt: now, blindSince: null, freeBytes: 1_200_000_000 });
  const web = await startWeb(desk.app, '127.0.0.1:0');
  onTestFinished(() => web.close());
  const session = await desk.signedIn('operator');
  return { desk, web, cookies: [{ name: 'vonggac-session', value: session, url: web.url }] };
}

test.each([true, false])(
  'on a phone it is one line with the worst first, and opens (script: %s)',
  async (javaScriptEnabled) => {
    const { web, cookies } = await sickDesk();
    const context = await browser.newContext({
      viewport: { width: 390, height: 844 },
      locale: 'vi-VN',
      javaScriptEnabled,
    });
    onTestFinished(() => context.close());
    await context.addCookies(cookies);
    const page = await context.newPage();
    await page.goto(web.url);
    const strip = page.locator('.monitor-strip');
    const closed = await strip.boundingBox();
    expect(closed?.height).toBeLessThanOrEqual(48);
    expect(closed?.height).toBeGreaterThanOrEqual(44);
    const line = page.getByText('3 vấn đề của hệ thống: thư chưa gửi được');
    expect(await line.evaluate((one) => one.scrollWidth > one.clientWidth)).toBe(false);
    await line.click();
    for (const text of ['Còn 3 thư chưa gửi được', 'Trình duyệt không hoạt động', 'Ổ đĩa chỉ còn trống'])
      expect(await page.locator('.monitor-strip li:visible', { hasText: text }).count()).toBe(1);
    expect(await page.getByRole('button', { name: 'Gửi lại ngay' }).isVisible()).toBe(true);
    if (javaScriptEnabled) expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([]);
  },
);

test('what was opened stays open when the page refreshes itself', async () => {
  const { desk, web, cookies } = await sickDesk();
  const context = await browser.newContext({ viewport: { width: 390, height: 844 }, locale: 'vi-VN' });
  onTestFinished(() => context.close());
  await context.addCookies(cookies);
  const page = await context.newPage();
  await page.clock.install({ time: now });
  await page.goto(web.url);
  await page.getByText('3 vấn đề').click();
  desk.setHealth({ ok: true, heartbeatAt: now, blindSince: null, freeBytes: 300_000_000 });
  await page.clock.runFor(31_000);
  await page.getByText('Ổ đĩa chỉ còn trống 0,3 GB').filter({ visible: true }).waitFor();
  expect(await page.evaluate('document.activeElement.textContent')).toContain('3 vấn đề');
});

test('at a desk every problem is read at once', async () => {
  const { web, cookies } = await sickDesk();
  const context = await browser.newContext({ viewport: { width: 1366, height: 900 }, locale: 'vi-VN' });
  onTestFinished(() => context.close());
  await context.addCookies(cookies);
  const page = await context.newPage();
  await page.goto(web.url);
  expect(await page.locator('.monitor-strip li:visible').count()).toBe(3);
  expect(await page.locator('.monitor-strip summary').isVisible()).toBe(false);
});
