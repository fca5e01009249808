/** The board as pictures: the same portals and filters as its rows, each with what was seen last. */
import { AxeBuilder } from '@axe-core/playwright';
import type { Browser } from 'playwright';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { startWeb } from '../../../src/web/start-web.ts';
import {
  finding,
  seedBaseline,
  seedCapture,
  seedCheck,
  seedIncident,
  seedSite,
  setTarget,
} from '../../support/seed-desk.ts';
import { launchTestBrowser } from '../../support/test-browser.ts';
import { openTestDesk, type TestDesk } from '../../support/test-desk.ts';
import { drawPage } from '../../support/test-pictures.ts';

const now = Date.parse('2026-11-21T14:38:00Z');
const minute = 60_000;

let browser: Browser;
let desk: TestDesk;
/** Looks whose pictures are the newest of a page. */
let calm = 0;
let attacked = 0;
let before = 0;

beforeAll(async () => {
  browser = await launchTestBrowser();
  desk = await openTestDesk({ now });
  const { store } = desk;
  const named = { agency: 'Sở Y tế' };
  await seedSite(store, now - 90 * minute, { url: 'https://yen.example/', name: 'Cổng yên', ...named });
  await seedSite(store, now - 90 * minute, { url: 'https://bi.example/', name: 'Cổng bị', paths: ['/tin'] });
  await seedSite(store, now - 90 * minute, { url: 'https://chua.example/', name: 'Cổng chưa', ...named });
  await seedSite(store, now - 90 * minute, { url: 'https://nhanh.example/', name: 'Cổng nhanh', ...named });
  calm = await pictured('1.1', 30, 'clean');
  await pictured('2.1', 2, 'clean');
  attacked = await pictured('2.2', 4, 'alarm');
  before = await pictured('4.1', 60, 'clean');
  for (const id of ['1.1', '2.1', '2.2']) await seedBaseline(store, id, { at: now, status: 'approved' });
  await attack(2, '2.2');
  await attack(4, '4.1');
});
afterAll(async () => {
  await desk.close();
  await browser.close();
});

async function pictured(targetId: string, minutesAgo: number, level: 'clean' | 'alarm'): Promise<number> {
  const at = now - minutesAgo * minute;
  const look = { url: 'https://x.example/', html: '<p>x</p>', screenshot: drawPage(300, 400, minutesAgo) };
  const captureId = await seedCapture(desk.store, targetId, at, { ...look, thumbnail: drawPage(60, 80, minutesAgo) });
  return seedCheck(desk.store, { targetId, at, level, captureId, kind: level === 'alarm' ? 'defacement' : null });
}

async function attack(siteId: number, targetId: string): Promise<void> {
  const findings = [finding({ reason: { vi: 'Có câu', en: 'It says' } })];
  const target = {
    targetId,
    url: 'https://x.example/',
    kind: 'defacement',
    score: 9,
    findings,
    checkId: null,
  } as const;
  await seedIncident(desk.store, { siteId, openedAt: now - 3 * minute, targets: [target] });
  await setTarget(desk.store, targetId, { status: 'firing' });
}

const pageOf = async (path: string, as: string) => (await desk.ask(path, { as })).text();
const sitesOn = (html: string) => [...html.matchAll(/id="site-(\d+)"/g)].map(([, id]) => Number(id));

test('the worst come first, each with the newest picture of its worst page, and an older one says so', async () => {
  const html = await pageOf('/?as=pictures', await desk.signedIn('viewer'));
  const shots = [...html.matchAll(/<li class="shot [\s\S]*?<\/li>/g)].map(([shot]) => shot);
  expect(sitesOn(html)).toEqual([2, 4, 3, 1]);
  expect(shots[0]).toContain(`src="/looks/${attacked}/thumbnail"`);
  expect(shots[0]).not.toContain('Ảnh trước sự cố');
  expect(shots[1]).toContain(`src="/looks/${before}/thumbnail"`);
  expect(shots[1]).toContain('Ảnh trước sự cố · ');
  expect(shots[2]).toContain('Chưa có ảnh');
  expect(shots[3]).toContain(`src="/looks/${calm}/thumbnail"`);
  for (const shot of shots.filter((one) => one.includes('<img'))) expect(shot).toContain('loading="lazy"');
});

test('filters stay when the form changes, and pictures show nothing of other agencies', async () => {
  const own = await pageOf('/?as=pictures', await desk.signedIn('viewer', 1));
  expect(sitesOn(own)).toEqual([4, 3, 1]);
  expect(own).not.toContain(`/looks/${attacked}/`);
  const filtered = await pageOf('/?state=alarm&q=c%E1%BB%95ng&as=pictures', await desk.signedIn('viewer'));
  expect(sitesOn(filtered)).toEqual([2, 4]);
  expect(filtered).toContain('<a href="/?state=alarm&amp;q=c%E1%BB%95ng">');
  expect(filtered).toContain('<input type="hidden" name="as" value="pictures"/>');
  const rows = await pageOf('/?state=alarm', await desk.signedIn('viewer'));
  expect(rows).toContain('href="/?state=alarm&amp;as=pictures"');
});

test('a saved filter remembers that it shows pictures', async () => {
  const as = await desk.signedIn('operator');
  const answer = await desk.send('/filters', { list: 'board', query: 'state=alarm&as=pictures', name: 'Ảnh' }, as);
  expect(answer.headers.get('location')).toContain('/?state=alarm&as=pictures');
  expect(await pageOf('/', as)).toContain('href="/?state=alarm&amp;as=pictures"');
});

test.each([
  ['at a desk', { viewport: { width: 1366, height: 900 } }],
  ['on a phone without script', { viewport: { width: 390, height: 844 }, hasTouch: true, javaScriptEnabled: false }],
])('pictures %s: switched to by a link, opened by keyboard', async (_, options) => {
  const web = await startWeb(desk.app, '127.0.0.1:0');
  const context = await browser.newContext({ locale: 'vi-VN', ...options });
  onTestFinished(async () => {
    await context.close();
    await web.close();
  });
  await context.addCookies([{ name: 'vonggac-session', value: await desk.signedIn('operator'), url: web.url }]);
  const page = await context.newPage();
  await page.goto(web.url);
  await page.getByRole('link', { name: 'Ảnh chụp', exact: true }).click();
  await page.locator('.shot').first().waitFor();
  expect(await page.getByRole('link', { name: 'Ảnh chụp', exact: true }).getAttribute('aria-current')).toBe('true');
  if (options.viewport.width > 700) {
    const { violations } = await new AxeBuilder({ page }).setLegacyMode(true).analyze();
    expect(violations.map(({ id }) => id)).toEqual([]);
    const shown = page.locator(`img[src="/looks/${attacked}/thumbnail"]`);
    await shown.evaluate('(image) => image.decode()');
  }
  expect(await page.evaluate('document.documentElement.scrollWidth <= innerWidth')).toBe(true);
  await page.locator('#site-2').focus();
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: 'Cổng bị' }).waitFor();
});
