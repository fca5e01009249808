/** At a desk the board shows 25 portals without scrolling, one line each. */
import { expect, onTestFinished, test } from 'vitest';
import { startWeb } from '../../../src/web/start-web.ts';
import { seedBaseline, seedCheck, seedSite, setTarget } from '../../support/seed-desk.ts';
import { launchTestBrowser } from '../../support/test-browser.ts';
import { openTestDesk } from '../../support/test-desk.ts';

const now = Date.parse('2026-11-21T14:38:00Z');
const minute = 60_000;

test('25 portals with long names, tags and suspects fit a screen of 1366 by 900', async () => {
  const desk = await openTestDesk({ now });
  const web = await startWeb(desk.app, '127.0.0.1:0');
  const browser = await launchTestBrowser();
  const page = await browser.newPage({ locale: 'vi-VN', viewport: { width: 1366, height: 900 } });
  onTestFinished(async () => {
    await browser.close();
    await web.close();
    await desk.close();
  });
  for (let n = 1; n <= 25; n += 1) {
    await seedSite(desk.store, now - 90 * minute, {
      url: `https://so-tai-nguyen-va-moi-truong-${n}.example/`,
      name: `Sở Tài nguyên và Môi trường tỉnh Hải Thanh số ${n}`,
      agency: 'Ủy ban nhân dân tỉnh Hải Thanh',
      tags: n % 3 === 0 ? ['dịch vụ công', 'đợt 1', 'máy chủ dùng chung'].map((name) => ({ name, key: name })) : [],
      importance: n % 5 === 0 ? 'high' : 'normal',
    });
    const level = n % 6 === 0 ? 'suspect' : 'clean';
    await seedBaseline(desk.store, `${n}.1`, { at: now, status: 'approved' });
    const look = {
      targetId: `${n}.1`,
      at: now - n * 10_000,
      level,
      kind: level === 'clean' ? null : 'defacement',
    } as const;
    await seedCheck(desk.store, look);
    await setTarget(desk.store, `${n}.1`, { status: 'ok' });
  }
  await page.context().addCookies([{ name: 'vonggac-session', value: await desk.signedIn('operator'), url: web.url }]);
  await page.goto(web.url);
  const rows = page.locator('.sites tbody tr');
  const boxes = await Promise.all((await rows.all()).map((row) => row.boundingBox()));
  expect(boxes).toHaveLength(25);
  const last = boxes.at(-1);
  expect((last?.y ?? 0) + (last?.height ?? 0)).toBeLessThanOrEqual(900);
});
