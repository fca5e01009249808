/** The whole way by the eyes of people: the public page without script, on a desktop and on a phone; then the queue. */
import { AxeBuilder } from '@axe-core/playwright';
import type { Browser, Page } from 'playwright';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { proofText } from '../../../src/core/requests/proof.ts';
import { tendRequests } from '../../../src/monitor/requests/tend-requests.ts';
import { listSites } from '../../../src/store/registry/registry.ts';
import { findRequest } from '../../../src/store/requests/requests.ts';
import { startWeb } from '../../../src/web/start-web.ts';
import { linkIn } from '../../support/deliver-all.ts';
import { openPublicPage } from '../../support/public-page.ts';
import { seedBaseline } from '../../support/seed-desk.ts';
import { launchTestBrowser } from '../../support/test-browser.ts';

const now = Date.parse('2026-11-21T14:38:00Z');

let browser: Browser;
beforeAll(async () => {
  browser = await launchTestBrowser();
});
afterAll(() => browser.close());

/** axe itself needs script; both are the same pages. */
async function expectGood(page: Page, name: string, hasScript: boolean): Promise<void> {
  const { VONGGAC_SHOTS: folder } = process.env;
  if (folder) await page.screenshot({ path: `${folder}/${name}.png`, fullPage: true });
  expect(await page.evaluate('document.documentElement.scrollWidth > document.documentElement.clientWidth')).toBe(
    false,
  );
  if (!hasScript) return;
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations.map(({ id, nodes }) => [name, id, nodes[0]?.html])).toEqual([]);
}

test.each([
  ['desktop', { width: 1366, height: 900 }, false],
  ['phone', { width: 390, height: 844 }, false],
  ['desktop, seen by axe', { width: 1366, height: 900 }, true],
  ['phone, seen by axe', { width: 390, height: 844 }, true],
])('on a %s an agency asks, confirms, is approved and watched', async (name, viewport, javaScriptEnabled) => {
  const records: string[] = [];
  const { desk, app, mails } = await openPublicPage({ now, outside: { askTextRecords: async () => records } });
  const open = await startWeb(app, '127.0.0.1:0', 'web.publicListen');
  const web = await startWeb(desk.app, '127.0.0.1:0');
  const context = await browser.newContext({ viewport, locale: 'vi-VN', javaScriptEnabled });
  onTestFinished(async () => {
    await context.close();
    await Promise.all([open.close(), web.close()]);
    await desk.close();
  });
  const page = await context.newPage();
  const good = (what: string) => expectGood(page, `${what}-${name.split(',')[0]}`, javaScriptEnabled);
  await page.goto(open.url);
  await good('public-home');
  await page.getByRole('link', { name: 'Gửi đề nghị' }).click();
  await page.getByLabel('Tên cơ quan').fill('Sở Nông nghiệp và Môi trường Hải Thanh');
  await page.getByLabel('Địa chỉ các cổng').fill('https://snnmt.haithanh.example/\nhttps://vanban.haithanh.example/');
  expect(await page.getByRole('checkbox').isChecked()).toBe(false);
  await page.getByRole('button', { name: 'Gửi' }).click();
  await page.getByText('Chưa gửi được: có 5 chỗ cần sửa.').waitFor();
  expect(await page.getByLabel('Tên cơ quan').inputValue()).toBe('Sở Nông nghiệp và Môi trường Hải Thanh');
  expect(await page.getByLabel('Điện thoại').getAttribute('aria-invalid')).toBe('true');
  await good('public-watch');
  await page.getByLabel('Người liên hệ').fill('Trần Thị Mai');
  await page.getByLabel('Điện thoại').fill('0225 3000 210');
  await page.getByLabel('Thư điện tử').fill('mai.tt@hopthu.example');
  await page.getByLabel('Căn cứ đề nghị').fill('Công văn số 12/SNNMT-VP');
  await page.getByLabel('Đến hết ngày').fill('2027-02-20');
  await page.getByRole('checkbox').check();
  await page.getByRole('button', { name: 'Gửi' }).click();
  await page.getByRole('heading', { name: 'Đã nhận' }).waitFor();
  await good('public-sent');

  const [mail] = await mails();
  await page.goto(`${open.url}${mail ? linkIn(mail) : ''}`);
  await good('public-confirm');
  await page.getByRole('button', { name: 'Xác nhận' }).click();
  await page.getByRole('heading', { name: 'Đã xác nhận' }).waitFor();
  await page.goto(`${open.url}/report`);
  await page.getByLabel('Địa chỉ trang').fill('https://thuvien.haithanh.example/tin-tuc');
  await page.getByLabel('Anh/chị thấy gì?').fill('Mở bằng điện thoại thì hiện quảng cáo cờ bạc.');
  await good('public-report');
  await page.getByRole('button', { name: 'Gửi' }).click();
  await page.getByText('Cảm ơn anh/chị.').waitFor();
  await page.goto(`${open.url}/report?language=en`);
  await good('public-report-en');
  expect(await page.getByRole('link', { name: 'Tiếng Việt' }).getAttribute('href')).toBe('/report?language=vi');

  await context.addCookies([{ name: 'vonggac-session', value: await desk.signedIn('operator'), url: web.url }]);
  await page.goto(`${web.url}/requests`);
  await good('requests');
  await page.getByRole('link', { name: 'Sở Nông nghiệp và Môi trường Hải Thanh' }).click();
  await good('request');
  expect(await page.getByRole('button', { name: 'Chấp thuận và đăng ký' }).isDisabled()).toBe(true);
  records.push(proofText((await findRequest(desk.parts.db, 1))?.proofToken ?? ''));
  for (const host of ['snnmt.haithanh.example', 'vanban.haithanh.example']) {
    await page.getByRole('button', { name: `Kiểm tra DNS và tệp ${host}` }).click();
    await page.getByText('Đã kiểm tra; kết quả ghi ở từng tên miền.').waitFor();
  }
  await page.getByRole('button', { name: 'Chấp thuận và đăng ký' }).click();
  await page.getByText('Đã chấp thuận').waitFor();
  expect((await listSites(desk.parts.db)).map(({ url }) => url)).toEqual([
    'https://snnmt.haithanh.example/',
    'https://vanban.haithanh.example/',
  ]);
  for (const target of ['1.1', '2.1']) await seedBaseline(desk.store, target, { at: now, status: 'provisional' });
  await tendRequests(desk.parts);
  expect((await mails()).map(({ subject }) => subject)).toContain(
    '[Vọng Gác] Yêu cầu số 1: Cổng của đơn vị đã được theo dõi',
  );
  await page.reload();
  await page.getByText('Đang theo dõi', { exact: true }).waitFor();
  await page.goto(`${web.url}/requests/2`);
  await good('report');
  await page.getByRole('textbox').fill('Đã chuyển đơn vị xử lý');
  await page.getByRole('button', { name: 'Trả lời và đóng' }).click();
  await page.getByText('Đã xử lý yêu cầu.').waitFor();
});

test('an agency fills in the template of the public page, and an operator imports it', async () => {
  const { desk, app } = await openPublicPage({ now });
  const open = await startWeb(app, '127.0.0.1:0', 'web.publicListen');
  const web = await startWeb(desk.app, '127.0.0.1:0');
  const context = await browser.newContext({ locale: 'vi-VN', javaScriptEnabled: false });
  onTestFinished(async () => {
    await context.close();
    await Promise.all([open.close(), web.close()]);
    await desk.close();
  });
  const page = await context.newPage();
  await page.goto(open.url);
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('link', { name: 'Biểu mẫu Excel' }).click(),
  ]);
  expect(download.suggestedFilename()).toBe('vonggac-request.xlsx');
  const template = await (await fetch(`${open.url}/template.csv`)).text();
  const [heads = ''] = template.replace('\ufeff', '').split('\r\n');
  const rows = [
    'Sở Y tế Hải Thanh;https://syt.haithanh.example/;Lê An;0225 3000 211;an@hopthu.example;Công văn 34/SYT;01/12/2026;31/12/2026',
    ';https://benhvien.haithanh.example/;;;;;;',
    'UBND xã Tân Hải;https://tanhai.haithanh.example/;Bùi Ba;không có;ba@hopthu.example;Công văn 5;;',
  ];
  const upload = (lines: readonly string[]) => ({
    name: 'de-nghi.csv',
    mimeType: 'text/csv',
    buffer: Buffer.from([heads, ...lines].join('\r\n')),
  });
  await context.addCookies([{ name: 'vonggac-session', value: await desk.signedIn('operator'), url: web.url }]);
  await page.goto(`${web.url}/requests/import`);
  await page.getByLabel('Tệp biểu mẫu').setInputFiles(upload(rows));
  await page.getByRole('button', { name: 'Xem trước' }).click();
  await page.getByText('Hãy ghi số điện thoại').waitFor();
  expect(await page.getByRole('button', { name: 'Tạo yêu cầu' }).count()).toBe(0);
  await page.goto(`${web.url}/requests/import`);
  await page.getByLabel('Tệp biểu mẫu').setInputFiles(upload(rows.slice(0, 2)));
  await page.getByRole('button', { name: 'Xem trước' }).click();
  await page.getByText('Sẽ tạo 1 yêu cầu').waitFor();
  const { VONGGAC_SHOTS: folder } = process.env;
  if (folder) await page.screenshot({ path: `${folder}/request-import.png`, fullPage: true });
  await page.getByRole('button', { name: 'Tạo yêu cầu' }).click();
  await page.getByText('Đã tạo yêu cầu từ biểu mẫu.').waitFor();
  expect(await findRequest(desk.parts.db, 1)).toMatchObject({ source: 'sheet', status: 'waiting', confirmedAt: now });
  await page.getByRole('link', { name: 'Sở Y tế Hải Thanh' }).click();
  for (const host of ['syt.haithanh.example', 'benhvien.haithanh.example']) {
    await page.getByRole('button', { name: `Đã đối chiếu công văn ${host}` }).click();
    await page.getByText('Đã ghi nhận xác nhận.').waitFor();
  }
  await page.getByRole('button', { name: 'Chấp thuận và đăng ký' }).click();
  await page.getByText('Đã chấp thuận').waitFor();
  expect((await listSites(desk.parts.db)).map(({ url, agency }) => [url, agency])).toEqual([
    ['https://syt.haithanh.example/', 'Sở Y tế Hải Thanh'],
    ['https://benhvien.haithanh.example/', 'Sở Y tế Hải Thanh'],
  ]);
});
