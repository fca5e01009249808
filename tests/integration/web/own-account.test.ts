/** One's own account: the password, and where one is signed in. */

import { expect, onTestFinished, test } from 'vitest';
import { owner } from '../../../src/core/people/actor.ts';
import { renewPasswordLink } from '../../../src/monitor/people/manage-people.ts';
import { passwordLinkOwner } from '../../../src/monitor/people/password-link.ts';
import { signIn } from '../../../src/monitor/people/sign-in.ts';
import { createSignInGuard } from '../../../src/monitor/people/sign-in-guard.ts';
import { openTestDesk, type TestDesk } from '../../support/test-desk.ts';
import { addTestUser } from '../../support/test-users.ts';

const now = Date.parse('2026-11-21T14:38:00Z');
const minute = 60_000;
const password = 'một câu dài dễ nhớ';
const newPassword = 'một câu khác còn dài hơn';

async function openDesk() {
  const desk = await openTestDesk({ now });
  onTestFinished(desk.close);
  for (const name of ['an', 'binh'])
    await addTestUser(desk.parts, { name, password, role: 'operator', actor: owner('test') });
  return desk;
}

async function enter(desk: TestDesk, name = 'an', word = password): Promise<string | null> {
  const answer = await desk.send('/sign-in', { name, password: word }, null);
  return /vonggac-session=([^;]+)/.exec(answer.headers.getSetCookie().join('\n'))?.[1] ?? null;
}

const change = (desk: TestDesk, as: string | null, fields: object = {}) =>
  desk.send(
    '/account/password',
    { password, 'new-password': newPassword, 'password-again': newPassword, ...fields },
    as,
  );

const isIn = async (desk: TestDesk, as: string | null) => (await desk.ask('/', { as })).status === 200;

const handles = async (desk: TestDesk, as: string | null) => {
  const page = await (await desk.ask('/account', { as })).text();
  return [...page.matchAll(/\/account\/sessions\/([0-9a-f]{16})\/end/g)].map((match) => match[1] ?? '');
};

test('a new password holds at once and ends every other session', async () => {
  const desk = await openDesk();
  const [here, there, other] = [await enter(desk), await enter(desk), await enter(desk, 'binh')];
  expect((await change(desk, here)).headers.get('location')).toBe('/account?done=password-changed');
  expect(await isIn(desk, here)).toBe(true);
  expect(await isIn(desk, there)).toBe(false);
  expect(await isIn(desk, other)).toBe(true);
  expect(await enter(desk)).toBeNull();
  expect(await enter(desk, 'an', newPassword)).not.toBeNull();
  const audit = JSON.stringify(await desk.store.db.selectFrom('audit').selectAll().execute());
  expect(audit).toContain('password-changed');
  expect(audit).not.toContain(newPassword);
});

test.each([
  [{ password: 'sai mật khẩu rồi' }, 'Mật khẩu hiện tại không đúng'],
  [{ 'password-again': 'khác' }, 'không giống nhau'],
  [{ 'new-password': 'ngắn', 'password-again': 'ngắn' }, 'từ 12 đến 256 ký tự'],
])('%j changes nothing and says why', async (fields, sentence) => {
  const desk = await openDesk();
  const answer = await change(desk, await enter(desk), fields);
  expect(answer.status).toBe(400);
  expect(await answer.text()).toContain(sentence);
  expect(await enter(desk)).not.toBeNull();
});

test('somebody at an open screen can’t guess the password there', async () => {
  const desk = await openDesk();
  const as = await enter(desk);
  for (let n = 0; n < 5; n += 1) await change(desk, as, { password: `sai ${n}` });
  const refused = await change(desk, as);
  expect(refused.status).toBe(400);
  expect(await refused.text()).toContain('15 phút');
});

test('sessions are listed with what they come from, and end one by one or all others at once', async () => {
  const desk = await openDesk();
  const [here, there, third] = [await enter(desk), await enter(desk), await enter(desk)];
  const page = await (await desk.ask('/account', { as: here })).text();
  expect(page.match(/Phiên này/g)).toHaveLength(1);
  const [first = ''] = await handles(desk, here);
  expect(await handles(desk, here)).toHaveLength(2);
  expect((await desk.send(`/account/sessions/${first}/end`, {}, here)).status).toBe(303);
  const left = [await isIn(desk, there), await isIn(desk, third)];
  expect(left.toSorted()).toEqual([false, true]);
  await desk.send('/account/sessions/end-others', {}, here);
  expect([await isIn(desk, here), await isIn(desk, there), await isIn(desk, third)]).toEqual([true, false, false]);
});

test('nobody ends a session of somebody else', async () => {
  const desk = await openDesk();
  const [an, binh, again] = [await enter(desk), await enter(desk, 'binh'), await enter(desk, 'binh')];
  const [target = ''] = await handles(desk, binh);
  expect((await desk.send(`/account/sessions/${target}/end`, {}, an)).status).toBe(404);
  expect([await isIn(desk, binh), await isIn(desk, again)]).toEqual([true, true]);
});

test('what a browser calls itself is shown as two words or as plain text', async () => {
  const desk = await openDesk();
  const as = await enter(desk);
  const shown = async (agent: string) => {
    await desk.store.db.updateTable('sessions').set({ agent }).execute();
    return (await desk.ask('/account', { as })).text();
  };
  expect(
    await shown('Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/130.0 Safari/537.36 Edg/130.0'),
  ).toContain('Edge · Windows');
  expect(await shown('<img src=x onerror=alert(1)>')).not.toContain('<img');
});

test('the list says when a session was last used', async () => {
  const desk = await openDesk();
  const as = await enter(desk);
  desk.setNow(now + 45 * minute);
  await desk.ask('/', { as });
  const row = await desk.store.db.selectFrom('sessions').selectAll().executeTakeFirstOrThrow();
  expect(row).toMatchObject({ createdAt: now, lastSeenAt: now + 45 * minute });
  desk.setNow(now + 50 * minute);
  expect(await (await desk.ask('/account', { as })).text()).toContain('5 phút trước');
});

test('a new password closes every link by which another could be chosen', async () => {
  const desk = await openDesk();
  const { id } = await desk.store.db
    .selectFrom('users')
    .select('id')
    .where('name', '=', 'an')
    .executeTakeFirstOrThrow();
  const token = await renewPasswordLink(desk.parts, owner('test'), id);
  expect((await change(desk, await enter(desk))).status).toBe(303);
  expect(await passwordLinkOwner(desk.parts, token)).toBeNull();
});

test('whoever is turned away because many are signing in has not guessed wrong', async () => {
  const desk = await openDesk();
  const guard = createSignInGuard();
  const { promise, resolve } = Promise.withResolvers<void>();
  const crowd = Array.from({ length: 20 }, () => guard.queue(() => promise));
  const attempt = { name: 'an', password, client: { address: '192.0.2.7', agent: '' } };
  for (let tries = 0; tries < 6; tries += 1) {
    await expect(signIn(desk.parts, guard, attempt)).rejects.toThrow(/Too many people/);
  }
  resolve();
  await Promise.all(crowd);
  expect(await signIn(desk.parts, guard, attempt)).toMatchObject({ ok: true });
});
