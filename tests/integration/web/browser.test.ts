/** A person at the dashboard, in a real browser: from the set-up link to an approved baseline. */
import { readFile } from 'node:fs/promises';
import type { Browser, BrowserContext, Locator, Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { createSetupLink } from '../../../src/monitor/people/set-up.ts';
import { startWeb } from '../../../src/web/start-web.ts';
import { seedDutyRoom } from '../../support/duty-room.ts';
import { launchTestBrowser } from '../../support/test-browser.ts';
import { openTestDesk } from '../../support/test-desk.ts';
import { drawPage } from '../../support/test-pictures.ts';

const now = Date.parse('2026-11-21T14:38:00Z');
const password = 'một câu dài dễ nhớ';
const sizes = { desktop: { width: 1366, height: 900 }, phone: { width: 390, height: 844 } };

let browser: Browser;
beforeAll(async () => {
  browser = await launchTestBrowser();
});
afterAll(() => browser.close());

async function openRoom() {
  const approved: unknown[] = [];
  const acts = { approveBaseline: async (...given: unknown[]) => void approved.push(given) };
  const desk = await openTestDesk({ now, acts });
  const page = (seed: number, html: string) => {
    return { url: 'x', html, screenshot: drawPage(683, 900, seed), widthPx: 683, heightPx: 900 };
  };
  const pair = { before: page(1, '<p>Ủy ban nhân dân họp phiên thường kỳ</p>'), after: page(9, '<p>Hacked by X</p>') };
  const room = await seedDutyRoom(desk.store, now, { ...pair, doubtful: pair });
  const web = await startWeb(desk.app, '127.0.0.1:0');
  onTestFinished(async () => {
    await web.close();
    await desk.close();
  });
  const link = new URL((await readFile(await createSetupLink(desk.parts, web.url), 'utf8')).trim());
  return { desk, web, room, link, approved };
}

/** A page on which every complaint of the browser is kept: refused content, script errors, failed requests. */
async function openPage(size: { width: number; height: number }, options: object = {}) {
  const context: BrowserContext = await browser.newContext({ viewport: size, locale: 'vi-VN', ...options });
  onTestFinished(() => context.close());
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('requestfailed', (request) => {
    // Leaving a page ends what it still loads: its stream of news, and pictures that are not there yet.
    const reason = request.failure()?.errorText;
    if (reason !== 'net::ERR_ABORTED') complaints.push(`${request.url()} ${reason}`);
  });
  return { page, complaints };
}

const isWiderThanScreen = (page: Page) =>
  page.evaluate('document.documentElement.scrollWidth > document.documentElement.clientWidth');

async function setUp(page: Page, link: URL): Promise<void> {
  await page.goto(link.href);
  await page.getByLabel('Tên đăng nhập').fill('minh.anh');
  await page.getByLabel('Mật khẩu', { exact: true }).fill(password);
  await page.getByLabel('Nhập lại mật khẩu').fill(password);
  await page.getByRole('button', { name: 'Tạo tài khoản' }).click();
  await page.waitForURL((url) => url.pathname === '/');
}

describe.each(Object.entries(sizes))('on a %s', (_, size) => {
  test('the first administrator is created, signs in, judges the incident and approves', async () => {
    const { web, room, link, approved } = await openRoom();
    const { page, complaints } = await openPage(size);
    await setUp(page, link);
    await page.getByRole('button', { name: 'Đăng xuất' }).click();
    await page.getByLabel('Tên đăng nhập').fill('minh.anh');
    await page.getByLabel('Mật khẩu').fill(password);
    await page.getByRole('button', { name: 'Đăng nhập' }).click();
    await page.waitForURL((url) => url.pathname === '/');
    expect(await isWiderThanScreen(page)).toBe(false);

    await page.getByRole('link', { name: 'Sự cố #1' }).click();
    await page.waitForURL(`${web.url}/incidents/${room.incidentNumber}`);
    await page.locator('.picture-difference').scrollIntoViewIfNeeded();
    const areDrawn =
      "[...document.querySelectorAll('.picture img')].every((image) => image.complete && image.naturalWidth > 0)";
    await expect.poll(() => page.evaluate(areDrawn), { timeout: 20_000 }).toBe(true);
    expect(await page.locator('.picture').count()).toBe(3);
    expect(await page.locator('.picture .marks rect').count()).toBe(1);
    expect(await isWiderThanScreen(page)).toBe(false);

    await page.locator('#note').fill('Đã gọi cho cơ quan');
    await page.getByRole('button', { name: 'Tiếp nhận' }).click();
    await page.getByText('Đã tiếp nhận sự cố.').waitFor();
    await page.getByText('Đã gọi cho cơ quan').waitFor();
    await page.getByText('Phê duyệt làm mẫu chuẩn mới').click();
    await page.getByLabel('Lý do phê duyệt').fill('Giao diện mới');
    await page.getByRole('button', { name: 'Phê duyệt', exact: true }).click();
    await page.getByText('Đã phê duyệt mẫu chuẩn mới.').waitFor();
    expect(approved).toMatchObject([[{ name: 'minh.anh' }, room.incidentCheckId, 'Giao diện mới']]);

    for (const path of [
      '/duty',
      '/suspects',
      `/looks/${room.suspectCheckId}`,
      `/sites/${room.defacedSiteId}`,
      `/targets/${room.defacedSiteId}.1?span=week`,
      '/incidents?status=all',
      '/sites/add',
      '/nowhere',
    ]) {
      await page.goto(`${web.url}${path}`, { waitUntil: 'networkidle' });
      expect(await isWiderThanScreen(page), path).toBe(false);
    }
    expect(complaints.filter((text) => !text.includes('404'))).toEqual([]);
  });
});

/** Presses Tab until this is focused; everything on the way shows that it is. */
async function tabTo(page: Page, aim: Locator): Promise<void> {
  await aim.waitFor();
  for (let n = 0; n < 120; n += 1) {
    if (await aim.evaluate((node) => node === node.ownerDocument.activeElement)) return;
    await page.keyboard.press('Tab');
    const focused = await page.evaluate(
      '[getComputedStyle(document.activeElement).outlineStyle, document.activeElement.outerHTML.slice(0, 120)]',
    );
    expect(focused).not.toEqual(['none', expect.anything()]);
  }
  expect.unreachable(`nothing leads to ${aim}`);
}

test('the whole way from the door to the judged incident is walked by keyboard alone', async () => {
  const { web, room, link, desk } = await openRoom();
  const { page, complaints } = await openPage(sizes.desktop);
  const press = async (role: 'link' | 'button', name: string | RegExp) => {
    await tabTo(page, page.getByRole(role, { name, exact: true }).first());
    await page.keyboard.press('Enter');
  };
  const type = async (field: string, text: string) => {
    await tabTo(page, page.getByLabel(field, { exact: true }).first());
    await page.keyboard.type(text);
  };
  await setUp(page, link);
  await press('button', 'Đăng xuất');
  await type('Tên đăng nhập', 'minh.anh');
  await type('Mật khẩu', password);
  await page.keyboard.press('Enter');
  await page.waitForURL((url) => url.pathname === '/');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await page.waitForURL((url) => url.hash === '#content');

  await press('link', 'Sự cố #1');
  await page.waitForURL(`${web.url}/incidents/${room.incidentNumber}`);
  await press('button', 'Tiếp nhận');
  await page.getByText('Đã tiếp nhận sự cố.').waitFor();
  await type('Ý kiến', 'Đã gọi đơn vị');
  await press('button', 'Thêm ý kiến');
  await page.getByText('Đã thêm ý kiến.').waitFor();
  await tabTo(page, page.locator('summary', { hasText: 'Đã khắc phục' }));
  await page.keyboard.press('Enter');
  await press('button', 'Đã khắc phục');
  await page.getByText('Đã ghi nhận sự cố được khắc phục.').waitFor();

  await press('link', /^Nghi vấn/);
  await page.waitForURL(`${web.url}/suspects`);
  await tabTo(page, page.locator('summary', { hasText: 'Không phải tấn công' }).first());
  await page.keyboard.press('Enter');
  await type('Lý do (bắt buộc)', 'Bài viết mới');
  await press('button', 'Không phải tấn công');
  await page.getByText('Đã ghi nhận không phải tấn công').waitFor();
  await press('button', 'Đăng xuất');
  await page.getByLabel('Tên đăng nhập').waitFor();
  const acts = await desk.store.db.selectFrom('audit').select('act').orderBy('seq').execute();
  expect(acts.map(({ act }) => act).filter((act) => /^(incident|suspect)-/.test(act))).toEqual([
    'incident-acknowledged',
    'incident-noted',
    'incident-resolved',
    'suspect-dismissed',
  ]);
  expect(complaints).toEqual([]);
});

test('pages work without script', async () => {
  const { web, link } = await openRoom();
  const { page } = await openPage(sizes.desktop, { javaScriptEnabled: false });
  await setUp(page, link);
  await page.getByPlaceholder('Tìm theo tên').fill('đồng mai');
  await page.getByRole('button', { name: 'Tìm', exact: true }).click();
  await page.getByText('4 cổng', { exact: true }).waitFor();
  await page.getByRole('button', { name: 'English' }).click();
  await page.getByText('4 portals').waitFor();
  expect(new URL(page.url()).origin).toBe(web.url);
});

test('the board shows news by itself, keeps the focus, and says when it has lost the desk', async () => {
  const { web, room, link, desk } = await openRoom();
  const { page } = await openPage(sizes.desktop, { timezoneId: 'America/New_York' });
  await page.clock.install({ time: now });
  await setUp(page, link);
  await page.locator(`#site-${room.provisionalSiteId}`).focus();
  await desk.store.db.updateTable('sites').set({ name: 'Tên vừa đổi' }).where('id', '=', room.defacedSiteId).execute();
  await page.clock.runFor(31_000);
  await page.getByRole('link', { name: 'Tên vừa đổi' }).first().waitFor();
  expect(await page.evaluate('document.activeElement.id')).toBe(`site-${room.provisionalSiteId}`);
  // Neither has an id, and there are several such links.
  for (const control of [page.locator('a.tag').nth(2), page.locator('th a').first()]) {
    await control.focus();
    await control.evaluate((node) => node.setAttribute('data-before', ''));
    await page.clock.runFor(31_000);
    await expect.poll(() => page.locator('[data-before]').count()).toBe(0);
    expect(await control.evaluate((node) => node === node.ownerDocument.activeElement)).toBe(true);
  }
  await web.close();
  await page.clock.runFor(31_000);
  const lost = page.getByText('Mất kết nối tới Vọng Gác');
  await lost.waitFor();
  // In the zone of every other time on the page, wherever its reader sits.
  expect(await lost.textContent()).toMatch(/ 21:3\d:/);
});

test('a cursor left in a field does not stop the board, and what was typed stays', async () => {
  const { room, link, desk } = await openRoom();
  const { page } = await openPage(sizes.desktop);
  await page.clock.install();
  await setUp(page, link);
  await page.getByPlaceholder('Tìm theo tên').fill('đồng');
  await desk.store.db.updateTable('sites').set({ name: 'Tên vừa đổi' }).where('id', '=', room.defacedSiteId).execute();
  desk.setHealth({ ok: false, heartbeatAt: now - 600_000, blindSince: null });
  await page.clock.runFor(31_000);
  await page.locator('table').getByRole('link', { name: 'Tên vừa đổi' }).waitFor({ timeout: 5_000 });
  await page.getByText('Hệ thống giám sát đang dừng.').waitFor({ timeout: 5_000 });
  await page.keyboard.type(' mai');
  expect(await page.getByPlaceholder('Tìm theo tên').inputValue()).toBe('đồng mai');
});

test('the board hears of a change at once, with the figures around it', async () => {
  const { room, link, desk } = await openRoom();
  const { page } = await openPage(sizes.desktop);
  // Waited for from before the board is there: its stream may answer before the board's own address is seen.
  const stream = page.waitForResponse((answer) => new URL(answer.url()).pathname === '/events');
  await setUp(page, link);
  await stream;
  const row = page.locator('tr', { has: page.locator(`#site-${room.provisionalSiteId}`) });
  await expect.poll(() => row.getAttribute('class')).toBe('row-provisional');
  await desk.store.db.updateTable('sites').set({ status: 'paused' }).where('id', '=', room.provisionalSiteId).execute();
  await expect.poll(() => row.getAttribute('class'), { timeout: 15_000 }).toBe('row-paused');
  expect(await page.title()).toMatch(/^\(\d+\) /);
  desk.setHealth({ ok: false, heartbeatAt: now - 600_000, blindSince: null });
  await page.getByText('Hệ thống giám sát đang dừng.').waitFor({ timeout: 15_000 });
});

test('a signed-out board goes to the door instead of standing still', async () => {
  const { link, desk } = await openRoom();
  const { page } = await openPage(sizes.desktop);
  await page.clock.install();
  await setUp(page, link);
  await desk.store.db.deleteFrom('sessions').execute();
  await page.clock.runFor(31_000);
  await page.getByRole('button', { name: 'Đăng nhập' }).waitFor();
});
