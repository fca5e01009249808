/** What people decide at the dashboard is done by the product's own acts. */

import { load } from 'cheerio';
import { expect, onTestFinished, test } from 'vitest';
import { VonggacError } from '../../../src/core/errors.ts';
import { newTargetState } from '../../../src/core/judge/confirm.ts';
import { type Actor, assertMay } from '../../../src/core/people/actor.ts';
import { incidentFingerprints } from '../../../src/store/codecs/incident-codecs.ts';
import { targetState } from '../../../src/store/codecs/target-codecs.ts';
import { getTarget, stateOf } from '../../../src/store/targets/targets.ts';
import {
  finding,
  seedBaseline,
  seedCapture,
  seedCheck,
  seedIncident,
  seedSite,
  seedSuspect,
  setTarget,
} from '../../support/seed-desk.ts';
import { type DeskOptions, openTestDesk } from '../../support/test-desk.ts';
import { drawPage } from '../../support/test-pictures.ts';

const now = Date.parse('2026-11-21T14:38:00Z');
const hour = 3_600_000;

async function openScene(acts: DeskOptions['acts'] = {}) {
  const desk = await openTestDesk({ now, acts });
  onTestFinished(desk.close);
  const url = 'https://so.example/';
  const siteId = await seedSite(desk.store, now - 24 * hour, { url });
  const targetId = `${siteId}.1`;
  const size = { widthPx: 400, heightPx: 300 };
  const old = { url, html: '<p>Ủy ban họp</p>', screenshot: drawPage(400, 300, 1), ...size };
  const captured = { url, html: '<p>Hacked by X</p>', screenshot: drawPage(400, 300, 9), ...size };
  const beforeId = await seedCapture(desk.store, targetId, now - 20 * hour, old);
  await seedBaseline(desk.store, targetId, { at: now - 20 * hour, status: 'approved', captureIds: [beforeId] });
  const captureId = await seedCapture(desk.store, targetId, now - hour, captured);
  const reason = { vi: 'Có câu “hacked by”', en: 'It says “hacked by”' };
  const findings = [finding({ reason })];
  const look = { targetId, at: now - hour, level: 'alarm', kind: 'defacement', score: 9, captureId, findings } as const;
  const checkId = await seedCheck(desk.store, look);
  return { ...desk, desk, siteId, targetId, checkId, url, findings };
}

async function openIncident(scene: Awaited<ReturnType<typeof openScene>>): Promise<number> {
  const { store, siteId, targetId, checkId, url, findings } = scene;
  const target = { targetId, url, kind: 'defacement', score: 9, findings, checkId } as const;
  return seedIncident(store, { siteId, openedAt: now - hour, targets: [target] });
}

test('acknowledging shows who took it on, with the note in the log', async () => {
  const scene = await openScene();
  const number = await openIncident(scene);
  const token = await scene.signedIn('operator');
  const answer = await scene.send(`/incidents/${number}/acknowledge`, { note: 'Đã gọi cơ quan' }, token);
  expect(answer.headers.get('location')).toBe(`/incidents/${number}?done=acknowledged`);
  const html = await (await scene.ask(`/incidents/${number}?done=acknowledged`, { as: token })).text();
  expect(html).toContain('Đã tiếp nhận sự cố.');
  expect(html).toContain('operator tiếp nhận lúc');
  expect(html).toContain('Đã gọi cơ quan');
  expect(html).not.toContain(`action="/incidents/${number}/acknowledge"><button`);
});

test('whoever acknowledges second is told who has it, and takes nothing away', async () => {
  const scene = await openScene();
  const number = await openIncident(scene);
  await scene.send(`/incidents/${number}/acknowledge`, {}, await scene.signedIn('operator'));
  const late = await scene.send(`/incidents/${number}/acknowledge`, {}, await scene.signedIn('administrator'));
  expect(late.status).toBe(409);
  expect(await late.text()).toContain(`Sự cố #${number} đã có người tiếp nhận (operator).`);
  const events = scene.store.db.selectFrom('incidentEvents').select('actor').where('type', '=', 'acknowledged');
  expect(await events.execute()).toEqual([{ actor: 'operator' }]);
});

test.each([
  ['resolve', 'resolved'],
  ['dismiss', 'dismissed'],
] as const)('%s ends the incident and leaves nothing to press but its reopening', async (act, status) => {
  const scene = await openScene();
  const number = await openIncident(scene);
  const token = await scene.signedIn('operator');
  expect((await scene.send(`/incidents/${number}/${act}`, { note: 'bài mới' }, token)).status).toBe(303);
  const row = await scene.store.db.selectFrom('incidents').select('status').executeTakeFirstOrThrow();
  expect(row.status).toBe(status);
  const html = await (await scene.ask(`/incidents/${number}`, { as: token })).text();
  expect(html).toContain('Mở lại sự cố');
  expect(html).toContain('theo quyết định của cán bộ trực');
  expect(html).not.toContain('Trở lại bình thường lúc');
  expect(html).not.toContain('formaction');
});

test('a false alarm is not called on what fell after the page was opened', async () => {
  const scene = await openScene();
  const { store } = scene;
  const number = await openIncident(scene);
  const as = await scene.signedIn('operator');
  const page = load(await (await scene.ask(`/incidents/${number}`, { as })).text());
  const asked = load(
    await (await scene.send('/incidents/several', { decision: 'dismiss', [`incident-${number}`]: 'yes' }, as)).text(),
  );
  const chosen = { [`incident-${number}`]: asked(`input[name=incident-${number}]`).attr('value') ?? '' };
  const fingerprintsJson = incidentFingerprints.encode([scene.findings[0]?.fingerprint ?? '', 'ransom-note:bb']);
  await store.db.updateTable('incidents').set({ fingerprintsJson }).execute();
  const seen = page('input[name=seen]').attr('value') ?? '';
  const late = await scene.send(`/incidents/${number}/dismiss`, { seen, note: 'bài mới' }, as);
  expect(late.status).toBe(409);
  expect(await late.text()).toContain('vừa có thêm thay đổi mới');
  await scene.send('/incidents/several', { decision: 'dismiss', sure: 'yes', note: 'bài mới', ...chosen }, as);
  expect(await store.db.selectFrom('incidents').select('status').execute()).toEqual([{ status: 'open' }]);
  expect(await store.db.selectFrom('ignoredChanges').selectAll().execute()).toEqual([]);
  expect((await scene.send(`/incidents/${number}/dismiss`, { seen: '2', note: 'bài mới' }, as)).status).toBe(303);
});

test('ending an incident leaves alone what waits since then of a page that had recovered', async () => {
  const scene = await openScene();
  const { store, targetId } = scene;
  const number = await openIncident(scene);
  const standing = { ...newTargetState(now - hour), status: 'ok' as const, queued: ['title-changed:aa'] };
  await setTarget(store, targetId, { status: 'ok', stateJson: targetState.encode(standing) });
  await store.db
    .updateTable('incidentTargets')
    .set({ recoveredAt: now - 1 })
    .execute();
  await scene.send(`/incidents/${number}/resolve`, {}, await scene.signedIn('operator'));
  const target = await getTarget(store.db, targetId);
  expect(target && stateOf(target).queued).toEqual(['title-changed:aa']);
});

test('what was decided already is refused with the reason, and nothing changes', async () => {
  const scene = await openScene();
  const number = await openIncident(scene);
  const token = await scene.signedIn('operator');
  await scene.send(`/incidents/${number}/resolve`, {}, token);
  const again = await scene.send(`/incidents/${number}/acknowledge`, {}, token);
  expect(again.status).toBe(409);
  expect(await again.text()).toContain(`Sự cố #${number} không còn mở (đã khắc phục).`);
});

test('a dismissed suspect leaves the queue and its change is muted', async () => {
  const scene = await openScene();
  const { store, siteId, targetId, checkId } = scene;
  const fingerprint = scene.findings[0]?.fingerprint ?? '';
  const id = await seedSuspect(store, { siteId, targetId, checkId, fingerprint, kind: 'defacement', score: 3 }, [now]);
  const token = await scene.signedIn('operator');
  const queue = await (await scene.ask('/suspects', { as: token })).text();
  expect(queue).toContain('Có câu “hacked by”');
  expect(await (await scene.ask(`/looks/${checkId}`, { as: token })).text()).toContain(`/suspects/${id}/dismiss`);
  const answer = await scene.send(`/suspects/${id}/dismiss`, { note: 'Đúng là bài mới' }, token);
  expect(answer.headers.get('location')).toBe(`/suspects?done=suspect-dismissed&undo=${id}`);
  expect(await (await scene.ask('/suspects', { as: token })).text()).toContain('Không có nghi vấn nào');
  const muted = await store.db.selectFrom('ignoredChanges').selectAll().execute();
  expect(muted).toMatchObject([{ fingerprint, siteId, createdBy: 'operator' }]);
});

test.each([
  ['promoted', 'đã được xác nhận là sự cố'],
  ['closed', 'không còn nữa hoặc đã được phê duyệt'],
  ['dismissed', 'kết luận không phải tấn công'],
] as const)('a suspect that was %s meanwhile says so', async (status, said) => {
  const scene = await openScene();
  const { store, siteId, targetId, checkId } = scene;
  const change = { siteId, targetId, checkId, fingerprint: 'aa', kind: 'defacement', score: 3 };
  const id = await seedSuspect(store, change, [now]);
  await store.db.updateTable('suspects').set({ status, endedAt: now }).execute();
  const late = await scene.send(`/suspects/${id}/dismiss`, { note: 'bài mới' }, await scene.signedIn('operator'));
  expect(late.status).toBe(409);
  expect(await late.text()).toContain(said);
});

test('the queue shows a small picture where one is kept', async () => {
  const scene = await openScene();
  const { store, siteId, targetId, checkId, findings } = scene;
  const fingerprint = findings[0]?.fingerprint ?? '';
  await seedSuspect(store, { siteId, targetId, checkId, fingerprint, kind: 'defacement', score: 3 }, [now]);
  const token = await scene.signedIn('viewer');
  const queue = async () => (await scene.ask('/suspects', { as: token })).text();
  expect(await queue()).not.toContain('/thumbnail');
  await store.db
    .updateTable('captures')
    .set({ thumbnailHash: 'a'.repeat(64) })
    .execute();
  expect(await queue()).toContain(`<img src="/looks/${checkId}/thumbnail"`);
});

test('a look that could not see the page is not made the baseline, not even by hand', async () => {
  const scene = await openScene();
  const { store, targetId } = scene;
  const refusal = { url: scene.url, html: '<p>Truy cập bị chặn</p>' };
  const captureId = await seedCapture(store, targetId, now, refusal);
  const checkId = await seedCheck(store, { targetId, at: now, level: 'unknown', kind: 'blocked', captureId });
  const baselines = () => store.db.selectFrom('baselines').select(['version', 'status']).execute();
  const before = await baselines();
  const answer = await scene.send(
    `/looks/${checkId}/approve`,
    { reason: 'giao diện mới' },
    await scene.signedIn('approver'),
  );
  expect(answer.status).toBe(409);
  expect(await answer.text()).toContain('không xem được trang');
  expect(await baselines()).toEqual(before);
});

test('approving a look leads back to its incident; the reason reaches the act', async () => {
  const seen: unknown[] = [];
  const scene = await openScene({ approveBaseline: async (...given) => void seen.push(given) });
  const number = await openIncident(scene);
  const token = await scene.signedIn('operator');
  const fields = { reason: 'Giao diện mới', incident: String(number) };
  const answer = await scene.send(`/looks/${scene.checkId}/approve`, fields, token);
  expect(answer.headers.get('location')).toMatch(new RegExp(`^/incidents/${number}\\?done=approved(&|$)`));
  expect(seen).toMatchObject([[{ name: 'operator' }, scene.checkId, 'Giao diện mới']]);
});

test('a baseline that moved meanwhile is explained and nothing is approved', async () => {
  const scene = await openScene();
  const token = await scene.signedIn('operator');
  await scene.store.db.updateTable('targets').set({ baselineVersion: 2 }).execute();
  const answer = await scene.send(`/looks/${scene.checkId}/approve`, { reason: 'giao diện mới' }, token);
  expect(answer.status).toBe(409);
  const html = await answer.text();
  expect(html).toContain('Mẫu chuẩn vừa thay đổi');
  expect(html).toContain('Chưa có gì bị thay đổi');
  expect(await (await scene.ask(`/looks/${scene.checkId}`, { as: token })).text()).not.toContain('/approve');
});

test('an act that fails by a bug says so without its inside', async () => {
  const acknowledge = async () => {
    throw new TypeError('cannot read secret of undefined');
  };
  const scene = await openScene({ acknowledge });
  const number = await openIncident(scene);
  const answer = await scene.send(`/incidents/${number}/acknowledge`, {}, await scene.signedIn('operator'));
  expect(answer.status).toBe(500);
  expect(await answer.text()).not.toContain('secret');
});

test('a full disk is not the operator’s mistake', async () => {
  const acknowledge = async () => {
    throw new VonggacError('storage-failed', 'The disk is full.');
  };
  const scene = await openScene({ acknowledge });
  const number = await openIncident(scene);
  const answer = await scene.send(`/incidents/${number}/acknowledge`, {}, await scene.signedIn('operator'));
  expect(answer.status).toBe(500);
});

test('pausing and resuming a site shows on its page and on the board', async () => {
  const scene = await openScene();
  const token = await scene.signedIn('operator');
  expect(await (await scene.ask(`/sites/${scene.siteId}`, { as: token })).text()).toContain(
    '<dt>Trang con tự phát hiện</dt><dd>Chưa có</dd>',
  );
  expect((await scene.send(`/sites/${scene.siteId}/pause`, {}, token)).status).toBe(303);
  expect(await (await scene.ask(`/sites/${scene.siteId}`, { as: token })).text()).toContain('đang tạm dừng theo dõi');
  expect(await (await scene.ask('/?state=paused', { as: token })).text()).toContain(`/sites/${scene.siteId}"`);
  expect((await scene.send(`/sites/${scene.siteId}/resume`, {}, token)).status).toBe(303);
  expect(await (await scene.ask('/?state=paused', { as: token })).text()).not.toContain(`/sites/${scene.siteId}"`);
});

test('a viewer is shown no button that would be refused', async () => {
  const scene = await openScene();
  const number = await openIncident(scene);
  const token = await scene.signedIn('viewer');
  for (const path of [`/incidents/${number}`, `/looks/${scene.checkId}`, `/sites/${scene.siteId}`, '/suspects']) {
    const html = await (await scene.ask(path, { as: token })).text();
    const actions = [...html.matchAll(/action="([^"]+)"/g)].map((match) => match[1]);
    expect(new Set(actions)).toEqual(new Set(['/language', '/sign-out']));
  }
});

test('pictures are PNG, asked for anew each time, and only those of the look', async () => {
  const scene = await openScene();
  const token = await scene.signedIn('viewer');
  for (const side of ['before', 'after', 'difference']) {
    for (const size of ['small', 'full']) {
      const path = `/looks/${scene.checkId}/pictures/${side}/${size}`;
      const answer = await scene.ask(path, { as: token });
      expect(answer.headers.get('content-type'), path).toBe('image/png');
      expect(answer.headers.get('cache-control')).toBe('private, no-cache');
      expect(
        Buffer.from(await answer.arrayBuffer())
          .subarray(1, 4)
          .toString(),
      ).toBe('PNG');
      const etag = answer.headers.get('etag') ?? '';
      expect((await scene.ask(path, { as: token, headers: { 'if-none-match': etag } })).status).toBe(304);
      expect((await scene.ask(path)).status).toBe(303);
    }
  }
  const blank = await seedCheck(scene.store, { targetId: scene.targetId, at: now });
  expect((await scene.ask(`/looks/${blank}/pictures/after/small`, { as: token })).status).toBe(404);
});

test('a picture that cannot be decoded fails alone', async () => {
  const scene = await openScene();
  const token = await scene.signedIn('viewer');
  const png = drawPage(50, 50).subarray(0, 60);
  const captureId = await seedCapture(scene.store, scene.targetId, now, { url: scene.url, html: '', screenshot: png });
  const checkId = await seedCheck(scene.store, { targetId: scene.targetId, at: now, level: 'alarm', captureId });
  expect((await scene.ask(`/looks/${checkId}/pictures/after/small`, { as: token })).status).toBe(404);
  expect((await scene.ask(`/looks/${checkId}`, { as: token })).status).toBe(200);
});

test('the sites of a removed portal are nobody’s, its looks and pictures included', async () => {
  const scene = await openScene();
  const number = await openIncident(scene);
  const token = await scene.signedIn('administrator');
  await scene.store.db.updateTable('sites').set({ status: 'removed' }).execute();
  for (const path of [
    `/incidents/${number}`,
    `/looks/${scene.checkId}`,
    `/looks/${scene.checkId}/pictures/after/small`,
    `/looks/${scene.checkId}/source`,
    `/sites/${scene.siteId}`,
    `/targets/${scene.targetId}`,
  ]) {
    expect((await scene.ask(path, { as: token })).status, path).toBe(404);
  }
});

test('what an act forbids is told as the gate tells it: no other agency’s is known to exist', async () => {
  const forbidding = (agencyId: number, capabilities: Actor['capabilities']) => async () =>
    assertMay({ name: 'an', scope: { agencyId }, capabilities }, 'approve', 2);
  const answers = [forbidding(1, new Set(['approve'])), forbidding(2, new Set())].map(async (approveBaseline) => {
    const scene = await openScene({ approveBaseline });
    const answer = await scene.send(
      `/looks/${scene.checkId}/approve`,
      { reason: 'giao diện mới' },
      await scene.signedIn('operator'),
    );
    return [answer.status, await answer.text()];
  });
  const [outside, lacking] = await Promise.all(answers);
  expect(outside).toEqual([404, expect.not.stringContaining('phạm vi')]);
  expect(lacking).toEqual([403, expect.stringContaining('không được phép')]);
});
