/** Webhooks made in the dashboard: from the form to the receiver, and what nobody may see of them. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import { relayNotice } from '../../../src/core/relay/compose-relay.ts';
import { relayEndpoints } from '../../../src/monitor/channels/endpoints.ts';
import { insertNotice } from '../../../src/store/outbox/outbox.ts';
import { write } from '../../../src/store/write.ts';
import { seedSite } from '../../support/seed-desk.ts';
import { openTestDesk, type TestDesk } from '../../support/test-desk.ts';

const now = Date.parse('2026-11-21T14:38:00Z');
let desk: TestDesk;
let administrator: string;

beforeEach(async () => {
  desk = await openTestDesk({ now });
  administrator = await desk.signedIn('administrator');
});

afterEach(() => desk.close());

const fields = { name: 'soc-1', url: 'https://soc.example/hook?key=bi-mat', 'event-incident': 'on' };
const add = (more: Readonly<Record<string, string>> = {}) =>
  desk.send('/settings/webhooks/add', { ...fields, ...more }, administrator);
const act = (name: string, more: Readonly<Record<string, string>> = {}) =>
  desk.send(`/settings/webhooks/soc-1/${name}`, more, administrator);
const secretIn = (page: string) => /whsec_[A-Za-z0-9+/=]{40,}/.exec(page)?.[0];

test('a webhook is in force as soon as it was made, and its secret is shown once and sealed', async () => {
  const made = await add();
  const secret = secretIn(await made.text());
  expect([made.status, secret?.length]).toEqual([200, 50]);
  expect(relayEndpoints(desk.parts.config)).toEqual([
    { name: 'soc-1', agency: null, events: ['incident'], to: 'itself' },
  ]);
  const page = await (await desk.ask('/settings/channels', { as: administrator })).text();
  expect(page).toContain('soc.example');
  const rows = JSON.stringify([
    await desk.store.db.selectFrom('madeWebhooks').selectAll().execute(),
    await desk.store.db.selectFrom('audit').selectAll().execute(),
  ]);
  expect(rows).not.toContain(secret?.slice(6));
  for (const text of [page, JSON.stringify(await desk.store.db.selectFrom('audit').selectAll().execute())])
    expect(text).not.toContain('bi-mat');
});

test('it is changed, paused, resumed, given another secret and removed, each of which the audit log names', async () => {
  const first = secretIn(await (await add()).text());
  const site = await seedSite(desk.store, now, { url: 'https://a.gov.vn/', agency: 'Sở <b>Y tế</b>' });
  const { agencyId } = await desk.store.db
    .selectFrom('sites')
    .select('agencyId')
    .where('id', '=', site)
    .executeTakeFirstOrThrow();
  const path = '/settings/webhooks/soc-1';
  await desk.send(path, { url: 'https://moi.example/', agency: String(agencyId) }, administrator);
  expect(relayEndpoints(desk.parts.config)).toEqual([
    { name: 'soc-1', agency: 'Sở <b>Y tế</b>', events: [], to: 'itself' },
  ]);
  expect(await (await desk.ask('/settings/channels', { as: administrator })).text()).not.toContain('<b>Y tế</b>');
  await act('pause');
  expect(relayEndpoints(desk.parts.config)).toEqual([]);
  expect(await (await desk.ask('/settings/channels', { as: administrator })).text()).toContain('Đang tạm dừng');
  await act('resume');
  expect(relayEndpoints(desk.parts.config)).toHaveLength(1);
  const second = secretIn(await (await act('renew')).text());
  expect([second?.length, second === first]).toEqual([50, false]);
  await act('remove');
  expect((await desk.ask(path, { as: administrator })).status).toBe(404);
  const acts = await desk.store.db.selectFrom('audit').select(['act', 'actor']).orderBy('seq').execute();
  expect(acts.map((one) => one.act).filter((one) => one.startsWith('webhook'))).toEqual([
    'webhook-added',
    'webhook-changed',
    'webhook-paused',
    'webhook-resumed',
    'webhook-secret-renewed',
    'webhook-removed',
  ]);
});

test.each([
  ['plain http', { url: 'http://soc.example/' }],
  ['another scheme', { url: 'file:///etc/passwd' }],
  ['a password in the address', { url: 'https://a:b@soc.example/' }],
  ['no address', { url: 'soc' }],
  ['the name of mail', { name: 'mail' }],
  ['a name that is none', { name: '../soc' }],
  ['an agency that does not exist', { agency: '99' }],
])('%s is refused, and nothing is kept', async (_, more) => {
  expect((await add(more)).status).toBe(400);
  expect(await desk.store.db.selectFrom('madeWebhooks').select('name').execute()).toEqual([]);
});

test('a name that is taken is refused, also by a channel of the file', async () => {
  await add();
  expect((await add()).status).toBe(400);
});

test('what waits for a removed webhook is given up', async () => {
  await add();
  const notice = relayNotice(now, 'channel.test', {});
  const endpoints = [{ channel: 'soc-1', endpoint: 'soc-1' }];
  const added = { notice, siteId: null, incidentNumber: null, endpoints, notBefore: now };
  await write(desk.store.db, (trx) => insertNotice(trx, added, () => '1@test.example'));
  await act('remove');
  const rows = await desk.store.db.selectFrom('outbox').select(['status', 'lastError']).execute();
  expect(rows).toEqual([{ status: 'dead', lastError: 'The endpoint was removed.' }]);
});
