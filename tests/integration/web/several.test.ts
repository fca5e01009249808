/** Several incidents, suspects or pages decided together: all of them or, where somebody was faster, the others. */
import { load } from 'cheerio';
import { expect, onTestFinished, test } from 'vitest';
import {
  finding,
  seedBaseline,
  seedCapture,
  seedCheck,
  seedIncident,
  seedSite,
  seedSuspect,
} from '../../support/seed-desk.ts';
import { openTestDesk } from '../../support/test-desk.ts';

const now = Date.parse('2026-11-21T14:38:00Z');
const hour = 3_600_000;

async function openScene() {
  const desk = await openTestDesk({ now });
  onTestFinished(desk.close);
  const { store } = desk;
  const findings = [finding({ reason: { vi: 'Bị sửa', en: 'Changed' } })];
  const fell = async (name: string, pages: readonly string[] = ['/']) => {
    const url = `https://${name}.example/`;
    const siteId = await seedSite(store, now - 24 * hour, { url, agency: `Sở ${name}`, paths: pages.slice(1) });
    const targets = [];
    for (const [index, path] of pages.entries()) {
      const targetId = `${siteId}.${index + 1}`;
      const page = { url: `${url}${path.slice(1)}`, html: '<p>Hacked by X</p>' };
      const before = await seedCapture(store, targetId, now - 20 * hour, { ...page, html: '<p>Tin tức</p>' });
      await seedBaseline(store, targetId, { at: now - 20 * hour, status: 'approved', captureIds: [before] });
      const captureId = await seedCapture(store, targetId, now - hour, page);
      const look = { level: 'alarm', kind: 'defacement', score: 9, findings } as const;
      const checkId = await seedCheck(store, { ...look, targetId, at: now - hour, captureId });
      targets.push({ targetId, url: page.url, kind: 'defacement' as const, score: 9, findings, checkId });
    }
    const number = await seedIncident(store, { siteId, openedAt: now - hour, targets });
    return { siteId, number, targets };
  };
  const statuses = async () =>
    (await store.db.selectFrom('incidents').select('status').orderBy('number').execute()).map(({ status }) => status);
  return { ...desk, fell, statuses };
}

const chosen = (of: string, ...numbers: readonly number[]) =>
  Object.fromEntries(numbers.map((number) => [`${of}-${number}`, 'yes']));

test('approved pages are no pages that went back to normal, in the log and in the mail', async () => {
  const scene = await openScene();
  const { number, targets } = await scene.fell('a', ['/', '/tin-tuc']);
  const as = await scene.signedIn('approver');
  const fields = { reason: 'giao diện mới', ...chosen('look', ...targets.map(({ checkId }) => checkId)) };
  await scene.send(`/incidents/${number}/approve-several`, fields, as);
  const events = await scene.store.db.selectFrom('incidentEvents').select(['actor', 'type']).execute();
  expect(events.slice(1)).toEqual([
    { actor: 'approver', type: 'approved' },
    { actor: 'approver', type: 'resolved' },
  ]);
  const [notice, ...others] = await scene.store.db.selectFrom('notices').select('payloadJson').execute();
  expect(others).toEqual([]);
  expect(JSON.parse(notice?.payloadJson ?? '{}')).toMatchObject({ type: 'incident-resolved', isByHand: true });
});

test('several incidents are acknowledged with one note, each in its own log', async () => {
  const scene = await openScene();
  for (const name of ['a', 'b', 'c']) await scene.fell(name);
  const as = await scene.signedIn('operator');
  const page = load(await (await scene.ask('/incidents', { as })).text());
  expect(page('input[type=checkbox][form=several]').length).toBe(3);
  expect(page('form#several button').length).toBe(4);
  const fields = { decision: 'acknowledge', note: 'cùng một đợt', ...chosen('incident', 1, 3) };
  const answer = await scene.send('/incidents/several', fields, as);
  expect(answer.headers.get('location')).toBe('/incidents?done=several-decided');
  expect(await scene.statuses()).toEqual(['acknowledged', 'open', 'acknowledged']);
  const notes = await scene.store.db
    .selectFrom('incidentEvents')
    .select('note')
    .where('type', '=', 'acknowledged')
    .execute();
  expect(notes).toEqual([{ note: 'cùng một đợt' }, { note: 'cùng một đợt' }]);
});

test('of a large campaign all are decided that were chosen', async () => {
  const scene = await openScene();
  const all = [];
  for (let index = 0; index < 230; index += 1) {
    const siteId = await seedSite(scene.store, now, { url: `https://cong-${index}.example/` });
    all.push(await seedIncident(scene.store, { siteId, openedAt: now, targets: [] }));
  }
  const as = await scene.signedIn('operator');
  await scene.send('/incidents/several', { decision: 'take', ...chosen('incident', ...all) }, as);
  const nobodys = scene.store.db.selectFrom('incidents').select('number').where('assigneeId', 'is', null);
  expect(await nobodys.execute()).toEqual([]);
});

test('what ends incidents is asked first, by name; then those that are left are ended', async () => {
  const scene = await openScene();
  for (const name of ['a', 'b']) await scene.fell(name);
  const as = await scene.signedIn('operator');
  const fields = { decision: 'dismiss', note: 'đổi <giao diện>', ...chosen('incident', 1, 2) };
  const asked = await scene.send('/incidents/several', fields, as);
  expect(asked.status).toBe(200);
  const page = load(await asked.text());
  expect(page('#content a[href^="/incidents/"]').length).toBe(2);
  expect(page('textarea[name=note]').text().trim()).toBe('đổi <giao diện>');
  expect(await scene.statuses()).toEqual(['open', 'open']);
  await scene.send('/incidents/2/resolve', {}, as);
  const answer = await scene.send('/incidents/several', { ...fields, sure: 'yes' }, as);
  expect(answer.headers.get('location')).toBe('/incidents?done=several-left');
  expect(await scene.statuses()).toEqual(['dismissed', 'resolved']);
});

test('nothing is done where one of them may not be seen, nothing is chosen, or the decision is none', async () => {
  const scene = await openScene();
  for (const name of ['a', 'b']) await scene.fell(name);
  const bound = await scene.signedIn('operator', 1);
  const reach = { decision: 'acknowledge', ...chosen('incident', 1, 2) };
  expect((await scene.send('/incidents/several', reach, bound)).status).toBe(404);
  const as = await scene.signedIn('operator');
  const none = await scene.send('/incidents/several', { decision: 'acknowledge' }, as);
  expect(none.headers.get('location')).toBe('/incidents?done=none-chosen');
  for (const decision of ['', 'constructor', 'delete']) {
    expect((await scene.send('/incidents/several', { decision, ...chosen('incident', 1) }, as)).status).toBe(404);
  }
  expect(await scene.statuses()).toEqual(['open', 'open']);
});

test('several suspects are dismissed together, each with its change muted', async () => {
  const scene = await openScene();
  const { siteId, targets } = await scene.fell('a');
  const [{ targetId, checkId } = { targetId: '', checkId: 0 }] = targets;
  const ids: number[] = [];
  for (const print of ['x', 'y', 'z']) {
    const suspect = { siteId, targetId, fingerprint: `blocks-lost:${print}`, kind: 'defacement', score: 4, checkId };
    ids.push(await seedSuspect(scene.store, suspect, [now - hour]));
    await scene.store.db
      .updateTable('suspects')
      .set({ targetId: `${targetId}${print}` })
      .where('fingerprint', '=', suspect.fingerprint)
      .execute();
  }
  const as = await scene.signedIn('operator');
  const [first = 0, second = 0] = ids;
  const answer = await scene.send(
    '/suspects/dismiss-several',
    { note: 'tin mới', ...chosen('suspect', first, second) },
    as,
  );
  expect(answer.headers.get('location')).toBe('/suspects?done=suspects-dismissed');
  const open = await scene.store.db.selectFrom('suspects').select('id').where('status', '=', 'open').execute();
  expect(open).toEqual([{ id: ids[2] }]);
  const muted = await scene.store.db
    .selectFrom('ignoredChanges')
    .select('fingerprint')
    .orderBy('fingerprint')
    .execute();
  expect(muted.map(({ fingerprint }) => fingerprint)).toEqual(['blocks-lost:x', 'blocks-lost:y']);
});

test('several pages of an incident are approved together; a look of another incident is not', async () => {
  const scene = await openScene();
  const mine = await scene.fell('a', ['/', '/tin', '/lien-he']);
  const theirs = await scene.fell('b');
  const as = await scene.signedIn('approver');
  const page = load(await (await scene.ask(`/incidents/${mine.number}`, { as })).text());
  expect(page('details.approve input[type=checkbox]').length).toBe(3);
  const [first, second] = mine.targets.map(({ checkId }) => checkId);
  const path = `/incidents/${mine.number}/approve-several`;
  const foreign = theirs.targets[0]?.checkId ?? 0;
  expect((await scene.send(path, chosen('look', first ?? 0, foreign), as)).status).toBe(404);
  const answer = await scene.send(path, { reason: 'giao diện mới', ...chosen('look', first ?? 0, second ?? 0) }, as);
  expect(answer.headers.get('location')).toBe(`/incidents/${mine.number}?done=several-approved`);
  const versions = await scene.store.db.selectFrom('targets').select(['id', 'baselineVersion']).orderBy('id').execute();
  expect(versions.map(({ baselineVersion }) => baselineVersion)).toEqual([2, 2, 1, 1]);
  const audit = await scene.store.db.selectFrom('audit').select('act').where('act', '=', 'baseline-approved').execute();
  expect(audit).toHaveLength(2);
});
