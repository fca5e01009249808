/** Administrators create, move and disable accounts; auditors read what was done. */

import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { owner } from '../../../src/core/people/actor.ts';
import { addUser } from '../../../src/monitor/people/add-user.ts';
import { deskKey } from '../../../src/monitor/people/desk-key.ts';
import { verifyAudit } from '../../../src/store/records/audit.ts';
import { seedSite } from '../../support/seed-desk.ts';
import { openTestDesk } from '../../support/test-desk.ts';

const now = Date.parse('2026-11-21T14:38:00Z');
const password = 'một câu dài dễ nhớ';

async function openDesk() {
  const desk = await openTestDesk({ now });
  onTestFinished(desk.close);
  await seedSite(desk.store, now, { url: 'https://anlac.example/', agency: 'UBND tỉnh An Lạc' });
  await seedSite(desk.store, now, { url: 'https://binhson.example/', agency: 'UBND tỉnh Bình Sơn' });
  return { ...desk, as: await desk.signedIn('administrator') };
}

type Desk = Awaited<ReturnType<typeof openDesk>>;

const userOf = (desk: Desk, name: string) =>
  desk.store.db.selectFrom('users').selectAll().where('name', '=', name).executeTakeFirstOrThrow();

const linkIn = (html: string) => /\/choose-password\/[\w-]{43}/.exec(html)?.[0] ?? '';

const sessionOf = (answer: Response) =>
  /vonggac-session=([^;]+)/.exec(answer.headers.getSetCookie().join('\n'))?.[1] ?? null;

async function invite(desk: Desk, fields: Record<string, string>): Promise<string> {
  const answer = await desk.send('/people', { name: 'lan.tran', role: 'operator', agency: '1', ...fields }, desk.as);
  expect(answer.status).toBe(200);
  return linkIn(await answer.text());
}

const choose = (desk: Desk, link: string, word = password) =>
  desk.send(link, { password: word, 'password-again': word }, null);

test('an invited person chooses a password by a link that works once, and sees the own agency', async () => {
  const desk = await openDesk();
  const link = await invite(desk, { email: 'lan@anlac.example' });
  expect((await desk.send('/sign-in', { name: 'lan.tran', password }, null)).status).toBe(401);
  expect((await desk.ask(link)).status).toBe(200);
  expect((await choose(desk, link, 'ngắn')).status).toBe(400);
  const differs = await desk.send(link, { password, 'password-again': `${password}!` }, null);
  expect(differs.status).toBe(400);
  expect((await choose(desk, link)).headers.get('location')).toBe('/sign-in?done=password-chosen');
  expect((await desk.ask(link)).status).toBe(404);
  expect((await choose(desk, link)).status).toBe(404);
  const token = sessionOf(await desk.send('/sign-in', { name: 'lan.tran', password }, null));
  const board = await (await desk.ask('/', { as: token })).text();
  expect(board).toContain('anlac.example');
  expect(board).not.toContain('binhson.example');
  const stored = JSON.stringify(await desk.store.db.selectFrom('userTokens').selectAll().execute());
  expect(stored).not.toContain(link.split('/').at(-1));
});

test('a link ends after three days, when a newer one is made, and when its owner is disabled', async () => {
  const desk = await openDesk();
  const first = await invite(desk, {});
  const { id } = await userOf(desk, 'lan.tran');
  const second = linkIn(await (await desk.send(`/people/${id}/link`, {}, desk.as)).text());
  expect((await desk.ask(first)).status).toBe(404);
  expect((await desk.ask(second)).status).toBe(200);
  desk.setNow(now + 3 * 86_400_000);
  expect((await desk.ask(second)).status).toBe(404);
  desk.setNow(now);
  expect((await desk.send(`/people/${id}/disable`, {}, desk.as)).status).toBe(303);
  expect((await desk.ask(second)).status).toBe(404);
  await desk.send(`/people/${id}/enable`, {}, desk.as);
  expect((await desk.ask(second)).status).toBe(404);
});

test('a disabled person is out at once and in again when enabled', async () => {
  const desk = await openDesk();
  await choose(desk, await invite(desk, {}));
  const { id } = await userOf(desk, 'lan.tran');
  const token = sessionOf(await desk.send('/sign-in', { name: 'lan.tran', password }, null));
  expect((await desk.ask('/', { as: token })).status).toBe(200);
  await desk.send(`/people/${id}/disable`, {}, desk.as);
  expect((await desk.ask('/', { as: token })).status).toBe(303);
  expect((await desk.send('/sign-in', { name: 'lan.tran', password }, null)).status).toBe(401);
  await desk.send(`/people/${id}/enable`, {}, desk.as);
  expect((await desk.ask('/', { as: token })).status).toBe(303);
  expect((await desk.send('/sign-in', { name: 'lan.tran', password }, null)).status).toBe(303);
});

test('somebody who moves to another agency is signed out and sees the new one', async () => {
  const desk = await openDesk();
  await choose(desk, await invite(desk, {}));
  const { id } = await userOf(desk, 'lan.tran');
  const enter = async () => sessionOf(await desk.send('/sign-in', { name: 'lan.tran', password }, null));
  const before = await enter();
  const old = await (await desk.ask('/', { as: before })).text();
  expect(old).toContain('anlac.example');
  expect(old).not.toContain('binhson.example');
  await desk.send(`/people/${id}/change`, { role: 'viewer', agency: '2', email: '' }, desk.as);
  expect((await desk.ask('/', { as: before })).status).toBe(303);
  const fresh = await (await desk.ask('/', { as: await enter() })).text();
  expect(fresh).toContain('binhson.example');
  expect(fresh).not.toContain('anlac.example');
});

test('administrators can neither lock themselves out nor remove the last of them', async () => {
  const desk = await openDesk();
  const own = await userOf(desk, 'administrator');
  expect((await desk.send(`/people/${own.id}/disable`, {}, desk.as)).status).toBe(409);
  expect((await desk.send(`/people/${own.id}/change`, { role: 'viewer' }, desk.as)).status).toBe(409);
  const keep = { role: 'administrator', agency: '', email: 'qt@dieuphoi.example' };
  expect((await desk.send(`/people/${own.id}/change`, keep, desk.as)).status).toBe(303);
  expect(await userOf(desk, 'administrator')).toMatchObject({ role: 'administrator', email: 'qt@dieuphoi.example' });
  expect((await desk.ask('/people', { as: desk.as })).status).toBe(200);
});

test.each([
  [{ name: 'x' }, 'từ 2 đến 64'],
  [{ name: 'Administrator' }, 'Đã có tài khoản tên administrator'],
  [{ role: 'auditor', agency: '1' }, 'hãy để trống cơ quan'],
  [{ role: 'administrator', agency: '1' }, 'hãy để trống cơ quan'],
  [{ agency: '99' }, 'Không có cơ quan này'],
  [{ email: 'khong phai thu' }, 'thư điện tử không hợp lệ'],
])('%j is explained on the page and creates nothing', async (fields, sentence) => {
  const desk = await openDesk();
  const answer = await desk.send('/people', { name: 'lan.tran', role: 'viewer', agency: '', ...fields }, desk.as);
  expect(answer.status).toBe(400);
  expect(await answer.text()).toContain(sentence);
  expect(await desk.store.db.selectFrom('users').selectAll().execute()).toHaveLength(1);
});

test('a role that does not exist is the one that may do least', async () => {
  const desk = await openDesk();
  await invite(desk, { role: 'root', agency: '' });
  expect(await userOf(desk, 'lan.tran')).toMatchObject({ role: 'viewer', agencyId: null });
});

test('the command line binds an account to an agency that is there', async () => {
  const desk = await openDesk();
  const user = { name: 'an', password, role: 'operator' } as const;
  await expect(addUser(desk.parts, owner('command line'), { ...user, agency: 'Không có' })).rejects.toMatchObject({
    code: 'not-found',
  });
  await addUser(desk.parts, owner('command line'), {
    ...user,
    agency: 'UBND tỉnh Bình Sơn',
    email: 'an@binhson.example',
  });
  expect(await userOf(desk, 'an')).toMatchObject({ agencyId: 2, email: 'an@binhson.example' });
});

test('an auditor reads every act with its maker, filtered, and sees that the chain holds', async () => {
  const desk = await openDesk();
  await invite(desk, {});
  const { id } = await userOf(desk, 'lan.tran');
  await desk.send(`/people/${id}/disable`, {}, desk.as);
  const auditor = await desk.signedIn('auditor');
  const page = await (await desk.ask('/audit', { as: auditor })).text();
  for (const words of [
    'Tạo tài khoản',
    'Khóa tài khoản',
    'tài khoản lan.tran',
    'cơ quan: UBND tỉnh An Lạc',
    'vai trò: Vận hành',
  ]) {
    expect(page).toContain(words);
  }
  expect(page).toContain('Nhật ký nguyên vẹn: đã đối chiếu 4 dòng');
  const shown = async (query: string) => {
    const html = await (await desk.ask(`/audit?${query}`, { as: auditor })).text();
    return [...html.matchAll(/<b>([^<]*)<\/b> · /g)].map((match) => match[1]);
  };
  expect(await shown('act=user-disabled')).toEqual(['Khóa tài khoản']);
  expect(await shown('subject=user+lan.tran')).toEqual(['Khóa tài khoản', 'Tạo tài khoản']);
  expect(await shown('subject=user+lan')).toEqual([]);
  // As it is read on the page, not only as it is recorded.
  expect(await shown(`subject=${encodeURIComponent('tài khoản lan.tran')}`)).toEqual([
    'Khóa tài khoản',
    'Tạo tài khoản',
  ]);
  expect(await shown('actor=AUDITOR')).toEqual(['Đăng nhập']);
  expect(await verifyAudit(desk.store.db)).toMatchObject({ ok: true, rows: 4 });
});

test('a row that was changed in the file shows as tampering', async () => {
  const desk = await openDesk();
  const auditor = await desk.signedIn('auditor');
  expect(await (await desk.ask('/audit', { as: auditor })).text()).toContain('Nhật ký nguyên vẹn');
  await desk.store.db
    .updateTable('audit')
    .set({ actor: 'ai đó' } as object)
    .where('seq', '=', 1)
    .execute();
  desk.setNow(now + 61_000);
  const page = await (await desk.ask('/audit', { as: auditor })).text();
  expect(page).toContain('dòng 1 không nối tiếp');
  expect(page).not.toContain('Nhật ký nguyên vẹn');
});

test('the key beside the database is the same whoever makes it first', async () => {
  const desk = await openDesk();
  const keys = await Promise.all(Array.from({ length: 8 }, () => deskKey(desk.store.dir)));
  expect(new Set(keys.map((key) => key.toString('hex'))).size).toBe(1);
  expect((await readdir(desk.store.dir)).filter((name) => name.startsWith('desk-key'))).toEqual(['desk-key']);
  await writeFile(join(desk.store.dir, 'desk-key'), 'ngắn');
  await expect(deskKey(desk.store.dir)).rejects.toMatchObject({ code: 'storage-failed' });
});
