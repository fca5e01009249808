/** First set-up, signing in and out, and what is left behind. */

import { readFile, stat } from 'node:fs/promises';
import { expect, onTestFinished, test } from 'vitest';
import { configSchema } from '../../../src/config/schema/schema.ts';
import { owner } from '../../../src/core/people/actor.ts';
import { addUser } from '../../../src/monitor/people/add-user.ts';
import { assertMayListen } from '../../../src/monitor/people/may-listen.ts';
import { createSetupLink } from '../../../src/monitor/people/set-up.ts';
import { verifyAudit } from '../../../src/store/records/audit.ts';
import { openTestDesk, testOrigin } from '../../support/test-desk.ts';
import { addTestUser } from '../../support/test-users.ts';

const now = Date.parse('2026-11-21T14:38:00Z');
const hour = 3_600_000;
const password = 'một câu dài dễ nhớ';

async function openDesk(config: object = {}) {
  const desk = await openTestDesk({ now, config });
  onTestFinished(desk.close);
  return desk;
}

const sessionOf = (answer: Response) =>
  /vonggac-session=([^;]+)/.exec(answer.headers.getSetCookie().join('\n'))?.[1] ?? null;

async function setUpPath(desk: Awaited<ReturnType<typeof openDesk>>): Promise<string> {
  const file = await createSetupLink(desk.parts, testOrigin);
  return new URL((await readFile(file, 'utf8')).trim()).pathname;
}

test('the set-up link lies in a file for its owner only, and creates one administrator', async () => {
  const desk = await openDesk();
  const file = await createSetupLink(desk.parts, testOrigin);
  expect((await stat(file)).mode & 0o777).toBe(0o600);
  const path = new URL((await readFile(file, 'utf8')).trim()).pathname;
  expect((await desk.ask(path)).status).toBe(200);
  const fields = { name: 'Minh.Anh', password, 'password-again': password };
  const answer = await desk.send(path, fields, null);
  expect(answer.status).toBe(303);
  expect((await desk.ask('/', { as: sessionOf(answer) })).status).toBe(200);
  const user = await desk.store.db.selectFrom('users').selectAll().executeTakeFirstOrThrow();
  expect(user).toMatchObject({ name: 'minh.anh', role: 'administrator' });
  await expect(stat(file)).rejects.toThrow(/ENOENT/);
  expect((await desk.ask(path)).status).toBe(404);
  expect((await desk.send(path, fields, null)).status).toBe(404);
  expect(JSON.stringify(await desk.store.db.selectFrom('audit').selectAll().execute())).not.toContain(password);
  expect(await verifyAudit(desk.store.db)).toMatchObject({ ok: true, rows: 3 });
});

test('a new set-up link replaces the old one, and none works after a day or beside an account', async () => {
  const desk = await openDesk();
  const old = await setUpPath(desk);
  const path = await setUpPath(desk);
  expect((await desk.ask(old)).status).toBe(404);
  desk.setNow(now + 25 * hour);
  expect((await desk.ask(path)).status).toBe(404);
  desk.setNow(now);
  await addTestUser(desk.parts, { name: 'an', password, role: 'viewer', actor: owner('command line') });
  expect((await desk.ask(path)).status).toBe(404);
  await expect(createSetupLink(desk.parts, testOrigin)).rejects.toMatchObject({ code: 'failed' });
});

test('bad choices at set-up are explained and use nothing up', async () => {
  const desk = await openDesk();
  const path = await setUpPath(desk);
  const short = await desk.send(path, { name: 'an', password: 'ngắn', 'password-again': 'ngắn' }, null);
  expect(short.status).toBe(400);
  expect(await short.text()).toContain('12');
  const differ = await desk.send(path, { name: 'an', password, 'password-again': `${password}!` }, null);
  expect(await differ.text()).toContain('không giống nhau');
  expect((await desk.ask(path)).status).toBe(200);
});

test('somebody signs in, is sent where they wanted to go, and signs out for good', async () => {
  const desk = await openDesk();
  await addUser(desk.parts, owner('command line'), { name: 'an', password, role: 'operator' });
  const door = await desk.ask('/incidents?status=all');
  expect(door.headers.get('location')).toBe('/sign-in?next=%2Fincidents%3Fstatus%3Dall');
  const answer = await desk.send('/sign-in', { name: ' AN ', password, next: '/incidents?status=all' }, null);
  expect([answer.status, answer.headers.get('location')]).toEqual([303, '/incidents?status=all']);
  const token = sessionOf(answer);
  const rows = await desk.store.db.selectFrom('sessions').selectAll().execute();
  expect(rows).toHaveLength(1);
  expect(rows[0]?.tokenHash).not.toBe(token);
  expect((await desk.send('/sign-out', {}, token)).status).toBe(303);
  expect((await desk.ask('/', { as: token })).status).toBe(303);
  const acts = await desk.store.db.selectFrom('audit').select('act').orderBy('seq').execute();
  expect(acts.map((row) => row.act)).toEqual(['user-added', 'signed-in', 'signed-out']);
});

test('a wrong name and a wrong password get the same answer', async () => {
  const desk = await openDesk();
  await addTestUser(desk.parts, { name: 'an', password, role: 'operator', actor: owner('command line') });
  const strip = async (answer: Response) => (await answer.text()).replace(/value="[^"]*"/g, '');
  const wrongName = await desk.send('/sign-in', { name: 'binh', password }, null);
  const wrongPassword = await desk.send('/sign-in', { name: 'an', password: 'sai mật khẩu rồi' }, null);
  expect([wrongName.status, wrongPassword.status]).toEqual([401, 401]);
  expect(await strip(wrongName)).toBe(await strip(wrongPassword));
});

test('after five wrong passwords even the right one has to wait', async () => {
  const desk = await openDesk();
  await addTestUser(desk.parts, { name: 'an', password, role: 'operator', actor: owner('command line') });
  for (let n = 0; n < 5; n += 1) await desk.send('/sign-in', { name: 'an', password: `sai ${n}` }, null);
  const early = await desk.send('/sign-in', { name: 'an', password }, null);
  expect(early.status).toBe(429);
  expect(await early.text()).toContain('Hãy thử lại sau');
  desk.setNow(now + 16 * 60_000);
  expect((await desk.send('/sign-in', { name: 'an', password }, null)).status).toBe(303);
});

test('a session lives while it is used, ends when it is not, and after a week in any case', async () => {
  const desk = await openDesk();
  const idle = await desk.signedIn('viewer');
  const used = await desk.signedIn('viewer');
  for (let hours = 0; hours <= 166; hours += 6) {
    desk.setNow(now + hours * hour);
    expect((await desk.ask('/suspects', { as: used })).status).toBe(200);
  }
  expect((await desk.ask('/suspects', { as: idle })).status).toBe(303);
  desk.setNow(now + 169 * hour);
  expect((await desk.ask('/suspects', { as: used })).status).toBe(303);
});

test('the same name is not given twice', async () => {
  const desk = await openDesk();
  const user = { password, role: 'viewer' } as const;
  await addUser(desk.parts, owner('command line'), { ...user, name: 'an' });
  await expect(addUser(desk.parts, owner('command line'), { ...user, name: 'AN' })).rejects.toMatchObject({
    code: 'refused',
  });
});

test.each(['0.0.0.0:8080', '10.1.2.3:8080', '[::]:8080', 'desk.example:8080'])(
  'nothing listens on %s before there is an account',
  async (listen) => {
    const desk = await openDesk();
    const config = configSchema.parse({ web: { listen } });
    await expect(assertMayListen(config, desk.store.db)).rejects.toMatchObject({ code: 'bad-configuration' });
    await addTestUser(desk.parts, { name: 'an', password, role: 'administrator', actor: owner('command line') });
    await assertMayListen(config, desk.store.db);
  },
);

test.each(['127.0.0.1:8080', '127.8.8.8:1', '[::1]:8080', 'localhost:8080'])(
  '%s needs no account yet',
  async (listen) => {
    const desk = await openDesk();
    await assertMayListen(configSchema.parse({ web: { listen } }), desk.store.db);
  },
);

test('the language is what the visitor chose, and the choice leads back', async () => {
  const desk = await openDesk();
  const answer = await desk.send('/language', { language: 'en', back: '/sign-in?next=%2Fsuspects' }, null);
  expect(answer.headers.get('location')).toBe('/sign-in?next=%2Fsuspects');
  expect(answer.headers.get('set-cookie')).toContain('vonggac-language=en');
  const page = await desk.ask('/sign-in', { headers: { cookie: 'vonggac-language=en' } });
  expect(await page.text()).toContain('<html lang="en">');
  const away = await desk.send('/language', { language: 'en', back: '//evil.example' }, null);
  expect(away.headers.get('location')).toBe('/');
});
