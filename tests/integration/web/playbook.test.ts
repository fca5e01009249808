/** First steps are edited in the dashboard: at once on the incident's page and in mails, with every version kept. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import { owner } from '../../../src/core/people/actor.ts';
import { openLivePlaybook } from '../../../src/monitor/settings/live-playbook.ts';
import { playbookVersions } from '../../../src/store/records/playbook.ts';
import { testPlaybook } from '../../support/playbook.ts';
import { finding, seedIncident, seedSite } from '../../support/seed-desk.ts';
import { openTestDesk, type TestDesk } from '../../support/test-desk.ts';

const now = Date.parse('2026-11-21T14:38:00Z');
const part = '/settings/playbook/attacks.defacement';
const steps = {
  'steps-vi': 'Ngắt máy chủ khỏi mạng\nGọi Trung tâm Giám sát',
  'steps-en': 'Unplug the server\nCall the centre',
};

let desk: TestDesk;
let administrator: string;
let incident: number;

beforeEach(async () => {
  desk = await openTestDesk({ now });
  administrator = await desk.signedIn('administrator');
  const url = 'https://anlac.example/';
  const siteId = await seedSite(desk.store, now, { url });
  const findings = [finding({ reason: { vi: 'Thấy', en: 'Saw' } })];
  const target = { targetId: `${siteId}.1`, url, kind: 'defacement', score: 9, findings, checkId: null } as const;
  incident = await seedIncident(desk.store, { siteId, openedAt: now, targets: [target] });
});

afterEach(() => desk.close());

const incidentPage = async () => (await desk.ask(`/incidents/${incident}`, { as: administrator })).text();

test('an edit stands on the incident page and in mails at once, in both languages, and is recorded', async () => {
  const saved = await desk.send(part, { seen: '0', ...steps }, administrator);
  expect([saved.status, saved.headers.get('location')]).toEqual([303, `${part}?done=playbook-edited`]);
  expect(await incidentPage()).toContain('Gọi Trung tâm Giám sát');
  const live = openLivePlaybook(() => testPlaybook, desk.store.db);
  await live.refresh();
  expect(live.playbook.attacks.defacement).toEqual([
    { vi: 'Ngắt máy chủ khỏi mạng', en: 'Unplug the server' },
    { vi: 'Gọi Trung tâm Giám sát', en: 'Call the centre' },
  ]);
  expect(live.playbook.attacks.injection).toEqual(testPlaybook.attacks.injection);
  const row = await desk.store.db.selectFrom('audit').selectAll().orderBy('seq', 'desc').executeTakeFirstOrThrow();
  expect(row).toMatchObject({ act: 'playbook-edited', subject: 'playbook attacks.defacement', actor: 'administrator' });
});

test('every version is kept and shown, and the file’s steps can be taken again', async () => {
  const before = await incidentPage();
  await desk.send(part, { seen: '0', ...steps }, administrator);
  await desk.send(part, { seen: '1', reset: 'on' }, administrator);
  expect(await incidentPage()).toBe(before);
  const versions = await playbookVersions(desk.store.db, 'attacks.defacement');
  expect(versions.map(({ steps: kept }) => kept?.length ?? null)).toEqual([null, 2]);
  const page = await (await desk.ask(part, { as: administrator })).text();
  expect(page).toContain('Ngắt máy chủ khỏi mạng');
  expect(page).toContain('Dùng lại các bước trong tệp.');
});

test('an edit of what somebody else edited meanwhile is refused, and so is an unpaired or endless step', async () => {
  await desk.send(part, { seen: '0', ...steps }, administrator);
  const late = await desk.send(part, { seen: '0', ...steps }, administrator);
  expect([late.status, await late.text()]).toEqual([409, expect.stringContaining('Người khác vừa sửa')]);
  for (const wrong of [
    { 'steps-vi': 'Một bước\nHai bước', 'steps-en': 'One step' },
    { 'steps-vi': '', 'steps-en': '' },
    { 'steps-vi': 'a'.repeat(401), 'steps-en': 'One step' },
    { 'steps-vi': 'Bước\n'.repeat(16), 'steps-en': 'Step\n'.repeat(16) },
  ]) {
    const refused = await desk.send(part, { seen: '1', ...wrong }, administrator);
    expect(await refused.text()).toContain('mỗi bước một dòng');
  }
  expect(await playbookVersions(desk.store.db, 'attacks.defacement')).toHaveLength(1);
});

test('what stands in it is shown as text', async () => {
  const markup = '<script>alert(1)</script>';
  await desk.acts.editPlaybook(owner('an'), {
    part: 'attacks.defacement',
    steps: [{ vi: markup, en: markup }],
    seen: 0,
  });
  for (const path of [part, '/settings/playbook', `/incidents/${incident}`]) {
    expect(await (await desk.ask(path, { as: administrator })).text()).not.toContain('<script>alert');
  }
});
