/** The second factor: enrolled with the password, asked at sign-in, each code taken once, lost devices. */

import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { generateSync } from 'otplib';
import { expect, onTestFinished, test } from 'vitest';
import { owner } from '../../../src/core/people/actor.ts';
import { deskKey, seal, unseal } from '../../../src/monitor/people/desk-key.ts';
import { openTestDesk, type TestDesk } from '../../support/test-desk.ts';
import { addTestUser } from '../../support/test-users.ts';

const now = Date.parse('2026-11-21T14:38:00Z');
const password = 'một câu dài dễ nhớ';
const step = 30_000;

async function openDesk() {
  const desk = await openTestDesk({ now });
  onTestFinished(desk.close);
  await addTestUser(desk.parts, { name: 'an', password, role: 'operator', actor: owner('command line') });
  return desk;
}

const cookieOf = (answer: Response, name: string) =>
  new RegExp(`vonggac-${name}=([^;]+)`).exec(answer.headers.getSetCookie().join('\n'))?.[1] ?? null;

const codeOf = (secret: string, at: number) => generateSync({ secret, epoch: Math.floor(at / 1_000) });

async function enter(desk: TestDesk): Promise<string> {
  return cookieOf(await desk.send('/sign-in', { name: 'an', password }, null), 'session') ?? '';
}

/** Switches it on as the person does; the clock stands at `now`, whose code is spent by this. */
async function enrol(desk: TestDesk, as: string) {
  const begun = await desk.send('/account/second-factor/begin', { 'factor-password': password }, as);
  expect(begun.headers.get('location')).toBe('/account/second-factor');
  const page = await (await desk.ask('/account/second-factor', { as })).text();
  const secret = (/<code>([A-Z2-7 ]+)<\/code>/.exec(page)?.[1] ?? '').replaceAll(' ', '');
  expect(page).toMatch(/<svg class="qr" viewBox="0 0 \d+ \d+"/);
  const shown = await desk.send('/account/second-factor/confirm', { code: codeOf(secret, now) }, as);
  expect(shown.status).toBe(200);
  const codes = [...(await shown.text()).matchAll(/<code>([a-z0-9-]{19})<\/code>/g)].map((match) => match[1] ?? '');
  expect(new Set(codes).size).toBe(10);
  return { secret, codes };
}

/** The password, then the code, as one browser. */
async function enterWith(desk: TestDesk, code: string) {
  const first = await desk.send('/sign-in', { name: 'an', password, next: '/suspects' }, null);
  expect(first.headers.get('location')).toBe('/sign-in/code?next=%2Fsuspects');
  expect(cookieOf(first, 'session')).toBeNull();
  return typeCode(desk, cookieOf(first, 'step') ?? '', code);
}

async function typeCode(desk: TestDesk, stepToken: string, code: string) {
  const cookie = `vonggac-step=${stepToken}; vonggac-visitor=besucher`;
  const page = await desk.ask('/sign-in/code', { headers: { cookie } });
  const token = /name="form-token" value="([^"]+)"/.exec(await page.text())?.[1] ?? '';
  return desk.ask('/sign-in/code', {
    method: 'POST',
    headers: { cookie, 'content-type': 'application/x-www-form-urlencoded', 'sec-fetch-site': 'same-origin' },
    body: new URLSearchParams({ 'form-token': token, code, next: '/suspects' }).toString(),
  });
}

test('once it is on, the password alone opens nothing and the code does', async () => {
  const desk = await openDesk();
  const { secret } = await enrol(desk, await enter(desk));
  desk.setNow(now + step);
  const answer = await enterWith(desk, codeOf(secret, now + step));
  expect([answer.status, answer.headers.get('location')]).toEqual([303, '/suspects']);
  expect((await desk.ask('/', { as: cookieOf(answer, 'session') })).status).toBe(200);
  const acts = await desk.store.db.selectFrom('audit').select('act').orderBy('seq').execute();
  expect(acts.map((row) => row.act)).toEqual(['user-added', 'signed-in', 'second-factor-on', 'signed-in']);
});

test('the code that enrolled and one that was taken are not taken again', async () => {
  const desk = await openDesk();
  const { secret } = await enrol(desk, await enter(desk));
  expect((await enterWith(desk, codeOf(secret, now))).status).toBe(401);
  desk.setNow(now + step);
  const code = codeOf(secret, now + step);
  expect((await enterWith(desk, code)).status).toBe(303);
  expect((await enterWith(desk, code)).status).toBe(401);
});

test.each([
  [-1, 303],
  [1, 303],
  [-2, 401],
  [2, 401],
])('a code %i steps beside the time is answered with %i', async (steps, status) => {
  const desk = await openDesk();
  const { secret } = await enrol(desk, await enter(desk));
  const later = now + 10 * step;
  desk.setNow(later);
  expect((await enterWith(desk, codeOf(secret, later + steps * step))).status).toBe(status);
});

test('a recovery code opens once, however it is typed', async () => {
  const desk = await openDesk();
  const { codes } = await enrol(desk, await enter(desk));
  const [first = '', second = ''] = codes;
  expect((await enterWith(desk, first.toUpperCase().replaceAll('-', ' '))).status).toBe(303);
  expect((await enterWith(desk, first)).status).toBe(401);
  expect((await enterWith(desk, second)).status).toBe(303);
  const kept = await desk.store.db.selectFrom('recoveryCodes').selectAll().execute();
  expect(kept).toHaveLength(8);
  expect(JSON.stringify(kept)).not.toContain(codes[5]);
});

test('after five wrong codes the right one has to wait', async () => {
  const desk = await openDesk();
  const { secret } = await enrol(desk, await enter(desk));
  desk.setNow(now + step);
  for (let n = 0; n < 5; n += 1) expect((await enterWith(desk, '000000')).status).toBe(401);
  expect((await enterWith(desk, codeOf(secret, now + step))).status).toBe(429);
  const later = now + 16 * 60_000;
  desk.setNow(later);
  expect((await enterWith(desk, codeOf(secret, later))).status).toBe(303);
});

test('the step between password and code ends after ten minutes, and with its use', async () => {
  const desk = await openDesk();
  const { secret } = await enrol(desk, await enter(desk));
  const begun = cookieOf(await desk.send('/sign-in', { name: 'an', password }, null), 'step') ?? '';
  const later = now + 11 * 60_000;
  desk.setNow(later);
  const answer = await typeCode(desk, begun, codeOf(secret, later));
  expect([answer.status, cookieOf(answer, 'session')]).toEqual([403, null]);
  expect((await desk.ask('/sign-in/code')).headers.get('location')).toBe('/sign-in');
});

test('switching it on asks for the password and a code, and ends the other sessions', async () => {
  const desk = await openDesk();
  const [here, there] = [await enter(desk), await enter(desk)];
  const wrong = await desk.send('/account/second-factor/begin', { 'factor-password': 'sai mật khẩu' }, here);
  expect(wrong.status).toBe(400);
  expect(await wrong.text()).toContain('Mật khẩu hiện tại không đúng');
  expect((await desk.ask('/account/second-factor', { as: here })).headers.get('location')).toBe('/account');
  await desk.send('/account/second-factor/begin', { 'factor-password': password }, here);
  expect((await desk.send('/account/second-factor/confirm', { code: '000000' }, here)).status).toBe(400);
  expect((await desk.send('/sign-in', { name: 'an', password }, null)).headers.get('location')).toBe('/');
  await enrol(desk, here);
  expect((await desk.ask('/', { as: here })).status).toBe(200);
  expect((await desk.ask('/', { as: there })).status).toBe(303);
});

test('one that was begun and left alone for a quarter of an hour can’t be finished', async () => {
  const desk = await openDesk();
  const as = await enter(desk);
  await desk.send('/account/second-factor/begin', { 'factor-password': password }, as);
  expect((await desk.ask('/account/second-factor', { as })).status).toBe(200);
  desk.setNow(now + 15 * 60_000);
  expect((await desk.ask('/account/second-factor', { as })).headers.get('location')).toBe('/account');
});

test('its owner switches it off with the password, an administrator without, and both are recorded', async () => {
  const desk = await openDesk();
  const as = await enter(desk);
  await enrol(desk, as);
  expect((await desk.send('/account/second-factor/end', { 'factor-password': 'sai' }, as)).status).toBe(400);
  expect((await desk.send('/account/second-factor/end', { 'factor-password': password }, as)).status).toBe(303);
  expect((await desk.send('/sign-in', { name: 'an', password }, null)).headers.get('location')).toBe('/');
  await enrol(desk, as);
  const administrator = await desk.signedIn('administrator');
  expect((await desk.send('/people/1/forget-second-factor', {}, administrator)).status).toBe(303);
  expect((await desk.send('/people/1/forget-second-factor', {}, administrator)).status).toBe(409);
  const rows = await desk.store.db
    .selectFrom('audit')
    .select('actor')
    .where('act', '=', 'second-factor-off')
    .orderBy('seq')
    .execute();
  expect(rows.map((row) => row.actor)).toEqual(['an', 'administrator']);
  expect(await desk.store.db.selectFrom('recoveryCodes').selectAll().execute()).toEqual([]);
});

test('the secret is sealed with a key that lies beside the database, for its owner only', async () => {
  const desk = await openDesk();
  const { secret, codes } = await enrol(desk, await enter(desk));
  const [user] = await desk.store.db.selectFrom('users').selectAll().execute();
  expect(JSON.stringify(user)).not.toContain(secret);
  expect((await stat(join(desk.store.dir, 'desk-key'))).mode & 0o777).toBe(0o600);
  const key = await deskKey(desk.store.dir);
  expect(unseal(key, 'totp', user?.totpSecret ?? '')).toBe(secret);
  expect(unseal(key, 'other', user?.totpSecret ?? '')).toBeNull();
  expect(unseal(Buffer.alloc(32), 'totp', seal(key, 'totp', 'x'))).toBeNull();
  // With another key the codes are void, and the recovery codes still open.
  await desk.store.db
    .updateTable('users')
    .set({ totpSecret: seal(Buffer.alloc(32), 'totp', secret) })
    .execute();
  desk.setNow(now + step);
  expect((await enterWith(desk, codeOf(secret, now + step))).status).toBe(401);
  expect((await enterWith(desk, codes[3] ?? '')).status).toBe(303);
});
