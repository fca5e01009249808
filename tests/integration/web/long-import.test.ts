/** Long lists: stored, checked and registered in the background; progress with and without script; nothing lost. */
import { AxeBuilder } from '@axe-core/playwright';
import { load } from 'cheerio';
import type { Browser } from 'playwright';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { workOnLongImport } from '../../../src/monitor/sites/long-import-work.ts';
import { prune } from '../../../src/monitor/upkeep/prune.ts';
import { listSites } from '../../../src/store/registry/registry.ts';
import { startWeb } from '../../../src/web/start-web.ts';
import { allowAll } from '../../support/allow-all.ts';
import { launchTestBrowser } from '../../support/test-browser.ts';
import { openTestDesk, type TestDesk } from '../../support/test-desk.ts';

const now = Date.parse('2026-11-21T14:38:00Z');
const sizes = { desktop: { width: 1366, height: 900 }, phone: { width: 390, height: 844 } };
const never = new AbortController().signal;
const lines = 501;

let browser: Browser;
beforeAll(async () => {
  browser = await launchTestBrowser();
});
afterAll(() => browser.close());

const listOf = (count: number, bad: readonly number[] = []) =>
  [
    'Tên cổng;Địa chỉ;Thư điện tử;STT',
    ...Array.from(
      { length: count },
      (_, i) => `Cổng ${i};https://cong-${i}.example/;${bad.includes(i) ? 'sai' : 'a@hop.example'};1`,
    ),
  ].join('\n');

async function openDesk() {
  const desk = await openTestDesk({ now });
  onTestFinished(desk.close);
  const as = await desk.signedIn('operator');
  const work = (signal = never) => workOnLongImport({ ...desk.parts, vet: allowAll }, signal);
  return { desk, as, work };
}

async function begin(desk: TestDesk, as: string, list: string): Promise<string> {
  const answer = await desk.send('/sites/import', { list }, as);
  expect(answer.status).toBe(303);
  return answer.headers.get('location') ?? '';
}

const textOf = async (answer: Response) =>
  load(await answer.text())('main')
    .text()
    .replace(/\s+/g, ' ');

describe.each(Object.entries(sizes))('on a %s', (_, viewport) => {
  test.each([
    ['with script', true],
    ['without script', false],
  ])('%s progress is shown, then what it would do, then what it did', async (_with, javaScriptEnabled) => {
    const { desk, as, work } = await openDesk();
    const web = await startWeb(desk.app, '127.0.0.1:0');
    const context = await browser.newContext({ viewport, locale: 'vi-VN', javaScriptEnabled });
    onTestFinished(async () => {
      await context.close();
      await web.close();
    });
    await context.addCookies([{ name: 'vonggac-session', value: as, url: web.url }]);
    const page = await context.newPage();
    const isClean = async () => {
      const violations = javaScriptEnabled ? (await new AxeBuilder({ page }).analyze()).violations : [];
      expect(violations.map(({ id, nodes }) => [id, nodes[0]?.html])).toEqual([]);
      const isTooWide = 'document.documentElement.scrollWidth > document.documentElement.clientWidth';
      expect(await page.evaluate(isTooWide)).toBe(false);
    };
    await page.goto(`${web.url}/sites/import`);
    await page.getByLabel('Hoặc dán danh sách').fill(listOf(lines, [7]));
    await page.getByRole('button', { name: 'Xem trước' }).click();
    await page.getByRole('heading', { name: 'Đang kiểm tra danh sách' }).waitFor();
    await page.getByText('0 / 501 dòng').waitFor();
    await isClean();
    await work();
    // The page goes on by itself.
    await page.getByText('Có 1 dòng cần sửa, 500 dòng khác đã đúng').waitFor();
    expect(await page.getByText('Các cột không dùng đến: “STT”.').count()).toBe(1);
    await isClean();
    const cell = page.getByLabel(/^Thư điện tử.*Dòng 9$/);
    expect(await cell.getAttribute('aria-invalid')).toBe('true');
    await cell.fill('bay@hop.example');
    await page.getByRole('button', { name: 'Kiểm tra lại' }).click();
    await page.getByRole('heading', { name: 'Đang kiểm tra danh sách' }).waitFor();
    await work();
    await page.getByText('501 cổng mới, 0 cổng đã có được bổ sung').waitFor();
    await page.getByText('Còn 301 dòng hợp lệ nữa').waitFor();
    await isClean();
    expect(await listSites(desk.store.db)).toEqual([]);
    await page.getByRole('button', { name: 'Đăng ký tất cả' }).click();
    await page.getByRole('heading', { name: 'Đang đăng ký các cổng' }).waitFor();
    await work();
    await page.getByText('Đã đăng ký 501 cổng mới').waitFor();
    await isClean();
    const sites = await listSites(desk.store.db);
    expect([sites.length, sites[7]?.recipients]).toEqual([501, ['bay@hop.example']]);
    await page.getByRole('button', { name: 'Xóa danh sách này' }).click();
    await page.getByRole('heading', { name: 'Nhập danh sách cổng' }).waitFor();
    expect(await page.getByText('Danh sách đang nhập').count()).toBe(0);
    expect(await listSites(desk.store.db)).toHaveLength(501);
  });
});

test('a restart loses nothing: checking begins anew, registering goes on, and each portal is registered once', async () => {
  const { desk, as, work } = await openDesk();
  const path = await begin(desk, as, listOf(lines));
  /** Stops after the first transaction. */
  const stopEarly = () => {
    let asked = 0;
    return {
      get aborted() {
        asked += 1;
        return asked > 1;
      },
    } as AbortSignal;
  };
  await work(stopEarly());
  expect(await textOf(await desk.ask(path, { as }))).toContain('50 / 501 dòng');
  await work();
  await desk.send(`${path}/register`, {}, as);
  await work(stopEarly());
  const some = (await listSites(desk.store.db)).length;
  expect(some).toBeGreaterThan(0);
  expect(some).toBeLessThan(lines);
  expect(await textOf(await desk.ask(path, { as }))).toContain(`${some} / 501 dòng`);
  expect(await textOf(await desk.ask('/sites/import', { as }))).toContain('Danh sách đang nhập');
  await work();
  const urls = (await listSites(desk.store.db)).map(({ url }) => url);
  expect([urls.length, new Set(urls).size]).toEqual([lines, lines]);
  expect(await textOf(await desk.ask(path, { as }))).toContain(`Đã đăng ký ${lines} cổng mới`);
  expect(await work()).toBe(false);
});

test('the valid lines need not wait for the others, which stay to be corrected or taken away as a file', async () => {
  const { desk, as, work } = await openDesk();
  const path = await begin(desk, as, listOf(lines, [3, 4]));
  await work();
  const refused = await desk.send(`${path}/register`, {}, as);
  expect([refused.status, await refused.text()]).toEqual([409, expect.stringContaining('Dòng 5 chưa hợp lệ')]);
  await desk.send(`${path}/register`, { partial: '1' }, as);
  await work();
  expect(await listSites(desk.store.db)).toHaveLength(499);
  expect(await textOf(await desk.ask(path, { as }))).toContain('Còn 2 dòng cần sửa, chưa được đăng ký');
  const rest = await (await desk.ask(`${path}/rest`, { as })).text();
  expect(rest.trim().split('\n')).toHaveLength(3);
});

test('a list is its sender’s own, nobody touches it while it is worked on, and one that nobody finished is deleted', async () => {
  const { desk, as, work } = await openDesk();
  const other = await desk.signedIn('administrator');
  const path = await begin(desk, as, listOf(lines));
  expect((await desk.send(`${path}/register`, {}, as)).status).toBe(409);
  await work();
  for (const answer of [
    await desk.ask(path, { as: other }),
    await desk.ask(`${path}/rest`, { as: other }),
    await desk.send(`${path}/mend`, {}, other),
    await desk.send(`${path}/register`, {}, other),
    await desk.send(`${path}/drop`, {}, other),
  ])
    expect(answer.status).toBe(404);
  expect(await textOf(await desk.ask('/sites/import', { as: other }))).not.toContain('Danh sách đang nhập');
  desk.setNow(now + 8 * 24 * 3_600_000);
  await prune(desk.parts);
  for (const table of ['imports', 'importLines'] as const)
    expect(await desk.store.db.selectFrom(table).selectAll().execute()).toEqual([]);
});

test('whoever lost the right meanwhile registers nothing more', async () => {
  const { desk, as, work } = await openDesk();
  const path = await begin(desk, as, listOf(lines));
  await work();
  await desk.send(`${path}/register`, {}, as);
  await desk.store.db.updateTable('users').set({ role: 'viewer' }).where('name', '=', 'operator').execute();
  await work();
  expect(await listSites(desk.store.db)).toEqual([]);
});
