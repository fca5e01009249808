/** Tokens of the API: never more than their maker may do now. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import { owner } from '../../../../src/core/people/actor.ts';
import { findUser } from '../../../../src/store/people/users.ts';
import { requestsPerMinute } from '../../../../src/web/api/rate-limit.ts';
import { apiRoutes } from '../../../../src/web/api/routes.ts';
import { type ApiScene, minute, now, openApiScene, reason } from '../../../support/api-scene.ts';

let scene: ApiScene;

beforeEach(async () => {
  scene = await openApiScene();
});

afterEach(() => scene.desk.close());

test('a token is dead when its maker is disabled, it expired or was revoked, and shrinks with the role', async () => {
  const { desk, api, own, other } = scene;
  const token = await api.token('operator');
  const as = api.as(token);
  expect((await as('GET', '/sites')).status).toBe(200);
  await desk.store.db.updateTable('users').set({ role: 'viewer' }).where('name', '=', 'operator').execute();
  expect((await as('POST', `/incidents/${own.incident}/acknowledge`, reason)).status).toBe(403);
  await desk.store.db.updateTable('users').set({ agencyId: other.agencyId }).where('name', '=', 'operator').execute();
  expect((await as('GET', `/sites/${own.site}`)).status).toBe(404);
  const user = await findUser(desk.store.db, 'operator');
  await desk.acts.disablePerson(owner('an'), user?.id ?? 0);
  expect((await as('GET', '/sites')).status).toBe(401);
  await desk.acts.enablePerson(owner('an'), user?.id ?? 0);
  expect((await as('GET', '/sites')).status).toBe(200);
  desk.setNow(now + 86_400_000);
  expect((await as('GET', '/sites')).status).toBe(401);
});

test('the token is stored as a hash only, and its use is noted', async () => {
  const { desk, api } = scene;
  const token = await api.token('operator', { name: 'soc-1' });
  await api.as(token)('GET', '/sites');
  const rows = await desk.store.db.selectFrom('apiTokens').selectAll().execute();
  expect(JSON.stringify(rows)).not.toContain(token.slice(4));
  expect(rows.find(({ name }) => name === 'soc-1')).toMatchObject({ lastUsedAt: now });
});

test('an act through a token is recorded with the token that did it', async () => {
  const { desk, api, own } = scene;
  const as = api.as(await api.token('operator', { name: 'soc-1' }));
  const { body } = await as('POST', `/incidents/${own.incident}/acknowledge`, reason);
  expect(body).toMatchObject({ status: 'acknowledged', acknowledgedBy: 'operator (API soc-1)' });
  const row = await desk.store.db.selectFrom('audit').selectAll().orderBy('seq', 'desc').executeTakeFirstOrThrow();
  expect(row).toMatchObject({ act: 'incident-acknowledged', actor: 'operator (API soc-1)' });
});

test('no token reaches people, settings, the audit log or the promotion of a suspect', () => {
  const paths = apiRoutes.map(({ method, path }) => `${method} ${path}`).join('\n');
  expect(paths).not.toMatch(/people|users|settings|audit|promot|tokens/);
});

test('a token gets its share of requests a minute and no more', async () => {
  const { desk, api, overall } = scene;
  const as = overall;
  const another = api.as(await api.token('administrator'));
  let answer = await as('GET', '/duty');
  expect(answer.headers.get('ratelimit-limit')).toBe(String(requestsPerMinute));
  for (let count = 1; count <= requestsPerMinute; count += 1) answer = await as('GET', '/duty');
  expect(answer.body).toMatchObject({ code: 'too-many', status: 429 });
  expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
  expect((await another('GET', '/duty')).status).toBe(200);
  desk.setNow(now + minute);
  expect((await as('GET', '/duty')).status).toBe(200);
});

test('a person makes a token on the page of the account, sees it once, and revokes it', async () => {
  const { desk, api } = scene;
  const session = await desk.signedIn('operator');
  const fields = { 'token-name': 'soc-1', 'token-days': '30', 'may-judge': 'on', 'may-approve': 'on' };
  const made = await (await desk.send('/account/tokens', fields, session)).text();
  const token = /vgt_[\w-]{43}/.exec(made)?.[0] ?? '';
  expect((await api.as(token)('GET', '/sites')).status).toBe(200);
  const page = await (await desk.ask('/account', { as: session })).text();
  expect(page).toContain('soc-1');
  expect(page).not.toContain(token);
  const id = /\/account\/tokens\/(\d+)\/revoke/.exec(page)?.[1];
  expect((await desk.send(`/account/tokens/${id}/revoke`, {}, await desk.signedIn('viewer'))).status).toBe(404);
  expect((await desk.send(`/account/tokens/${id}/revoke`, {}, session)).status).toBe(303);
  expect((await api.as(token)('GET', '/sites')).status).toBe(401);
});

test('the session of a browser is no token', async () => {
  const { desk } = scene;
  const session = await desk.signedIn('administrator');
  const answer = await desk.ask('/api/v1/sites', { as: session });
  expect(answer.status).toBe(401);
});
