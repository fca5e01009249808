/** Signing in through an identity provider, with a real one on loopback. */

import { expect, onTestFinished, test } from 'vitest';
import { owner } from '../../../src/core/people/actor.ts';
import { type Person, startTestProvider, testClient } from '../../support/identity-provider.ts';
import { seedSite } from '../../support/seed-desk.ts';
import { openTestDesk, type TestDesk, testOrigin } from '../../support/test-desk.ts';
import { addTestUser } from '../../support/test-users.ts';

const now = Date.parse('2026-11-21T14:38:00Z');
const lan: Person = { sub: '7', preferred_username: 'Lan.Tran', email: 'lan@anlac.example', groups: ['vg-anlac'] };
const roles = [
  { claim: 'vg-admin', role: 'administrator' },
  { claim: 'vg-anlac', role: 'operator', agency: 'UBND tỉnh An Lạc' },
  { claim: 'vg-nowhere', role: 'viewer', agency: 'Không có' },
];

async function openDesk(issuer?: string) {
  const provider = await startTestProvider(`${testOrigin}/sign-in/provider/back`, lan);
  onTestFinished(provider.close);
  const oidc = { issuer: issuer ?? provider.issuer, ...testClient, roles };
  const desk = await openTestDesk({ now, config: { web: { publicUrl: testOrigin }, oidc } });
  onTestFinished(desk.close);
  await seedSite(desk.store, now, { url: 'https://anlac.example/', agency: 'UBND tỉnh An Lạc' });
  await seedSite(desk.store, now, { url: 'https://binhson.example/', agency: 'UBND tỉnh Bình Sơn' });
  return { desk, provider };
}

const cookieOf = (answer: Response, name: string) =>
  new RegExp(`vonggac-${name}=([^;]+)`).exec(answer.headers.getSetCookie().join('\n'))?.[1] ?? null;

async function begin(desk: TestDesk, next = '/suspects') {
  const answer = await desk.ask(`/sign-in/provider?next=${encodeURIComponent(next)}`);
  return { answer, there: answer.headers.get('location') ?? '', carried: cookieOf(answer, 'provider') ?? '' };
}

const arrive = (desk: TestDesk, back: URL, carried: string) =>
  desk.ask(`${back.pathname}${back.search}`, { headers: { cookie: `vonggac-provider=${carried}` } });

async function enter({ desk, provider }: Awaited<ReturnType<typeof openDesk>>) {
  const { there, carried } = await begin(desk);
  return arrive(desk, await provider.walk(there), carried);
}

const lanOf = (desk: TestDesk) =>
  desk.store.db.selectFrom('users').selectAll().where('name', '=', 'lan.tran').executeTakeFirst();

test('somebody with the right group comes in, bound to the agency, and goes where they wanted', async () => {
  const scene = await openDesk();
  const answer = await enter(scene);
  expect(answer.status).toBe(200);
  expect(await answer.text()).toContain('<meta http-equiv="refresh" content="0;url=/suspects"');
  expect(answer.headers.getSetCookie().join('\n')).toMatch(/vonggac-session=[^;]+;.*SameSite=Strict/);
  const board = await (await scene.desk.ask('/', { as: cookieOf(answer, 'session') })).text();
  expect(board).toContain('anlac.example');
  expect(board).not.toContain('binhson.example');
  expect(await lanOf(scene.desk)).toMatchObject({ role: 'operator', agencyId: 1, email: 'lan@anlac.example' });
  const rows = await scene.desk.store.db.selectFrom('audit').select(['actor', 'act']).orderBy('seq').execute();
  expect(rows).toEqual([
    { actor: 'identity provider', act: 'user-added' },
    { actor: 'lan.tran', act: 'signed-in' },
  ]);
});

test('the way there carries state, nonce and a code challenge, and the cookie gives none of them away', async () => {
  const { desk } = await openDesk();
  const { answer, there, carried } = await begin(desk);
  const query = new URL(there).searchParams;
  expect(query.get('code_challenge_method')).toBe('S256');
  for (const name of ['state', 'nonce', 'code_challenge']) expect(query.get(name)).toMatch(/^[\w-]{43}$/);
  expect(Buffer.from(carried, 'base64url').toString('latin1')).not.toContain(query.get('state') ?? 'none');
  expect(answer.headers.getSetCookie().join('\n')).toMatch(/vonggac-provider=.*HttpOnly.*SameSite=Lax/);
});

test('coming back without the cookie, with another’s, with a false state or code, or late opens nothing', async () => {
  const { desk, provider } = await openDesk();
  const [mine, theirs] = [await begin(desk), await begin(desk)];
  const refused = async (back: URL, carried: string) => {
    const answer = await arrive(desk, back, carried);
    expect([answer.status, cookieOf(answer, 'session')]).toEqual([401, null]);
  };
  const back = await provider.walk(mine.there);
  const bent = (name: string, value: string) => {
    const url = new URL(back);
    url.searchParams.set(name, value);
    return url;
  };
  await refused(back, '');
  await refused(back, 'x'.repeat(400));
  await refused(back, theirs.carried);
  await refused(bent('state', 'A'.repeat(43)), mine.carried);
  await refused(bent('iss', 'https://evil.example'), mine.carried);
  await refused(bent('code', 'A'.repeat(43)), mine.carried);
  desk.setNow(now + 601_000);
  await refused(back, mine.carried);
  desk.setNow(now);
  expect((await arrive(desk, back, mine.carried)).status).toBe(200);
  await refused(back, mine.carried);
  expect(await lanOf(desk)).toBeDefined();
});

test('who has no group, a group of an agency that is not there, or was disabled here stays out', async () => {
  const scene = await openDesk();
  for (const groups of [[], ['khác'], ['vg-nowhere']]) {
    scene.provider.setPerson({ ...lan, groups });
    const answer = await enter(scene);
    expect([answer.status, cookieOf(answer, 'session')]).toEqual([403, null]);
    expect(await answer.text()).toContain('chưa được cấp quyền');
  }
  expect(await lanOf(scene.desk)).toBeUndefined();
  scene.provider.setPerson(lan);
  expect((await enter(scene)).status).toBe(200);
  await scene.desk.store.db.updateTable('users').set({ disabledAt: now }).execute();
  expect((await enter(scene)).status).toBe(403);
});

test('another group at the provider is another role here, and ends the sessions of the old one', async () => {
  const scene = await openDesk();
  const before = cookieOf(await enter(scene), 'session');
  scene.provider.setPerson({ ...lan, groups: ['vg-admin'] });
  const after = cookieOf(await enter(scene), 'session');
  expect(await lanOf(scene.desk)).toMatchObject({ role: 'administrator', agencyId: null });
  expect((await scene.desk.ask('/', { as: before })).status).toBe(303);
  expect((await scene.desk.ask('/people', { as: after })).status).toBe(200);
});

test('whoever comes from the provider goes by it again after twelve hours, however busy', async () => {
  const scene = await openDesk();
  const session = cookieOf(await enter(scene), 'session');
  const hour = 3_600_000;
  for (const hours of [3, 6, 9, 11.9]) {
    scene.desk.setNow(now + hours * hour);
    expect((await scene.desk.ask('/suspects', { as: session })).status).toBe(200);
  }
  scene.desk.setNow(now + 12 * hour);
  expect((await scene.desk.ask('/suspects', { as: session })).status).toBe(303);
});

test('a name that an account here has is not taken over', async () => {
  const scene = await openDesk();
  const password = 'một câu dài dễ nhớ';
  await addTestUser(scene.desk.parts, {
    name: 'lan.tran',
    password,
    role: 'administrator',
    actor: owner('command line'),
  });
  const answer = await enter(scene);
  expect([answer.status, cookieOf(answer, 'session')]).toEqual([403, null]);
  expect(await lanOf(scene.desk)).toMatchObject({ role: 'administrator', subject: null });
});

test('such an account has no password here, and nobody can give it one', async () => {
  const scene = await openDesk();
  const { desk } = scene;
  const session = cookieOf(await enter(scene), 'session');
  await desk.send('/forgot-password', { name: 'lan.tran' }, null);
  expect(await desk.store.db.selectFrom('outbox').selectAll().execute()).toEqual([]);
  const administrator = await desk.signedIn('administrator');
  expect((await desk.send('/people/1/link', {}, administrator)).status).toBe(409);
  expect(await (await desk.ask('/account', { as: session })).text()).not.toContain('type="password"');
});

test('a provider that is away is said, and is asked again by the next person', async () => {
  const gone = await startTestProvider(`${testOrigin}/sign-in/provider/back`, lan);
  await gone.close();
  const { desk } = await openDesk(gone.issuer);
  for (let n = 0; n < 2; n += 1) {
    const { answer } = await begin(desk);
    expect(answer.status).toBe(500);
    expect(await answer.text()).toContain('Không kết nối được');
  }
});

test('without an issuer there is no such door', async () => {
  const desk = await openTestDesk({ now });
  onTestFinished(desk.close);
  expect(await (await desk.ask('/sign-in')).text()).not.toContain('/sign-in/provider');
  expect((await desk.ask('/sign-in/provider')).status).toBe(404);
  expect((await desk.ask('/sign-in/provider/back?code=x&state=y')).status).toBe(404);
});
