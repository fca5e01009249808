/** A page's own page: what is learned of it, and what people decide about it. */
import { sql } from 'kysely';
import { expect, onTestFinished, test } from 'vitest';
import { lookAt } from '../../../src/core/facts/look.ts';
import { toBase64 } from '../../../src/core/learned/base64.ts';
import { learnBaseline } from '../../../src/core/learned/baseline.ts';
import { restingAt } from '../../../src/core/timetable.ts';
import { getTarget } from '../../../src/store/targets/targets.ts';
import { captureFrom } from '../../support/captures.ts';
import {
  seedBaseline,
  seedCapture,
  seedCheck,
  seedIncident,
  seedSite,
  seedSuspect,
  setTarget,
} from '../../support/seed-desk.ts';
import { openTestDesk } from '../../support/test-desk.ts';
import { drawPage } from '../../support/test-pictures.ts';

const now = Date.parse('2026-11-21T14:38:00Z');
const minute = 60_000;
const url = 'https://cong.example/';
const html = `<title>Cổng &lt;b&gt;tỉnh</title><p>Ủy ban nhân dân họp phiên thường kỳ tháng mười một</p>
  <a href="https://ban.example/x">Bạn</a><script src="https://may.example/a.js"></script>`;

async function openScene() {
  const desk = await openTestDesk({ now });
  onTestFinished(desk.close);
  const site = await seedSite(desk.store, now - 60 * minute, { url });
  const id = `${site}.1`;
  const picture = {
    rendererVersion: 'test',
    looks: 6,
    tilePx: 20,
    widthPx: 400,
    columns: 20,
    rows: 15,
    rgb: '',
    spread: toBase64(Uint8Array.from({ length: 300 }, (_, tile) => (tile < 3 ? 200 : 0))),
    images: [],
  };
  const learned = learnBaseline([lookAt(captureFrom(html, { url }), null)], now);
  await seedBaseline(desk.store, id, { at: now - minute, status: 'approved', content: { ...learned, picture } });
  const screenshot = drawPage(400, 300, 1);
  const captureId = await seedCapture(desk.store, id, now, { url, html, screenshot, widthPx: 400, heightPx: 300 });
  const checkId = await seedCheck(desk.store, { targetId: id, at: now, captureId });
  const audited = async () => {
    const rows = await desk.store.db.selectFrom('audit').selectAll().where('act', '!=', 'signed-in').execute();
    return rows.map(({ actor, act, subject, detailJson }) => [actor, act, subject, JSON.parse(detailJson)]);
  };
  return { desk, id, site, checkId, audited };
}

test('says what is learned, as text, with what moves drawn over the latest picture', async () => {
  const { desk, id, checkId } = await openScene();
  const page = await (await desk.ask(`/targets/${id}`, { as: await desk.signedIn('viewer') })).text();
  expect(page).toContain('Cổng &lt;b&gt;tỉnh');
  expect(page).not.toContain('<b>tỉnh');
  expect(page).toContain('<li>ban.example</li>');
  expect(page).not.toContain('href="https://ban.example');
  expect(page).toContain('<li>may.example</li>');
  expect(page).toContain(`src="/looks/${checkId}/pictures/after/small"`);
  expect(page).toContain('<svg class="moving" viewBox="0 0 400 300"');
  expect(page).toContain('<rect class="restless" x="0" y="0" width="60" height="20"');
  expect(page).not.toContain('/relearn');
  expect(page).not.toContain('/interval');
});

test('learning anew needs a reason, which is recorded', async () => {
  const { desk, id, audited } = await openScene();
  const as = await desk.signedIn('approver');
  const refused = await desk.send(`/targets/${id}/relearn`, { reason: '  ' }, as);
  expect(await refused.text()).toContain('Cần ghi lý do học lại.');
  expect((await getTarget(desk.store.db, id))?.baselineVersion).toBe(1);
  const answer = await desk.send(`/targets/${id}/relearn`, { reason: 'Giao diện mới' }, as);
  expect(answer.headers.get('location')).toBe(`/targets/${id}?done=relearning`);
  expect(await getTarget(desk.store.db, id)).toMatchObject({ baselineVersion: 0, status: 'learning' });
  expect(await audited()).toEqual([['approver', 'baseline-relearned', `target ${id}`, { reason: 'Giao diện mới' }]]);
  const page = await (await desk.ask(`/targets/${id}?done=relearning`, { as })).text();
  expect(page).toContain('đang học, đã có 0/5 lượt');
  expect(page).not.toContain('id="learned"');
});

test('what was just learned is approved by the look that finished it, as the page offers', async () => {
  const { desk, id, checkId } = await openScene();
  const { db } = desk.store;
  const as = await desk.signedIn('approver');
  const { captureId } = await db.selectFrom('checks').select('captureId').executeTakeFirstOrThrow();
  await sql`update checks set "baselineVersion" = 0`.execute(db);
  await db
    .insertInto('baselineCaptures')
    .values({ targetId: id, profile: 'browser', version: 1, captureId: captureId ?? 0 })
    .execute();
  await db.updateTable('baselines').set({ status: 'provisional', approvedAt: null, approvedBy: null }).execute();
  const text = async (path: string) => (await desk.ask(path, { as })).text();
  expect(await text(`/targets/${id}`)).toContain(`href="/looks/${checkId}#approve-${checkId}"`);
  expect(await text(`/looks/${checkId}`)).toContain(`action="/looks/${checkId}/approve"`);
  expect((await desk.send(`/looks/${checkId}/approve`, { reason: 'đúng' }, as)).status).toBe(303);
  expect(await text(`/looks/${checkId}`)).not.toContain(`action="/looks/${checkId}/approve"`);
});

test('no next look is promised where none is made: while paused, and of a found page that rests', async () => {
  const { desk, id, site } = await openScene();
  const as = await desk.signedIn('administrator');
  const says = async () =>
    Promise.all(
      [`/targets/${id}`, `/sites/${site}`].map(async (path) => {
        return /Lượt kế tiếp/.test(await (await desk.ask(path, { as })).text());
      }),
    );
  expect(await says()).toEqual([true, true]);
  await desk.send(`/sites/${site}/pause`, {}, as);
  expect(await says()).toEqual([false, false]);
  await desk.send(`/sites/${site}/resume`, {}, as);
  await setTarget(desk.store, id, { role: 'found', nextCheckAt: restingAt });
  expect((await says())[0]).toBe(false);
});

test('what waited of a page that is learned anew leaves the queue, for nothing else would ever close it', async () => {
  const { desk, id, site, checkId } = await openScene();
  const change = { siteId: site, targetId: id, checkId, fingerprint: 'title-changed:aa', kind: 'defacement', score: 3 };
  await seedSuspect(desk.store, change, [now]);
  await desk.send(`/targets/${id}/relearn`, { reason: 'Giao diện mới' }, await desk.signedIn('approver'));
  expect(await desk.store.db.selectFrom('suspects').select(['status', 'endedAt']).execute()).toEqual([
    { status: 'closed', endedAt: now },
  ]);
});

test('a page under attack is not learned anew', async () => {
  const { desk, id, site, checkId } = await openScene();
  const target = { targetId: id, url, kind: 'defacement', score: 9, findings: [], checkId } as const;
  await seedIncident(desk.store, { siteId: site, openedAt: now, targets: [target] });
  const row = await getTarget(desk.store.db, id);
  const stateJson = JSON.stringify({ ...JSON.parse(row?.stateJson ?? ''), status: 'firing' });
  await desk.store.db.updateTable('targets').set({ stateJson }).where('id', '=', id).execute();
  const answer = await desk.send(`/targets/${id}/relearn`, { reason: 'x' }, await desk.signedIn('approver'));
  expect(await answer.text()).toContain('đang có sự cố mở');
  expect((await getTarget(desk.store.db, id))?.baselineVersion).toBe(1);
});

test('a shorter time between looks holds at once, and goes back to the configured one', async () => {
  const { desk, id, audited } = await openScene();
  const as = await desk.signedIn('operator');
  const answer = await desk.send(`/targets/${id}/interval`, { every: '60000' }, as);
  expect(answer.headers.get('location')).toBe(`/targets/${id}?done=interval-changed`);
  expect(await getTarget(desk.store.db, id)).toMatchObject({ everyMs: minute, nextCheckAt: now + minute });
  await desk.send(`/targets/${id}/interval`, { every: '' }, as);
  expect(await getTarget(desk.store.db, id)).toMatchObject({ everyMs: null, nextCheckAt: now + minute });
  const subject = `target ${id}`;
  expect(await audited()).toEqual([
    ['operator', 'interval-changed', subject, { fromMinutes: null, toMinutes: 1 }],
    ['operator', 'interval-changed', subject, { fromMinutes: 1, toMinutes: null }],
  ]);
});

test('an interval that is not offered is the configured one', async () => {
  const { desk, id } = await openScene();
  await desk.send(`/targets/${id}/interval`, { every: '1' }, await desk.signedIn('operator'));
  expect((await getTarget(desk.store.db, id))?.everyMs).toBeNull();
});
