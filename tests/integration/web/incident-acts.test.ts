/** Comments, assignment, "look again now" and "ignore exactly this change", done by the product's own acts. */
import { expect, onTestFinished, test } from 'vitest';
import type { Read } from '../../../src/core/ports.ts';
import { verifyAudit } from '../../../src/store/records/audit.ts';
import { claimDue } from '../../../src/store/targets/targets.ts';
import {
  finding,
  seedBaseline,
  seedCapture,
  seedCheck,
  seedIncident,
  seedMail,
  seedSite,
} from '../../support/seed-desk.ts';
import { sharedRead } from '../../support/shared-threads.ts';
import { openTestDesk } from '../../support/test-desk.ts';

const now = Date.parse('2026-11-21T14:38:00Z');
const hour = 3_600_000;
const day = 24 * hour;

async function openScene(read: Read = sharedRead) {
  const desk = await openTestDesk({ now, read });
  onTestFinished(desk.close);
  const { store } = desk;
  const url = 'https://so.example/';
  const siteId = await seedSite(store, now - day, { url, agency: 'Sở Mình', paths: ['/tin-tuc'] });
  const otherSiteId = await seedSite(store, now - day, { url: 'https://khac.example/', agency: 'Sở Khác' });
  const captureId = await seedCapture(store, `${siteId}.1`, now - hour, { url, html: '<p>Hacked by X</p>' });
  await seedBaseline(store, `${siteId}.1`, { at: now - day, status: 'approved', captureIds: [captureId] });
  const findings = [finding({ reason: { vi: 'Có câu “hacked by”', en: 'It says “hacked by”' } })];
  const look = { at: now - hour, level: 'alarm', kind: 'defacement', score: 9, captureId, findings } as const;
  const checkId = await seedCheck(store, { ...look, targetId: `${siteId}.1` });
  await seedCheck(store, { ...look, targetId: `${otherSiteId}.1` });
  const fallen = { kind: 'defacement', score: 9, findings, checkId } as const;
  const number = await seedIncident(store, {
    siteId,
    openedAt: now - hour,
    targets: [
      { ...fallen, targetId: `${siteId}.1`, url },
      { ...fallen, targetId: `${siteId}.2`, url: `${url}tin-tuc` },
    ],
  });
  const agencies = await store.db.selectFrom('sites').select(['id', 'agencyId']).execute();
  const agencyOf = (id: number) => agencies.find((site) => site.id === id)?.agencyId ?? 0;
  return {
    ...desk,
    siteId,
    checkId,
    number,
    fingerprint: findings[0]?.fingerprint ?? '',
    ownAgency: agencyOf(siteId),
    otherAgency: agencyOf(otherSiteId),
    idOf: async (name: string) =>
      (await store.db.selectFrom('users').select('id').where('name', '=', name).executeTakeFirstOrThrow()).id,
    acts: async () => (await store.db.selectFrom('audit').select(['act', 'subject', 'detailJson']).execute()).slice(-1),
  };
}

type Scene = Awaited<ReturnType<typeof openScene>>;

const pageOf = async ({ ask, number }: Scene, as: string) => (await ask(`/incidents/${number}`, { as })).text();

test('a comment stands in the log for everybody who sees the incident, escaped and audited', async () => {
  const scene = await openScene();
  const viewer = await scene.signedIn('viewer');
  const token = await scene.signedIn('operator', scene.ownAgency);
  const text = 'Đã gọi <b>anh Nam</b>';
  const answer = await scene.send(`/incidents/${scene.number}/comment`, { comment: text }, token);
  expect(answer.headers.get('location')).toBe(`/incidents/${scene.number}?done=commented`);
  const html = await pageOf(scene, viewer);
  expect(html).toContain('Đã gọi &lt;b&gt;anh Nam&lt;/b&gt;');
  const note = JSON.stringify({ note: text });
  expect(await scene.acts()).toEqual([
    { act: 'incident-noted', subject: `incident ${scene.number}`, detailJson: note },
  ]);
  expect(await verifyAudit(scene.store.db)).toMatchObject({ ok: true });
});

test('an empty comment is refused, and one after the end is kept', async () => {
  const scene = await openScene();
  const token = await scene.signedIn('operator');
  expect((await scene.send(`/incidents/${scene.number}/comment`, { comment: '  ' }, token)).status).toBe(409);
  await scene.send(`/incidents/${scene.number}/resolve`, {}, token);
  expect((await scene.send(`/incidents/${scene.number}/comment`, { comment: 'Do lỗ hổng cũ' }, token)).status).toBe(
    303,
  );
  expect(await pageOf(scene, token)).toContain('Do lỗ hổng cũ');
});

test('an incident is given to somebody, taken over, and given to nobody', async () => {
  const scene = await openScene();
  const token = await scene.signedIn('operator');
  await scene.signedIn('operator', scene.ownAgency);
  const colleague = `operator.${scene.ownAgency}`;
  const path = `/incidents/${scene.number}/assign`;
  await scene.send(path, { assignee: String(await scene.idOf(colleague)) }, token);
  let html = await pageOf(scene, token);
  expect(html).toContain(`<dd>${colleague}</dd>`);
  expect(html).toContain('Giao xử lý cho');
  expect(html).toContain('Tôi xử lý');
  await scene.send(path, { assignee: String(await scene.idOf('operator')) }, token);
  html = await pageOf(scene, token);
  expect(html).toContain('<dd>operator</dd>');
  expect(html).not.toContain('Tôi xử lý');
  await scene.send(path, { assignee: '' }, token);
  expect(await pageOf(scene, token)).toContain('<dd>Chưa giao</dd>');
  expect(await scene.acts()).toMatchObject([{ act: 'incident-unassigned' }]);
});

test('who gets an incident from somebody else is told by mail, once, and nobody who took it themselves', async () => {
  const scene = await openScene();
  const token = await scene.signedIn('operator');
  await scene.signedIn('operator', scene.ownAgency);
  const { db } = scene.store;
  const colleague = await scene.idOf(`operator.${scene.ownAgency}`);
  await db.updateTable('users').set({ email: 'lan@so.example' }).where('id', '=', colleague).execute();
  await db.updateTable('users').set({ email: 'truc@bo.example' }).where('name', '=', 'operator').execute();
  const give = async (to: number | null) =>
    scene.send(`/incidents/${scene.number}/assign`, { assignee: String(to ?? '') }, token);
  const waiting = () =>
    db
      .selectFrom('outbox')
      .innerJoin('notices', 'notices.id', 'outbox.noticeId')
      .select(['outbox.endpoint', 'notices.type', 'notices.payloadJson'])
      .execute();
  await give(colleague);
  await give(colleague);
  const [mail, ...others] = await waiting();
  expect(others).toEqual([]);
  expect(mail).toMatchObject({ endpoint: 'lan@so.example', type: 'incident-assigned' });
  expect(JSON.parse(mail?.payloadJson ?? '{}')).toMatchObject({ by: 'operator', incidentNumber: scene.number });
  await db.updateTable('outbox').set({ status: 'sent' }).execute();
  await give(colleague);
  expect(await waiting()).toHaveLength(1);
  expect(await db.selectFrom('incidentEvents').select('type').where('type', '=', 'assigned').execute()).toHaveLength(1);
  await db.updateTable('outbox').set({ status: 'queued' }).execute();
  await give(null);
  expect(await waiting()).toEqual([]);
  await give(await scene.idOf('operator'));
  expect(await waiting()).toEqual([]);
});

test('only people who may judge the incident are offered and taken', async () => {
  const scene = await openScene();
  const token = await scene.signedIn('operator');
  await scene.signedIn('viewer');
  await scene.signedIn('operator', scene.ownAgency);
  await scene.signedIn('operator', scene.otherAgency);
  const options = async (as: string) => {
    const html = await pageOf(scene, as);
    return [...html.matchAll(/<option value="\d+"[^>]*>([^<]+)/g)].map((match) => match[1]);
  };
  expect(await options(token)).toEqual(expect.arrayContaining(['operator', `operator.${scene.ownAgency}`]));
  expect(await options(token)).not.toContain('viewer');
  expect(await options(token)).not.toContain(`operator.${scene.otherAgency}`);
  const ofAgency = await options(await scene.signedIn('operator', scene.ownAgency));
  expect(ofAgency.filter((name) => name?.startsWith('operator'))).toEqual([`operator.${scene.ownAgency}`]);
  for (const name of ['viewer', `operator.${scene.otherAgency}`]) {
    const fields = { assignee: String(await scene.idOf(name)) };
    expect((await scene.send(`/incidents/${scene.number}/assign`, fields, token)).status, name).toBe(409);
  }
  expect(await pageOf(scene, token)).toContain('<dd>Chưa giao</dd>');
});

test('somebody of an agency gives an incident to no one but colleagues, and learns nobody else’s name by trying', async () => {
  const scene = await openScene();
  await scene.signedIn('administrator');
  const as = await scene.signedIn('operator', scene.ownAgency);
  const give = async (id: number) => scene.send(`/incidents/${scene.number}/assign`, { assignee: String(id) }, as);
  const refused = await give(await scene.idOf('administrator'));
  expect(refused.status).toBe(409);
  const text = async (answer: Response) => /<p class="quote">[^<]*/.exec(await answer.text())?.[0];
  expect(await text(refused)).toBe(await text(await give(99_999)));
  expect(await pageOf(scene, as)).toContain('<dd>Chưa giao</dd>');
  expect((await give(await scene.idOf(`operator.${scene.ownAgency}`))).status).toBe(303);
});

test('"look again now" makes every page of the incident due at once, by browser', async () => {
  const scene = await openScene();
  const token = await scene.signedIn('operator');
  const later = { nextCheckAt: now + hour, nextTier: 'http', cleanEtagJson: '{}' } as const;
  await scene.store.db.updateTable('targets').set(later).execute();
  const answer = await scene.send(`/incidents/${scene.number}/look-again`, {}, token);
  expect(answer.headers.get('location')).toBe(`/incidents/${scene.number}?done=look-asked`);
  const columns = ['siteId', 'nextCheckAt', 'nextTier', 'cleanEtagJson'] as const;
  const targets = await scene.store.db.selectFrom('targets').select(columns).execute();
  const due = { siteId: scene.siteId, nextCheckAt: now, nextTier: 'browser', cleanEtagJson: null };
  const { siteId } = scene;
  expect(targets.filter((target) => target.siteId === siteId)).toEqual([due, due]);
  expect(targets.filter((target) => target.siteId !== siteId)).toMatchObject([later]);
  expect(await scene.acts()).toMatchObject([{ act: 'look-asked', subject: `target ${siteId}.2` }]);
  const places = { limit: 5, inFlight: [], perHost: 2, perSite: 2, leaseMs: hour, owner: 'a daemon' };
  const claimed = await claimDue(scene.store.db, { ...places, now, tier: 'browser' });
  expect(claimed.map((target) => target.id)).toEqual([`${siteId}.1`, `${siteId}.2`]);
});

test('a paused site is not looked at again, and nothing is changed', async () => {
  const scene = await openScene();
  const token = await scene.signedIn('operator');
  await scene.store.db.updateTable('sites').set({ status: 'paused' }).execute();
  const before = await scene.store.db.selectFrom('targets').select('nextCheckAt').execute();
  const answer = await scene.send(`/looks/${scene.checkId}/look-again`, {}, token);
  expect(answer.status).toBe(409);
  expect(await answer.text()).toContain('tạm dừng theo dõi');
  expect(await scene.store.db.selectFrom('targets').select('nextCheckAt').execute()).toEqual(before);
});

test('exactly this change is ignored, on this site alone, for the days chosen', async () => {
  const scene = await openScene();
  const token = await scene.signedIn('operator');
  const { fingerprint, siteId, checkId, number } = scene;
  expect(await pageOf(scene, token)).toContain(`value="${fingerprint}"`);
  const fields = { fingerprint, days: '30', incident: String(number), note: 'Biểu ngữ lễ' };
  const answer = await scene.send(`/looks/${checkId}/ignore`, fields, token);
  expect(answer.headers.get('location')).toBe(`/incidents/${number}?done=ignored`);
  const ignored = await scene.store.db.selectFrom('ignoredChanges').selectAll().execute();
  expect(ignored).toEqual([
    { fingerprint, siteId, createdAt: now, createdBy: 'operator', expiresAt: now + 30 * day, note: 'Biểu ngữ lễ' },
  ]);
  expect(await scene.acts()).toMatchObject([{ act: 'change-ignored', subject: `change ${fingerprint}` }]);
});

test.each([
  ['a change of another look', { fingerprint: 'title-changed:00', days: '7' }],
  ['a time that is not offered', { days: '3650' }],
])('%s is not ignored', async (_, fields) => {
  const scene = await openScene();
  const token = await scene.signedIn('operator');
  const sent = { fingerprint: scene.fingerprint, ...fields };
  expect((await scene.send(`/looks/${scene.checkId}/ignore`, sent, token)).status).toBe(404);
  expect(await scene.store.db.selectFrom('ignoredChanges').selectAll().execute()).toEqual([]);
});

test('the sources and the routes of baseline and look are compared as text', async () => {
  const scene = await openScene();
  const { store, siteId } = scene;
  const url = 'https://so.example/';
  const hop = (address: string) => [{ url, status: 200, address, via: 'request', certificate: null } as const];
  const before = await seedCapture(store, `${siteId}.2`, now - day, {
    url,
    html: '<p>a</p>\n',
    hops: hop('192.0.2.1'),
  });
  await seedBaseline(store, `${siteId}.2`, { at: now - day, status: 'approved', captureIds: [before] });
  const html = '<p>a</p>\n<script src="//x.example/&amp;"></script>';
  const headers = [['Server', 'Apache'] as const];
  const seen = { url, html, hops: hop('192.0.2.2'), headers };
  const captureId = await seedCapture(store, `${siteId}.2`, now - hour, seen);
  const id = await seedCheck(store, { targetId: `${siteId}.2`, at: now - hour, level: 'alarm', captureId });
  const token = await scene.signedIn('viewer');
  const page = await (await scene.ask(`/looks/${id}`, { as: token })).text();
  expect(page).toContain(`href="/looks/${id}/source-difference"`);
  const text = await (await scene.ask(`/looks/${id}/source-difference`, { as: token })).text();
  expect(text).toContain('<ins>&lt;script src=&quot;//x.example/&amp;amp;&quot;&gt;&lt;/script&gt;</ins>');
  expect(text).toContain('<del>192.0.2.1</del>');
  expect(text).toContain('<ins>192.0.2.2</ins>');
  expect(text).toContain('<ins>Apache</ins>');
  expect(text).toContain('0 dòng bị xóa, 1 dòng thêm vào');
});

test('versions that hold up whoever compares them: every page says so and shows the rest', async () => {
  const scene = await openScene(async () => null);
  const token = await scene.signedIn('viewer');
  const pages = [`/incidents/${scene.number}`, `/looks/${scene.checkId}`, `/looks/${scene.checkId}/source-difference`];
  for (const path of pages) {
    const answer = await scene.ask(path, { as: token });
    expect(answer.status).toBe(200);
    const html = await answer.text();
    expect(html).toContain('Không so sánh được hai bản trong thời gian cho phép');
    expect(html).toContain('so.example');
  }
});

test('the page says what to do first while the incident lives, and what remains afterwards', async () => {
  const scene = await openScene();
  const token = await scene.signedIn('operator');
  const html = await pageOf(scene, token);
  expect(html).toContain('Việc cần làm ngay');
  expect(html).toContain('Giữ nguyên hiện trạng');
  await scene.send(`/incidents/${scene.number}/resolve`, {}, token);
  const after = await pageOf(scene, token);
  expect(after).toContain('Việc cần làm tiếp');
  expect(after).not.toContain('Giữ nguyên hiện trạng');
});

test('the looks at every page of the incident are drawn over time', async () => {
  const scene = await openScene();
  const html = await pageOf(scene, await scene.signedIn('viewer'));
  expect(html).toContain(`<div class="timeline-row"><a href="/targets/${scene.siteId}.1">so.example</a>`);
  expect(html).toContain(`<div class="timeline-row"><a href="/targets/${scene.siteId}.2">so.example/tin-tuc</a>`);
  expect(html).toContain(`/incidents/${scene.number}?span=week`);
});

test('an agency reads whom of its own was mailed, and that others were, without their addresses', async () => {
  const scene = await openScene();
  const mail = { incidentNumber: scene.number, type: 'incident-opened', at: now - hour } as const;
  await seedMail(scene.store, { ...mail, recipient: 'truc@so.example', status: 'sent' });
  const lastError = '550 no such user dieu-phoi@bo.example';
  await seedMail(scene.store, { ...mail, recipient: 'dieu-phoi@bo.example', status: 'dead', lastError });
  const called = {
    incidentNumber: scene.number,
    at: now,
    actor: 'system',
    type: 'unowned',
    note: 'truong-ca@bo.example',
  };
  await scene.store.db.insertInto('incidentEvents').values(called).execute();
  const own = await pageOf(scene, await scene.signedIn('operator', scene.ownAgency));
  expect(own).toContain('truc@so.example');
  expect(own).toContain('Người nhận ngoài cơ quan');
  expect(own).not.toContain('@bo.example');
  const whole = await pageOf(scene, await scene.signedIn('viewer'));
  expect(whole).toContain('dieu-phoi@bo.example');
  expect(whole).toContain('truong-ca@bo.example');
});

test('a false alarm does not shorten for how long somebody ignored one of its changes', async () => {
  const scene = await openScene();
  const token = await scene.signedIn('operator');
  const fields = { fingerprint: scene.fingerprint, days: '30', note: 'tin bài dài ngày' };
  await scene.send(`/looks/${scene.checkId}/ignore`, fields, token);
  await scene.send(`/incidents/${scene.number}/dismiss`, { note: 'báo động giả' }, token);
  const ignored = await scene.store.db.selectFrom('ignoredChanges').select(['expiresAt', 'note']).execute();
  expect(ignored).toEqual([{ expiresAt: now + 30 * day, note: 'tin bài dài ngày' }]);
});
