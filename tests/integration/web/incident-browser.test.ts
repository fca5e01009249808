/** Reading evidence in a real browser: pictures compared in several ways, marks, keys. */
import type { Browser, Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { startWeb } from '../../../src/web/start-web.ts';
import { seedDutyRoom } from '../../support/duty-room.ts';
import { finding, seedBaseline, seedCapture, seedCheck, seedSite } from '../../support/seed-desk.ts';
import { launchTestBrowser } from '../../support/test-browser.ts';
import { openTestDesk } from '../../support/test-desk.ts';
import { drawPage } from '../../support/test-pictures.ts';

const now = Date.parse('2026-11-21T14:38:00Z');
const sizes = { desktop: { width: 1366, height: 900 }, phone: { width: 390, height: 844 } };

let browser: Browser;
beforeAll(async () => {
  browser = await launchTestBrowser();
});
afterAll(() => browser.close());

async function openRoom() {
  const desk = await openTestDesk({ now });
  const page = (seed: number, html: string) => {
    return { url: 'x', html, screenshot: drawPage(683, 1_800, seed), widthPx: 683, heightPx: 1_800 };
  };
  const pair = { before: page(1, '<p>Ủy ban nhân dân họp</p>'), after: page(9, '<p>Hacked by X</p>') };
  const room = await seedDutyRoom(desk.store, now, { ...pair, doubtful: pair });
  const web = await startWeb(desk.app, '127.0.0.1:0');
  onTestFinished(async () => {
    await web.close();
    await desk.close();
  });
  return { desk, web, room };
}

type Room = Awaited<ReturnType<typeof openRoom>>;

async function openPage({ desk, web }: Room, path: string, options: object) {
  const context = await browser.newContext({ locale: 'vi-VN', ...options });
  onTestFinished(() => context.close());
  await context.addCookies([{ name: 'vonggac-session', value: await desk.signedIn('operator'), url: web.url }]);
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(error.message));
  await page.goto(`${web.url}${path}`);
  return { page, complaints };
}

const isWiderThanScreen = (page: Page) =>
  page.evaluate('document.documentElement.scrollWidth > document.documentElement.clientWidth');

const over = (page: Page) => page.locator('.stage .over');
const styleOf = (page: Page, property: string) =>
  page.evaluate(`getComputedStyle(document.querySelector('.stage .over')).getPropertyValue('${property}')`);

describe.each(Object.entries(sizes))('on a %s', (_, viewport) => {
  test('two pictures are laid over each other, split, faded, alternated and enlarged', async () => {
    const room = await openRoom();
    const { page, complaints } = await openPage(room, `/incidents/${room.room.incidentNumber}`, { viewport });
    await page.getByText('Thanh trượt', { exact: true }).click();
    expect(await page.locator('.pictures').isVisible()).toBe(false);
    expect(await over(page).isVisible()).toBe(true);
    expect(await styleOf(page, 'clip-path')).toBe('inset(0px 0px 0px 50%)');
    await page.getByLabel('Phần ảnh sau được hiện').press('End');
    expect(await styleOf(page, 'clip-path')).toBe('inset(0px 0px 0px 100%)');

    await page.getByText('Chồng ảnh', { exact: true }).click();
    await page.getByLabel('Phần ảnh sau được hiện').press('Home');
    expect(await styleOf(page, 'opacity')).toBe('0');

    await page.clock.install();
    await page.getByText('Luân phiên', { exact: true }).click();
    expect(await styleOf(page, 'visibility')).toBe('visible');
    await page.clock.runFor(750);
    expect(await styleOf(page, 'visibility')).toBe('hidden');
    await page.getByText('Cạnh nhau', { exact: true }).click();
    expect(await page.locator('.pictures').isVisible()).toBe(true);

    const picture = page.locator('.picture-after .canvas');
    const { width } = (await picture.boundingBox()) ?? { width: 0 };
    await page.getByRole('button', { name: 'Phóng to' }).click();
    expect((await picture.boundingBox())?.width).toBeCloseTo(1.5 * width, 0);
    expect(await page.locator('.picture-after img').getAttribute('src')).toMatch(/\/after\/full$/);
    expect(await isWiderThanScreen(page)).toBe(false);
    expect(complaints).toEqual([]);
  });
});

test('the slider follows the pointer', async () => {
  const room = await openRoom();
  const { page } = await openPage(room, `/incidents/${room.room.incidentNumber}`, { viewport: sizes.desktop });
  await page.getByText('Thanh trượt', { exact: true }).click();
  await page.locator('.stage').scrollIntoViewIfNeeded();
  const box = await page.locator('.stage .layers').boundingBox();
  if (!box) return expect.unreachable();
  await page.mouse.move(box.x + box.width / 2, box.y + 40);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width / 4, box.y + 40);
  await page.mouse.up();
  await page.mouse.move(box.x + box.width / 2, box.y + 40);
  expect(await styleOf(page, 'clip-path')).toBe('inset(0px 0px 0px 25%)');
});

test('a finding leads to its mark, also below what the small picture shows', async () => {
  const room = await openRoom();
  const { store } = room.desk;
  const url = 'https://dai.example/';
  const size = { widthPx: 400, heightPx: 2_000 };
  const siteId = await seedSite(store, now - 9_000_000, { url });
  const seen = (seed: number) => ({ url, html: '<p>x</p>', screenshot: drawPage(400, 2_000, seed), ...size });
  const before = await seedCapture(store, `${siteId}.1`, now - 8_000_000, seen(1));
  await seedBaseline(store, `${siteId}.1`, { at: now - 8_000_000, status: 'approved', captureIds: [before] });
  const box = { x: 40, y: 1_700, width: 200, height: 100 };
  const deep = finding({ reason: { vi: 'Ảnh khác ở cuối trang', en: 'x' }, place: { box } });
  const captureId = await seedCapture(store, `${siteId}.1`, now - 60_000, seen(2));
  const look = { targetId: `${siteId}.1`, at: now - 60_000, level: 'alarm', captureId, findings: [deep] } as const;
  const id = await seedCheck(store, look);
  const { page, complaints } = await openPage(room, `/looks/${id}`, { viewport: sizes.desktop });
  const mark = page.locator(`#mark-${id}-1 rect`);
  const isInSight = () =>
    mark.evaluate((rect) => {
      const element = rect as unknown as { closest(selector: string): Boxed } & Boxed;
      const frame = element.closest('.frame').getBoundingClientRect();
      const { top, bottom } = element.getBoundingClientRect();
      return top < frame.bottom && bottom > frame.top;
    });
  expect(await isInSight()).toBe(false);
  await page.getByRole('link', { name: 'Vùng 1 trên ảnh' }).click();
  await expect.poll(isInSight).toBe(true);
  expect(await page.locator('.picture-after img').getAttribute('src')).toMatch(/\/after\/full$/);
  expect(complaints).toEqual([]);
});

interface Boxed {
  getBoundingClientRect(): { readonly top: number; readonly bottom: number };
}

test('without script the pictures stand beside each other and nothing is offered that would not work', async () => {
  const room = await openRoom();
  const options = { viewport: sizes.desktop, javaScriptEnabled: false };
  const { page } = await openPage(room, `/incidents/${room.room.incidentNumber}`, options);
  expect(await page.locator('.picture').count()).toBe(3);
  expect(await page.locator('.marks rect').count()).toBe(1);
  expect(await page.locator('.compare-tools').isVisible()).toBe(false);
  expect(await page.locator('.stage').isVisible()).toBe(false);
});

test('an incident is judged by keyboard alone, and a key by itself ends nothing', async () => {
  const room = await openRoom();
  const { page, complaints } = await openPage(room, `/incidents/${room.room.incidentNumber}`, {
    viewport: sizes.desktop,
  });
  const focused = () => page.evaluate("document.activeElement.textContent.trim().replace(/\\s+/g, ' ')");
  const status = async () =>
    (await room.desk.store.db.selectFrom('incidents').select('status').executeTakeFirstOrThrow()).status;
  await page.keyboard.press('?');
  await page.getByRole('dialog', { name: 'Phím tắt' }).waitFor();
  await page.keyboard.press('Escape');
  for (const [key, name] of [
    ['r', 'Đã khắc phục'],
    ['d', 'Báo động giả'],
    ['l', 'Kiểm tra lại ngay'],
    ['a', 'Tiếp nhận'],
  ] as const) {
    await page.keyboard.press(key);
    expect(await focused()).toBe(name);
  }
  expect(await status()).toBe('open');
  await page.keyboard.press('j');
  expect(await page.evaluate("document.activeElement.matches('.target')")).toBe(true);
  await page.keyboard.press('c');
  await page.keyboard.type('arda gọi jk?');
  expect(await page.getByLabel('Ý kiến').inputValue()).toBe('arda gọi jk?');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await page.getByText('Đã thêm ý kiến.').waitFor();
  await page.getByText('arda gọi jk?').waitFor();
  await page.keyboard.press('a');
  await page.keyboard.press('Enter');
  await page.getByText('Đã tiếp nhận sự cố.').waitFor();
  expect(await status()).toBe('acknowledged');
  expect(complaints).toEqual([]);
});

test('who does not want the keys switches them off on this computer', async () => {
  const room = await openRoom();
  const path = `/incidents/${room.room.incidentNumber}`;
  const { page } = await openPage(room, path, { viewport: sizes.phone });
  await page.getByRole('button', { name: 'Phím tắt (?)' }).click();
  await page.getByLabel('Dùng phím tắt trên máy này').uncheck();
  await page.getByRole('button', { name: 'Đóng' }).click();
  await page.reload();
  await page.keyboard.press('?');
  await page.keyboard.press('a');
  expect(await page.getByRole('dialog').count()).toBe(0);
  expect(await page.evaluate('document.activeElement === document.body')).toBe(true);
});

test('the list of incidents is walked by keys, and Enter opens one', async () => {
  const room = await openRoom();
  const { page } = await openPage(room, '/incidents?status=all', { viewport: sizes.desktop });
  await page.keyboard.press('j');
  const first = String(await page.evaluate('document.activeElement.href'));
  expect(first).toMatch(/\/incidents\/\d+$/);
  await page.keyboard.press('Enter');
  await page.waitForURL(first);
});

describe.each(Object.entries(sizes))('indicators on a %s', (_, viewport) => {
  test('are copied one by one or all, and both are said', async () => {
    const room = await openRoom();
    const rights = { permissions: ['clipboard-read', 'clipboard-write'] };
    const { page, complaints } = await openPage(room, `/incidents/${room.room.incidentNumber}`, {
      viewport,
      ...rights,
    });
    const section = page.getByRole('region', { name: 'Chỉ dấu' });
    const copied = () => page.evaluate('navigator.clipboard.readText()');
    await section.getByRole('button', { name: 'Sao chép: nightkite.example' }).click();
    await section.getByText('Đã sao chép.').waitFor();
    expect(await copied()).toBe('nightkite.example');
    await section.getByRole('button', { name: 'Sao chép cả 4 chỉ dấu' }).click();
    await expect
      .poll(copied)
      .toBe('nightkite.example\nhttps://nightkite.example/mirror?id=48211\n@nightkite_t34m\nHacked by NightKite T34m');
    expect(await section.locator('dl').getByRole('link').count()).toBe(0);
    expect(await isWiderThanScreen(page)).toBe(false);
    expect(complaints).toEqual([]);
  });
  test('are chosen by a press where the page may not write to the clipboard', async () => {
    const room = await openRoom();
    const { page } = await openPage(room, '/', { viewport, javaScriptEnabled: false });
    await page.goto(`${room.web.url}/incidents/${room.room.incidentNumber}`);
    const section = page.getByRole('region', { name: 'Chỉ dấu' });
    expect(await section.getByText('nightkite.example', { exact: true }).isVisible()).toBe(true);
    expect(await section.getByRole('button').count()).toBe(0);
  });
});
