import { expect, test } from 'vitest';
import { type Capability, holds } from '../../../../src/core/people/actor.ts';
import { userName } from '../../../../src/monitor/people/add-user.ts';
import { actorOf, assertHolder, roles } from '../../../../src/monitor/people/capabilities.ts';
import { listenAddress } from '../../../../src/monitor/people/may-listen.ts';
import { oneAtATime } from '../../../../src/monitor/people/one-at-a-time.ts';
import { assertPassword, hashPassword, verifyPassword } from '../../../../src/monitor/people/password.ts';
import { formToken, isSameToken } from '../../../../src/monitor/people/token.ts';

test('a password is verified in whatever Unicode form it is typed, and no other is', async () => {
  const hash = await hashPassword('mật khẩu trực đêm'.normalize('NFC'));
  expect(hash).toMatch(/^scrypt\$131072\$8\$1\$/);
  expect(await verifyPassword('mật khẩu trực đêm'.normalize('NFD'), hash)).toBe(true);
  expect(await verifyPassword('mat khau truc dem', hash)).toBe(false);
});

test.each(['ngắn quá', 'a'.repeat(257), 'minh.anh1234'])('the password %j is refused', (password) => {
  expect(() => assertPassword(password, 'minh.anh')).toThrow(/password/);
});

test.each([
  ['  Minh.Anh ', 'minh.anh'],
  ['ĐỨC', 'đức'],
  ['truc@so.example', 'truc@so.example'],
])('the user name %j is kept as %j', (given, kept) => {
  expect(userName(given)).toBe(kept);
});

test.each(['a', '', '-an', 'an\u202e', '<b>an', 'a b', 'x'.repeat(65)])('the user name %j is refused', (name) => {
  expect(() => userName(name)).toThrow(/user name/);
});

test('each role may do this and no more', () => {
  const everything = ['own-account', 'see', 'judge', 'approve', 'manage-sites', 'audit', 'manage-people'] as const;
  const held = (role: (typeof roles)[number], agencyId: number | null): Capability[] =>
    everything.filter((capability) => holds(actorOf({ name: 'an', role, agencyId }), capability));
  expect(Object.fromEntries(roles.map((role) => [role, held(role, null)]))).toEqual({
    administrator: [...everything],
    operator: ['own-account', 'see', 'judge', 'approve', 'manage-sites'],
    approver: ['own-account', 'see', 'approve'],
    viewer: ['own-account', 'see'],
    auditor: ['own-account', 'see', 'audit'],
  });
  expect(held('operator', 7)).toEqual(held('operator', null));
  // Such rows can't be written; if one were, it would not reach over its agency.
  expect(held('administrator', 7)).toEqual(held('operator', 7));
  expect(held('auditor', 7)).toEqual(held('viewer', 7));
});

test('an agency has no administrators and auditors of its own', () => {
  for (const role of ['administrator', 'auditor'] as const) {
    expect(() => assertHolder({ role, agencyId: 7 })).toThrow(/every agency/);
    assertHolder({ role, agencyId: null });
  }
  for (const role of ['operator', 'approver', 'viewer'] as const) assertHolder({ role, agencyId: 7 });
});

test.each([
  ['127.0.0.1:8080', '127.0.0.1', 8080],
  ['[::1]:80', '::1', 80],
  ['desk.example:9000', 'desk.example', 9000],
])('%s is read as host and port', (listen, host, port) => {
  expect(listenAddress(listen)).toEqual({ host, port });
});

test('hashes are made one after another, and past the queue they are refused', async () => {
  const queue = oneAtATime(3);
  let running = 0;
  let most = 0;
  const work = async () => {
    running += 1;
    most = Math.max(most, running);
    await Promise.resolve();
    running -= 1;
  };
  const three = [queue(work), queue(work), queue(work)];
  expect(() => queue(work)).toThrow(/Too many/);
  await Promise.all(three);
  expect(most).toBe(1);
  await queue(work);
});

test('form tokens differ by session and are compared whole', () => {
  expect(formToken('a')).not.toBe(formToken('b'));
  expect(isSameToken(formToken('a'), formToken('a'))).toBe(true);
  expect(isSameToken('abc', 'abcd')).toBe(false);
});
