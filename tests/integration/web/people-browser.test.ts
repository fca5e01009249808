/** People's pages in a real browser: an invited person, the second factor, no script, small screens, another site. */
import { generateSync } from 'otplib';
import type { Browser, Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { owner } from '../../../src/core/people/actor.ts';
import { addUser } from '../../../src/monitor/people/add-user.ts';
import { startWeb } from '../../../src/web/start-web.ts';
import { seedSite } from '../../support/seed-desk.ts';
import { launchTestBrowser } from '../../support/test-browser.ts';
import { openTestDesk } from '../../support/test-desk.ts';

const now = Date.parse('2026-11-21T14:38:00Z');
const password = 'một câu dài dễ nhớ';
const sizes = { desktop: { width: 1366, height: 900 }, phone: { width: 390, height: 844 } };

let browser: Browser;
beforeAll(async () => {
  browser = await launchTestBrowser();
});
afterAll(() => browser.close());

async function openDesk() {
  const desk = await openTestDesk({ now });
  await seedSite(desk.store, now, { url: 'https://anlac.example/', agency: 'UBND tỉnh An Lạc' });
  const web = await startWeb(desk.app, '127.0.0.1:0');
  onTestFinished(async () => {
    await web.close();
    await desk.close();
  });
  return { desk, web };
}

/** Without script, as some of these offices browse; what the browser objects to is kept, what it only remarks is not. */
async function openPage(viewport: { width: number; height: number }) {
  const context = await browser.newContext({ viewport, locale: 'vi-VN', javaScriptEnabled: false });
  onTestFinished(() => context.close());
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on('console', (message) => {
    // An autofocus that comes after the test's own focus is a remark.
    if (['error', 'warning'].includes(message.type())) complaints.push(message.text());
  });
  return { context, page, complaints };
}

const isTooWide = async (page: Page) => {
  const { scrollWidth, clientWidth } = (await page.evaluate(
    '({ scrollWidth: document.documentElement.scrollWidth, clientWidth: document.documentElement.clientWidth })',
  )) as { scrollWidth: number; clientWidth: number };
  return scrollWidth > clientWidth;
};

async function signIn(page: Page): Promise<void> {
  await page.getByLabel('Tên đăng nhập').fill('lan.tran');
  await page.getByLabel('Mật khẩu', { exact: true }).fill(password);
  await page.getByRole('button', { name: 'Đăng nhập' }).click();
}

test('recovery codes are printed with whose they are and without buttons, and copied where the browser may', async () => {
  const { desk, web } = await openDesk();
  const permissions = ['clipboard-read', 'clipboard-write'];
  const context = await browser.newContext({ viewport: sizes.desktop, locale: 'vi-VN', permissions });
  onTestFinished(() => context.close());
  await addUser(desk.parts, owner('command line'), { name: 'lan.tran', password, role: 'viewer' });
  const page = await context.newPage();
  await page.goto(`${web.url}/account`);
  await signIn(page);
  await page.locator('#factor-password').fill(password);
  await page.getByRole('button', { name: 'Bật xác thực hai bước' }).click();
  const secret = ((await page.locator('code').first().textContent()) ?? '').replaceAll(' ', '');
  await page.getByLabel('Mã xác thực').fill(generateSync({ secret, epoch: now / 1_000 }));
  await page.getByRole('button', { name: 'Xác nhận' }).click();
  const codes = await page.locator('.recovery code').allTextContents();
  await page.getByRole('button', { name: 'Sao chép' }).click();
  await page.getByText('Đã sao chép.').waitFor();
  expect(await page.evaluate('navigator.clipboard.readText()')).toBe(codes.join('\n'));
  expect(await page.getByRole('button', { name: 'In', exact: true }).isVisible()).toBe(true);
  await page.emulateMedia({ media: 'print' });
  expect(await page.locator('.recovery').isVisible()).toBe(true);
  expect(await page.getByText('lan.tran').last().isVisible()).toBe(true);
  for (const hidden of ['.enrol button', '.enrol .button', '.top']) {
    expect(await page.locator(hidden).first().isVisible(), hidden).toBe(false);
  }
});

describe.each(Object.entries(sizes))('on a %s', (_, size) => {
  test('an invited person chooses a password and switches the second factor on', async () => {
    const { desk, web } = await openDesk();
    const administrator = await openPage(size);
    const cookie = { name: 'vonggac-session', value: await desk.signedIn('administrator'), url: web.url };
    await administrator.context.addCookies([cookie]);
    await administrator.page.goto(`${web.url}/people`);
    await administrator.page.getByLabel('Tên đăng nhập').fill('lan.tran');
    await administrator.page.getByLabel('Vai trò').selectOption('operator');
    await administrator.page.getByLabel('Cơ quan').selectOption({ label: 'UBND tỉnh An Lạc' });
    await administrator.page.getByRole('button', { name: 'Tạo tài khoản' }).click();
    const link = await administrator.page.getByLabel('Liên kết đặt mật khẩu').inputValue();

    const { page, complaints } = await openPage(size);
    await page.goto(link);
    await page.getByLabel('Mật khẩu', { exact: true }).fill(password);
    await page.getByLabel('Nhập lại mật khẩu').fill(password);
    await page.getByRole('button', { name: 'Lưu' }).click();
    await page.getByText('Đã đặt mật khẩu').waitFor();
    await signIn(page);
    await page.getByRole('link', { name: 'Tài khoản của tôi' }).click();
    await page.getByText('Phiên này').waitFor();
    await page.locator('#factor-password').fill(password);
    await page.getByRole('button', { name: 'Bật xác thực hai bước' }).click();
    const secret = ((await page.locator('code').textContent()) ?? '').replaceAll(' ', '');
    expect(await page.getByRole('img', { name: 'Mã QR' }).isVisible()).toBe(true);
    expect(await isTooWide(page)).toBe(false);
    await page.getByLabel('Mã xác thực').fill(generateSync({ secret, epoch: now / 1_000 }));
    await page.getByRole('button', { name: 'Xác nhận' }).click();
    const [code = ''] = await page.locator('.recovery code').allTextContents();
    expect(await isTooWide(page)).toBe(false);

    await page.getByRole('button', { name: 'Đăng xuất', exact: true }).click();
    await signIn(page);
    await page.getByLabel('Mã xác thực').fill(code);
    await page.getByRole('button', { name: 'Đăng nhập' }).click();
    await page.waitForURL((url) => url.pathname === '/');
    for (const path of ['/people', '/people/2', '/audit', '/account']) {
      await administrator.page.goto(`${web.url}${path}`);
      expect(await isTooWide(administrator.page), path).toBe(false);
    }
    expect([...complaints, ...administrator.complaints]).toEqual([]);
  });
});
