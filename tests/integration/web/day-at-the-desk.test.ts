/** An operator's day in a real browser, job after job, at a desk and on a phone. */

import type { Browser, Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import type { Notification } from '../../../src/core/notices/message.ts';
import { dispatchNext } from '../../../src/monitor/notices/dispatch.ts';
import { notifyIncident } from '../../../src/monitor/notices/notify-incident.ts';
import { renderNotice } from '../../../src/notify/mail/render.ts';
import { getIncident } from '../../../src/store/incidents/incidents.ts';
import { write } from '../../../src/store/write.ts';
import { startWeb } from '../../../src/web/start-web.ts';
import { seedDutyRoom } from '../../support/duty-room.ts';
import { testPlaybook } from '../../support/playbook.ts';
import { seedIncident, seedSite } from '../../support/seed-desk.ts';
import { launchTestBrowser } from '../../support/test-browser.ts';
import { mailBy } from '../../support/test-channels.ts';
import { openTestDesk, type TestDesk } from '../../support/test-desk.ts';

const now = Date.parse('2026-11-21T14:38:00Z');
const sizes = { desktop: { width: 1366, height: 900 }, phone: { width: 390, height: 844 } };

let browser: Browser;
beforeAll(async () => {
  browser = await launchTestBrowser();
});
afterAll(() => browser.close());

async function openRoom() {
  const desk = await openTestDesk({ now, config: { web: { publicUrl: 'http://desk.example' } } });
  const seen = (text: string) => ({ url: 'x', html: `<p>${text}</p>` });
  const pair = { before: seen('Lịch tiếp công dân'), after: seen('Hacked by X') };
  const room = await seedDutyRoom(desk.store, now, { ...pair, doubtful: pair });
  const web = await startWeb(desk.app, '127.0.0.1:0');
  onTestFinished(async () => {
    await web.close();
    await desk.close();
  });
  return { desk, room, web };
}

async function openPage(url: string, viewport: { width: number; height: number }, session: string | null) {
  const context = await browser.newContext({ viewport, locale: 'vi-VN' });
  onTestFinished(() => context.close());
  if (session !== null) await context.addCookies([{ name: 'vonggac-session', value: session, url }]);
  const page = await context.newPage();
  page.setDefaultTimeout(10_000);
  return page;
}

const press = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).click();
const says = (page: Page, text: string) => page.getByText(text).first().waitFor();

/** The message that went out to the first recipient, as the mail program gets it. */
async function message(desk: TestDesk): Promise<string> {
  await desk.store.db.deleteFrom('outbox').execute();
  await write(desk.store.db, async (trx) => {
    const incident = await getIncident(trx, 1);
    if (incident) await notifyIncident(trx, desk.parts, incident, 'opened', now);
  });
  const texts: string[] = [];
  const deliver = async ({ notice }: Notification) => {
    texts.push(renderNotice(notice, { languages: ['vi'], timeZone: 'Asia/Ho_Chi_Minh', playbook: testPlaybook }).text);
    return { status: 'sent', response: '250' } as const;
  };
  while (await dispatchNext({ ...desk.parts, channels: mailBy(deliver, desk.parts.config) }, 'test'));
  return texts.find((text) => text.includes('/acknowledge/')) ?? '';
}

describe.each(Object.entries(sizes))('on a %s', (_, viewport) => {
  test('a portal is registered, announced for maintenance, paused and taken up again', async () => {
    const { desk, web } = await openRoom();
    const page = await openPage(web.url, viewport, await desk.signedIn('administrator'));
    await page.goto(web.url);
    await page.getByRole('link', { name: 'Thêm cổng thông tin' }).click();
    await page.getByLabel('Địa chỉ trang chủ').fill('http://10.1.2.3:99999/');
    await press(page, 'Đăng ký và bắt đầu học');
    expect(await page.getByLabel('Địa chỉ trang chủ').inputValue()).toBe('http://10.1.2.3:99999/');
    await page.getByLabel('Địa chỉ trang chủ').fill('https://thanhnien.anlac.example/');
    await page.getByLabel('Tên cổng').fill('Tỉnh đoàn An Lạc');
    await page.getByLabel('Thư điện tử nhận báo động').fill('truc@donvi.example\nphong@donvi.example');
    await press(page, 'Đăng ký và bắt đầu học');
    await says(page, 'Đã đăng ký cổng.');
    await says(page, 'đang học, đã có 0/5 lượt');

    await page.getByText('Ghi nhận bảo trì').first().click();
    await page.getByLabel('Bắt đầu').fill('2026-11-21T22:00');
    await page.getByLabel('Kết thúc').fill('2026-11-21T23:30');
    await page.getByLabel('Lý do').fill('Nâng cấp máy chủ');
    await press(page, 'Ghi nhận bảo trì');
    await says(page, 'Đã ghi nhận bảo trì.');
    await says(page, '22:00 ngày 21/11/2026');
    await press(page, 'Hủy');
    await says(page, 'Đã kết thúc hoặc hủy bảo trì');

    await page.locator('#pause summary').click();
    await press(page, 'Tạm dừng theo dõi');
    await says(page, 'Đã tạm dừng theo dõi.');
    await press(page, 'Tiếp tục theo dõi');
    await says(page, 'Đã tiếp tục theo dõi.');
  });

  test('a page is looked at more often and learned anew, with the reason', async () => {
    const { desk, web, room } = await openRoom();
    const targetId = `${room.provisionalSiteId}.1`;
    const page = await openPage(web.url, viewport, await desk.signedIn('administrator'));
    await page.goto(`${web.url}/targets/${targetId}`);
    await page.getByLabel('Chu kỳ kiểm tra').selectOption({ label: '1 phút' });
    await press(page, 'Đổi chu kỳ');
    await says(page, 'Đã đổi chu kỳ kiểm tra.');
    await page.getByText('Học lại mẫu chuẩn từ đầu').click();
    await page.getByLabel('Lý do học lại').fill('Cổng đã thay giao diện');
    await press(page, 'Học lại từ đầu');
    await says(page, 'Trang đang được học lại từ đầu');
    const target = await desk.store.db
      .selectFrom('targets')
      .select(['everyMs', 'status'])
      .where('id', '=', targetId)
      .executeTakeFirstOrThrow();
    expect(target).toEqual({ everyMs: 60_000, status: 'learning' });
  });

  test('several incidents are taken on together, and ended together once that is confirmed', async () => {
    const { desk, web } = await openRoom();
    for (const name of ['mot', 'hai']) {
      const url = `https://${name}.example/`;
      const siteId = await seedSite(desk.store, now - 3_600_000, { url });
      const target = {
        targetId: `${siteId}.1`,
        url,
        kind: 'defacement',
        score: 9,
        findings: [],
        checkId: null,
      } as const;
      await seedIncident(desk.store, { siteId, openedAt: now - 60_000, targets: [target] });
    }
    const page = await openPage(web.url, viewport, await desk.signedIn('operator'));
    await page.goto(`${web.url}/incidents`);
    await page.getByLabel('Chọn tất cả').check();
    await page.getByPlaceholder('Ghi chú').fill('Cùng một đợt tấn công');
    await press(page, 'Tiếp nhận');
    await says(page, 'Đã áp dụng cho các sự cố đã chọn.');
    await page.getByLabel('Chọn Sự cố #2').check();
    await page.getByLabel('Chọn Sự cố #3').check();
    await press(page, 'Đã khắc phục');
    await says(page, 'Áp dụng cho các sự cố sau');
    await press(page, 'Đã khắc phục: 2 sự cố');
    await says(page, 'Đã áp dụng cho các sự cố đã chọn.');
    const rows = await desk.store.db.selectFrom('incidents').select('status').orderBy('number').execute();
    expect(rows.map(({ status }) => status)).toEqual(['acknowledged', 'resolved', 'resolved']);
  });

  test('a suspect is dismissed, an incident taken, discussed, looked at again and ended; the shift is handed over', async () => {
    const { desk, web, room } = await openRoom();
    const page = await openPage(web.url, viewport, await desk.signedIn('operator'));
    await page.goto(`${web.url}/suspects`);
    const doubtful = page.locator('.suspect', { hasText: 'Trường Cao đẳng Nghề Đồng Mai' });
    await doubtful.locator('summary').click();
    await doubtful.getByRole('textbox').fill('Bài viết về tác hại của cá cược');
    await doubtful.getByRole('button', { name: 'Không phải tấn công' }).click();
    await says(page, 'Đã ghi nhận không phải tấn công');
    expect(await doubtful.count()).toBe(0);

    await page.goto(`${web.url}/incidents/${room.incidentNumber}`);
    await press(page, 'Tôi xử lý');
    await says(page, 'Đã cập nhật người xử lý.');
    await page.getByLabel('Ý kiến').fill('Đơn vị đang ngắt máy chủ');
    await press(page, 'Thêm ý kiến');
    await says(page, 'Đơn vị đang ngắt máy chủ');
    await press(page, 'Kiểm tra lại ngay');
    await says(page, 'Đã yêu cầu kiểm tra lại ngay.');
    await page.getByText('Bỏ qua thay đổi này').first().click();
    await page.locator('details.ignore[open]').getByLabel('Lý do (bắt buộc)').fill('Đã thống nhất');
    await page.getByRole('button', { name: 'Bỏ qua', exact: true }).first().click();
    await says(page, 'Thay đổi này sẽ được bỏ qua');
    await page.goto(`${web.url}/incidents/${room.incidentNumber}`);
    await page.locator('#resolve summary').click();
    await page.locator('#resolve').getByLabel('Ghi chú').fill('Đã khôi phục từ bản sao lưu');
    await press(page, 'Đã khắc phục');
    await says(page, 'Đã ghi nhận sự cố được khắc phục.');
    await says(page, 'Mở lại sự cố');

    await page.goto(`${web.url}/duty`);
    await page.getByLabel('Ghi chú cho ca sau').fill('Theo dõi tiếp Sở Tài nguyên và Môi trường');
    await press(page, 'Ghi bàn giao');
    await says(page, 'Đã ghi bàn giao.');
    await says(page, 'Theo dõi tiếp Sở Tài nguyên và Môi trường');
  });
});

test('an agency’s officer takes an incident on from the message, on a phone, without an account', async () => {
  const { desk, web } = await openRoom();
  const path = /http:\/\/desk\.example(\/acknowledge\/\S+)/.exec(await message(desk))?.[1];
  const page = await openPage(web.url, sizes.phone, null);
  await page.goto(`${web.url}${path}`);
  await says(page, 'Người tiếp nhận được ghi là');
  expect((await getIncident(desk.store.db, 1))?.status).toBe('open');
  await press(page, 'Xác nhận tiếp nhận');
  await says(page, 'tiếp nhận');
  await expect.poll(async () => (await getIncident(desk.store.db, 1))?.status).toBe('acknowledged');
});
