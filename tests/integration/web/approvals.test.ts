/** The approval inbox: what waits is shown with its picture, and what was ever doubted is never approved in bulk. */
import { AxeBuilder } from '@axe-core/playwright';
import type { Browser } from 'playwright';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { startWeb } from '../../../src/web/start-web.ts';
import { finding, seedBaseline, seedCapture, seedCheck, seedSite, seedSuspect } from '../../support/seed-desk.ts';
import { launchTestBrowser } from '../../support/test-browser.ts';
import { openTestDesk, type TestDesk } from '../../support/test-desk.ts';
import { drawPage } from '../../support/test-pictures.ts';

const now = Date.parse('2026-11-21T14:38:00Z');
const minute = 60_000;
const hour = 60 * minute;

let browser: Browser;
beforeAll(async () => {
  browser = await launchTestBrowser();
});
afterAll(() => browser.close());

async function openDesk(): Promise<TestDesk> {
  const desk = await openTestDesk({ now });
  onTestFinished(() => desk.close());
  return desk;
}

interface Learned {
  readonly host: string;
  readonly agency?: string;
  /** Looks that doubted the page while it was being learned. */
  readonly doubt?: 'suspect' | 'alarm';
  readonly lesson?: 'browser' | 'http';
  readonly latest?: 'clean' | 'suspect';
  readonly screenshot?: Uint8Array | null;
}

/** A portal that was learned from one look, as the daemon leaves it: provisional. */
async function learned(desk: TestDesk, portal: Learned): Promise<string> {
  const { host, doubt, lesson = 'browser', latest = 'clean', screenshot = drawPage(64, 96, 3) } = portal;
  const { store } = desk;
  const url = `https://${host}/`;
  const siteId = await seedSite(store, now - 3 * hour, { url, agency: portal.agency ?? null });
  const targetId = `${siteId}.1`;
  const html = '<title>Cổng</title><p>Ủy ban nhân dân họp phiên thường kỳ</p>';
  const page = { url, html, widthPx: 64, heightPx: 96, ...(screenshot ? { screenshot, thumbnail: screenshot } : {}) };
  const captureId = await seedCapture(store, targetId, now - 2 * hour, page);
  if (lesson === 'http')
    await store.db.updateTable('captures').set({ tier: 'http' }).where('id', '=', captureId).execute();
  await seedCheck(store, { targetId, at: now - 2 * hour, captureId, tier: lesson });
  if (doubt) {
    const doubted = {
      kind: 'defacement',
      score: 6,
      findings: [finding({ reason: { vi: 'Có chữ ký', en: 'A signature' } })],
    } as const;
    await seedCheck(store, { targetId, at: now - 110 * minute, level: doubt, ...doubted });
  }
  await seedCheck(store, { targetId, at: now - minute, level: latest, tier: 'http' });
  await seedBaseline(store, targetId, { at: now - hour, status: 'provisional', captureIds: [captureId] });
  return targetId;
}

const approvedOf = async ({ store }: TestDesk) =>
  (
    await store.db
      .selectFrom('baselines')
      .select('targetId')
      .where('status', '=', 'approved')
      .orderBy('targetId')
      .execute()
  ).map(({ targetId }) => targetId);

const chosen = (ids: readonly string[]) => Object.fromEntries(ids.map((id) => [`target-${id}`, 'yes']));

test('of 300 pages of which three were defaced from the start, all but these are approved at once', async () => {
  const desk = await openDesk();
  const screenshot = drawPage(16, 16, 3);
  const ids: string[] = [];
  const defaced: string[] = [];
  for (let n = 0; n < 300; n += 1) {
    const isDefaced = n === 7 || n === 150 || n === 299;
    const doubt = n === 150 ? 'suspect' : 'alarm';
    const id = await learned(desk, { host: `cong-${n}.example`, screenshot, ...(isDefaced ? { doubt } : {}) });
    ids.push(id);
    if (isDefaced) defaced.push(id);
  }
  const as = await desk.signedIn('approver');
  const html = await (await desk.ask('/approvals', { as })).text();
  expect(html).toContain('300 trang đã học xong');
  expect(html).not.toContain(`name="target-${defaced[0]}"`);
  // Whoever sends what the page does not offer gets no further.
  const reason = 'Đã đối chiếu với đơn vị';
  const answer = await desk.send('/approvals/several', { ...chosen(ids), reason }, as);
  expect(answer.headers.get('location')).toBe('/approvals?done=several-left');
  const approved = await approvedOf(desk);
  expect(approved).toHaveLength(297);
  expect(approved.filter((id) => defaced.includes(id))).toEqual([]);
  expect(await (await desk.ask('/approvals', { as })).text()).toContain('3 trang đã học xong');
}, 240_000);

test.each([
  ['that no browser saw while it was learned', { lesson: 'http' }, 'Trang chưa được kiểm tra bằng trình duyệt'],
  ['whose latest look is not clean', { latest: 'suspect' }, 'Đã có lượt kiểm tra phát hiện nghi vấn'],
  ['without a picture', { screenshot: null }, 'Chưa có ảnh chụp'],
] as const)('a page %s is left for a person, and says why', async (_, portal, why) => {
  const desk = await openDesk();
  const id = await learned(desk, { host: 'cong.example', ...portal });
  const as = await desk.signedIn('approver');
  expect(await (await desk.ask('/approvals', { as })).text()).toContain(why);
  await desk.send('/approvals/several', { ...chosen([id]), reason: 'x' }, as);
  expect(await approvedOf(desk)).toEqual([]);
});

test('one page is approved by the look that was shown, with a reason, and the next one follows', async () => {
  const desk = await openDesk();
  const [first, second] = [await learned(desk, { host: 'a.example' }), await learned(desk, { host: 'b.example' })];
  const as = await desk.signedIn('approver');
  const page = await (await desk.ask(`/approvals/${first}`, { as })).text();
  const look = /name="look" value="(\d+)"/.exec(page)?.[1] ?? '';
  expect(page).toContain(`/looks/${look}/pictures/after/small`);
  expect(page).toContain('Mã lệnh từ');
  expect((await desk.send(`/approvals/${first}`, { look }, as)).status).toBe(409);
  expect((await desk.send(`/approvals/${first}`, { look: '999', reason: 'x' }, as)).status).toBe(409);
  const answer = await desk.send(`/approvals/${first}`, { look, reason: 'Đúng là trang của sở' }, as);
  expect(answer.headers.get('location')).toBe(`/approvals/${second}?done=approved&undo-approval=${first}-${now}`);
  expect(await approvedOf(desk)).toEqual([first]);
});

test('a learned page that looks different now stands below, and leads to the look where it can be approved', async () => {
  const desk = await openDesk();
  const id = await learned(desk, { host: 'cong.example' });
  const as = await desk.signedIn('approver');
  expect(await (await desk.ask('/approvals', { as })).text()).not.toContain('Trang đã thay đổi');
  const checkId = await seedCheck(desk.store, { targetId: id, at: now, level: 'suspect' });
  const suspect = { siteId: Number.parseInt(id, 10), targetId: id, checkId, fingerprint: 'a change', score: 4 };
  await seedSuspect(desk.store, { ...suspect, kind: 'defacement' }, [now]);
  const html = await (await desk.ask('/approvals', { as })).text();
  expect(html).toContain('Trang đã thay đổi');
  expect(html).toContain(`/looks/${checkId}#approve-${checkId}`);
  expect((await desk.ask(`/looks/${checkId}`, { as })).status).toBe(200);
});

test('an agency’s approver sees and approves that agency’s pages alone', async () => {
  const desk = await openDesk();
  const own = await learned(desk, { host: 'a.example', agency: 'Sở A' });
  const other = await learned(desk, { host: 'b.example', agency: 'Sở B' });
  const as = await desk.signedIn('approver', 1);
  const html = await (await desk.ask('/approvals', { as })).text();
  expect(html).toContain(`/approvals/${own}`);
  expect(html).not.toContain(`/approvals/${other}`);
  expect((await desk.ask(`/approvals/${other}`, { as })).status).toBe(404);
  expect((await desk.send(`/approvals/${other}`, { look: '1', reason: 'x' }, as)).status).toBe(404);
  expect((await desk.send('/approvals/several', { ...chosen([own, other]), reason: 'x' }, as)).status).toBe(404);
  expect(await approvedOf(desk)).toEqual([]);
});

test('a page whose first looks were bad is left for a person, although it was learned from clean ones', async () => {
  const desk = await openDesk();
  const id = await learned(desk, { host: 'cong.example' });
  const findings = [finding({ reason: { vi: 'Có chữ ký', en: 'A signature' } })];
  const seen = { kind: 'defacement', score: 6, findings, baselineVersion: 0 } as const;
  await seedCheck(desk.store, { targetId: id, at: now - 125 * minute, level: 'alarm', ...seen });
  await seedCheck(desk.store, { targetId: id, at: now - minute });
  const as = await desk.signedIn('approver');
  expect(await (await desk.ask('/approvals', { as })).text()).toContain('Đã có lượt kiểm tra phát hiện nghi vấn');
  await desk.send('/approvals/several', { ...chosen([id]), reason: 'x' }, as);
  expect(await approvedOf(desk)).toEqual([]);
});

describe.each([
  ['desktop', { width: 1366, height: 900 }],
  ['phone', { width: 390, height: 844 }],
])('on a %s', (name, viewport) => {
  test('the inbox is gone through by key, without a barrier', async () => {
    const desk = await openDesk();
    const screenshot = drawPage(683, 900, 5);
    for (const host of ['so-y-te.example', 'so-giao-duc.example']) await learned(desk, { host, screenshot });
    await learned(desk, { host: 'da-bi-nghi.example', doubt: 'alarm', screenshot });
    const web = await startWeb(desk.app, '127.0.0.1:0');
    onTestFinished(() => web.close());
    const context = await browser.newContext({ viewport, locale: 'vi-VN' });
    onTestFinished(() => context.close());
    const as = await desk.signedIn('operator');
    await context.addCookies([{ name: 'vonggac-session', value: as, url: web.url }]);
    const page = await context.newPage();
    const isClean = async (shot: string) => {
      const { violations } = await new AxeBuilder({ page }).analyze();
      expect(violations.map(({ id: rule, nodes }) => [rule, nodes[0]?.html])).toEqual([]);
      const isWide = 'document.documentElement.scrollWidth > document.documentElement.clientWidth';
      expect(await page.evaluate(isWide)).toBe(false);
      const { VONGGAC_SHOTS: folder } = process.env;
      if (folder) await page.screenshot({ path: `${folder}/${shot}-${name}.png`, fullPage: true });
    };
    await page.goto(`${web.url}/approvals`);
    await isClean('approvals');
    await page.getByRole('link', { name: 'Cổng thông tin so-y-te.example', exact: true }).click();
    await page.getByLabel('Lý do (bắt buộc)').waitFor();
    await isClean('approval');
    await page.getByLabel('Lý do (bắt buộc)').fill('Đúng là trang của sở');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await page.getByText('Đã phê duyệt mẫu chuẩn mới.').waitFor();
    expect(await approvedOf(desk)).toHaveLength(1);
    await isClean('approved');
    await page.getByRole('button', { name: /^Hoàn tác: so-(y-te|giao-duc)\.example/ }).click();
    await page.getByText('Đã hoàn tác.').waitFor();
    expect(await approvedOf(desk)).toEqual([]);
    await page.goBack();
    await page.getByRole('link', { name: 'Để sau' }).waitFor();
    await page.keyboard.press('n');
    await page.keyboard.press('Enter');
    await page.getByText('Đã có lượt kiểm tra phát hiện nghi vấn ở trang này').waitFor();
  });
});
