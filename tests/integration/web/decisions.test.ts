/** Decisions and their way back: what follows is said, a reason is asked for, and undoing costs nobody a mail. */
import { AxeBuilder } from '@axe-core/playwright';
import type { Browser } from 'playwright';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { newTargetState } from '../../../src/core/judge/confirm.ts';
import { targetState } from '../../../src/store/codecs/target-codecs.ts';
import { getIncident } from '../../../src/store/incidents/incidents.ts';
import { startWeb } from '../../../src/web/start-web.ts';
import { finding, seedCheck, seedIncident, seedSite, seedSuspect, setTarget } from '../../support/seed-desk.ts';
import { launchTestBrowser } from '../../support/test-browser.ts';
import { openTestDesk } from '../../support/test-desk.ts';

const now = Date.parse('2026-11-21T14:38:00Z');
const minute = 60_000;
const change = {
  ...finding({ reason: { vi: 'Tiêu đề khác hẳn', en: 'Another title' } }),
  fingerprint: 'title-changed:aa',
};

let browser: Browser;
beforeAll(async () => {
  browser = await launchTestBrowser();
});
afterAll(() => browser.close());

async function openScene() {
  const desk = await openTestDesk({ now, config: { web: { publicUrl: 'http://desk.example' } } });
  onTestFinished(() => desk.close());
  const { store } = desk;
  const siteId = await seedSite(store, now - 90 * minute, {
    url: 'https://so.example/',
    agency: 'UBND tỉnh An Lạc',
    recipients: ['truc@co-quan.example'],
    paths: ['/tin'],
  });
  const seen = { targetId: `${siteId}.1`, kind: 'defacement', score: 6, findings: [change] } as const;
  const checkId = await seedCheck(store, { ...seen, at: now - minute, level: 'suspect' });
  const as = await desk.signedIn('operator');
  const suspect = async () => {
    const row = {
      siteId,
      targetId: seen.targetId,
      fingerprint: 'title-changed:aa',
      kind: 'defacement',
      score: 6,
      checkId,
    };
    return seedSuspect(store, row, [now - minute]);
  };
  const incident = () => {
    const target = { ...seen, url: 'https://so.example/', checkId };
    return seedIncident(store, { siteId, openedAt: now - minute, targets: [target] });
  };
  const mails = () =>
    store.db
      .selectFrom('outbox')
      .innerJoin('notices', 'notices.id', 'outbox.noticeId')
      .select(['notices.type', 'outbox.endpoint', 'outbox.nextAttemptAt'])
      .orderBy('outbox.id')
      .execute();
  const html = async (path: string) => (await desk.ask(path, { as })).text();
  const send = (path: string, fields: Record<string, string> = {}) => desk.send(path, fields, as);
  return { desk, store, siteId, as, suspect, incident, mails, html, send };
}

describe('a suspect', () => {
  test('is promoted after the mail was shown as the agency will get it, and looking at it changes nothing', async () => {
    const { suspect, html, send, mails, store } = await openScene();
    const id = await suspect();
    const page = await html(`/suspects/${id}/promote`);
    expect(page).toContain('truc@co-quan.example');
    expect(page).toContain('[Vọng Gác] THAY ĐỔI GIAO DIỆN');
    expect(page).toContain('Tiêu đề khác hẳn');
    expect(await mails()).toEqual([]);
    expect(await store.db.selectFrom('incidents').selectAll().execute()).toEqual([]);
    const look = /name="look" value="(\d+)"/.exec(page)?.[1] ?? '';
    expect((await send(`/suspects/${id}/promote`, { look })).headers.get('location')).toBe(
      '/incidents/1?done=suspect-promoted',
    );
    expect(await mails()).toEqual([
      { type: 'incident-opened', endpoint: 'truc@co-quan.example', nextAttemptAt: now + 15_000 },
    ]);
  });

  test('is no attack only with a reason, and comes back when that was a mistake', async () => {
    const { suspect, send, store, html } = await openScene();
    const id = await suspect();
    expect(await html('/suspects')).toContain('được bỏ qua trong 7 ngày');
    expect((await send(`/suspects/${id}/dismiss`, { note: '  ' })).status).toBe(409);
    await send(`/suspects/${id}/dismiss`, { note: 'bài mới' });
    const muted = () => store.db.selectFrom('ignoredChanges').select('fingerprint').execute();
    expect(await muted()).toHaveLength(1);
    expect(await html(`/suspects?done=suspect-dismissed&undo=${id}`)).toContain('Hoàn tác');
    await send(`/suspects/${id}/restore`);
    expect(await muted()).toEqual([]);
    expect(await html('/suspects')).toContain(`/suspects/${id}/dismiss`);
    const acts = await store.db.selectFrom('audit').select('act').orderBy('seq').execute();
    expect(acts.map(({ act }) => act)).toEqual(['signed-in', 'suspect-dismissed', 'suspect-restored']);
  });

  test('says who reviews it', async () => {
    const { suspect, send, html, as, desk } = await openScene();
    const id = await suspect();
    const user = /name="assignee" value="(\d+)"/.exec(await html('/suspects'))?.[1] ?? '';
    await send(`/suspects/${id}/assign`, { assignee: user });
    expect(await (await desk.ask('/suspects', { as })).text()).toContain('Người xem xét: operator');
  });
});

describe('an incident', () => {
  test('belongs to whoever acknowledges it, and to nobody once that is taken back', async () => {
    const { incident, send, store, html } = await openScene();
    const number = await incident();
    const assignee = () =>
      store.db
        .selectFrom('incidents')
        .leftJoin('users', 'users.id', 'incidents.assigneeId')
        .select(['incidents.status', 'users.name'])
        .executeTakeFirstOrThrow();
    await send(`/incidents/${number}/acknowledge`);
    expect(await assignee()).toEqual({ status: 'acknowledged', name: 'operator' });
    expect(await html(`/incidents/${number}?done=acknowledged`)).toContain('Hoàn tác');
    await send(`/incidents/${number}/undo`);
    expect(await assignee()).toEqual({ status: 'open', name: null });
  });

  test.each([
    ['resolve', { note: '' }],
    ['dismiss', { note: 'bài mới' }],
  ])('that was ended by %s is open again within its 15 seconds, and nobody was mailed', async (end, fields) => {
    const { incident, send, store, mails } = await openScene();
    const number = await incident();
    await send(`/incidents/${number}/${end}`, fields);
    for (const { nextAttemptAt } of await mails()) expect(nextAttemptAt).toBeGreaterThanOrEqual(now + 15_000);
    await send(`/incidents/${number}/undo`);
    expect(await getIncident(store.db, number)).toMatchObject({ status: 'open', endedAt: null });
    expect((await mails()).filter(({ type }) => type === 'incident-resolved')).toEqual([]);
    expect(await store.db.selectFrom('ignoredChanges').selectAll().execute()).toEqual([]);
    const acts = await store.db.selectFrom('audit').select('act').orderBy('seq').execute();
    expect(acts.map(({ act }) => act).at(-1)).toBe('incident-reopened');
  });

  test('that was promoted, dismissed and taken back before its mail left is announced as new: nobody knows of it', async () => {
    const { suspect, html, send, mails, store } = await openScene();
    const id = await suspect();
    const look = /name="look" value="(\d+)"/.exec(await html(`/suspects/${id}/promote`))?.[1] ?? '';
    await send(`/suspects/${id}/promote`, { look });
    await send('/incidents/1/dismiss', { note: 'bài mới' });
    await send('/incidents/1/undo');
    expect((await mails()).map(({ type, endpoint }) => [type, endpoint])).toEqual([
      ['incident-opened', 'truc@co-quan.example'],
    ]);
    const log = await store.db.selectFrom('incidentEvents').select('type').orderBy('id').execute();
    expect(log.map(({ type }) => type)).toEqual(['promoted', 'dismissed', 'reopened']);
  });

  test('that was a false alarm has a reason, and its page says nothing of a way in that is left', async () => {
    const { incident, send, html } = await openScene();
    const number = await incident();
    expect((await send(`/incidents/${number}/dismiss`)).status).toBe(409);
    await send(`/incidents/${number}/dismiss`, { note: 'bài mới' });
    const page = await html(`/incidents/${number}`);
    expect(page).toContain('Mở lại sự cố');
    expect(page).not.toContain('Việc cần làm tiếp');
  });
});

test('what is being confirmed is said to be so on the board and in the queue', async () => {
  const { store, siteId, html } = await openScene();
  const votes = [{ at: now, level: 'suspect' as const, kind: 'defacement' as const }];
  const stateJson = targetState.encode({ ...newTargetState(now), status: 'pending', votes });
  await setTarget(store, `${siteId}.1`, { status: 'pending', stateJson, nextCheckAt: now + minute });
  expect(await html('/')).toMatch(/row-confirming[\s\S]*Đang xác nhận/);
  const queue = await html('/suspects');
  expect(queue).toContain('Đang xác nhận');
  expect(queue).toContain('1/1 lượt bất thường, xác nhận sau tối đa 3 lượt');
});

test('however many are being confirmed, the queue tells of as many as the board', async () => {
  const desk = await openTestDesk({ now });
  onTestFinished(() => desk.close());
  const votes = [{ at: now, level: 'suspect' as const, kind: 'defacement' as const }];
  const stateJson = targetState.encode({ ...newTargetState(now), status: 'pending', votes });
  for (let n = 1; n <= 53; n += 1) {
    const id = await seedSite(desk.store, now - minute, { url: `https://cong-${n}.example/` });
    await setTarget(desk.store, `${id}.1`, { status: 'pending', stateJson, nextCheckAt: now + minute });
  }
  const as = await desk.signedIn('viewer');
  const queue = await (await desk.ask('/suspects', { as })).text();
  expect(queue).toContain('Còn 3 trang khác đang xác nhận');
  expect(queue).toContain('href="/?state=confirming"');
  expect(await (await desk.ask('/?state=confirming', { as })).text()).toMatch(/tile-confirming[\s\S]{0,400}53/);
});

/** Axe needs scripts, so who has none goes the way again without it. */
test.each([
  ['desktop', { width: 1366, height: 900 }],
  ['phone', { width: 390, height: 844 }],
])('on a %s without script every decision has its way and its way back', async (_, viewport) => {
  const { desk, suspect, incident, as, mails } = await openScene();
  await suspect();
  const web = await startWeb(desk.app, '127.0.0.1:0');
  const context = await browser.newContext({ viewport, locale: 'vi-VN', javaScriptEnabled: false });
  onTestFinished(async () => {
    await context.close();
    await web.close();
  });
  await context.addCookies([{ name: 'vonggac-session', value: as, url: web.url }]);
  const page = await context.newPage();
  const undo = async (said: string) => {
    await page.getByRole('button', { name: 'Hoàn tác' }).click();
    await page.getByText(said).waitFor();
  };
  await page.goto(`${web.url}/suspects`);
  await page.getByText('Không phải tấn công').first().click();
  await page.getByLabel('Lý do (bắt buộc)').first().fill('Bài mới');
  await page.getByRole('button', { name: 'Không phải tấn công' }).click();
  await undo('Đã đưa nghi vấn trở lại');
  const path = `${web.url}/incidents/${await incident()}`;
  await page.goto(path);
  await page.getByRole('button', { name: 'Tiếp nhận', exact: true }).first().click();
  await undo('Đã hoàn tác.');
  for (const [sheet, button] of [
    ['resolve', 'Kết thúc'],
    ['dismiss', 'Báo động giả'],
  ]) {
    await page.goto(path);
    await page.locator(`#${sheet} summary`).click();
    await page.locator(`#${sheet} textarea`).fill('Đã xem');
    await page.locator(`#${sheet} button`).click();
    expect([button, await page.getByText('Thư về quyết định này được gửi sau 15 giây.').count()]).toEqual([button, 1]);
    await undo('Đã hoàn tác.');
  }
  expect((await mails()).map(({ type }) => type)).not.toContain('incident-resolved');
  // An ignored change too, where it stands.
  await page.goto(path);
  await page.locator('.ignore summary').first().click();
  await page.locator('.ignore input[name="note"]').first().fill('Quen thuộc');
  await page.locator('.ignore button').first().click();
  await page.getByRole('button', { name: 'Bỏ chế độ bỏ qua' }).first().click();
  await page.locator('.banner-good').waitFor();
  expect(new URL(page.url()).pathname).toBe(new URL(path).pathname);
  expect(await desk.store.db.selectFrom('ignoredChanges').selectAll().execute()).toEqual([]);
});

describe.each([
  ['desktop', { width: 1366, height: 900 }],
  ['phone', { width: 390, height: 844 }],
])('on a %s', (name, viewport) => {
  test('a suspect is promoted and the incident dismissed and taken back, without a barrier', async () => {
    const { desk, suspect, as } = await openScene();
    const id = await suspect();
    const web = await startWeb(desk.app, '127.0.0.1:0');
    onTestFinished(() => web.close());
    const context = await browser.newContext({ viewport, locale: 'vi-VN' });
    onTestFinished(() => context.close());
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
    await page.goto(`${web.url}/suspects`);
    await page.locator('.suspect summary').click();
    await isClean('suspects');
    await page.getByRole('link', { name: 'Nâng thành sự cố và báo cơ quan' }).click();
    await page.waitForURL(`${web.url}/suspects/${id}/promote`);
    await isClean('promote');
    await page.getByRole('button', { name: 'Nâng thành sự cố và báo cơ quan' }).click();
    await page.getByText('Đã nâng nghi vấn thành sự cố').waitFor();
    await page.locator('#dismiss summary').click();
    await page.locator('#dismiss').getByLabel('Lý do (bắt buộc)').fill('Bài mới của cơ quan');
    await isClean('incident');
    await page.getByRole('button', { name: 'Báo động giả' }).click();
    await page.getByRole('button', { name: 'Hoàn tác' }).click();
    await page.getByText('Đã hoàn tác.').waitFor();
    await isClean('undone');
  });
});
