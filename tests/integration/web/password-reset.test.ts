/** A new password by mail: one link, an hour, and nothing told about who has an account. */

import { expect, onTestFinished, test } from 'vitest';
import { loadPlaybook } from '../../../src/config/playbook.ts';
import type { Notification } from '../../../src/core/notices/message.ts';
import { owner } from '../../../src/core/people/actor.ts';
import { dispatchNext } from '../../../src/monitor/notices/dispatch.ts';
import { renderNotice } from '../../../src/notify/mail/render.ts';
import { mailBy } from '../../support/test-channels.ts';
import { openTestDesk, type TestDesk } from '../../support/test-desk.ts';
import { addTestUser } from '../../support/test-users.ts';

const now = Date.parse('2026-11-21T14:38:00Z');
const minute = 60_000;
const password = 'một câu dài dễ nhớ';
const newPassword = 'một câu khác còn dài hơn';

async function openDesk(config: object = { web: { publicUrl: 'http://desk.example' } }) {
  const desk = await openTestDesk({ now, config });
  onTestFinished(desk.close);
  const user = { password, role: 'operator', actor: owner('test') } as const;
  await addTestUser(desk.parts, { ...user, name: 'an', email: 'An.Le@anlac.example' });
  await addTestUser(desk.parts, { ...user, name: 'binh' });
  return desk;
}

const ask = (desk: TestDesk, name: string) => desk.send('/forgot-password', { name }, null);

/** What leaves for the mail server. */
async function sent(desk: TestDesk): Promise<{ to: string; text: string; link: string }[]> {
  const messages: Notification[] = [];
  const deliver = async (notification: Notification) => {
    messages.push(notification);
    return { status: 'sent', response: '250' } as const;
  };
  while (await dispatchNext({ ...desk.parts, channels: mailBy(deliver, desk.parts.config) }, 'test'));
  return messages.map(({ endpoint: recipient, notice }) => {
    const { text } = renderNotice(notice, {
      languages: ['vi', 'en'],
      timeZone: 'Asia/Ho_Chi_Minh',
      playbook: loadPlaybook(''),
    });
    return {
      to: recipient,
      text,
      link: /http:\/\/desk\.example(\/choose-password\/[\w-]{43})\n/.exec(text)?.[1] ?? '',
    };
  });
}

const choose = (desk: TestDesk, link: string) =>
  desk.send(link, { password: newPassword, 'password-again': newPassword }, null);

test('the mailed link leads to a new password once, and ends the old sessions', async () => {
  const desk = await openDesk();
  const old = await desk.send('/sign-in', { name: 'an', password }, null);
  const session = /vonggac-session=([^;]+)/.exec(old.headers.getSetCookie().join('\n'))?.[1] ?? null;
  await ask(desk, ' AN ');
  const [message, ...others] = await sent(desk);
  expect(others).toEqual([]);
  expect(message?.to).toBe('An.Le@anlac.example');
  expect(message?.text).toContain('ĐẶT LẠI MẬT KHẨU');
  expect((await desk.send('/sign-in', { name: 'an', password }, null)).status).toBe(303);
  expect((await choose(desk, message?.link ?? '')).headers.get('location')).toBe('/sign-in?done=password-chosen');
  expect((await desk.ask('/', { as: session })).status).toBe(303);
  expect((await desk.send('/sign-in', { name: 'an', password }, null)).status).toBe(401);
  expect((await desk.send('/sign-in', { name: 'an', password: newPassword }, null)).status).toBe(303);
  expect((await choose(desk, message?.link ?? '')).status).toBe(404);
});

test('the database never holds the link, neither before nor after it was sent', async () => {
  const desk = await openDesk();
  await ask(desk, 'an');
  const rows = async () =>
    JSON.stringify([
      await desk.store.db.selectFrom('notices').selectAll().execute(),
      await desk.store.db.selectFrom('outbox').selectAll().execute(),
      await desk.store.db.selectFrom('userTokens').selectAll().execute(),
      await desk.store.db.selectFrom('audit').selectAll().execute(),
    ]);
  const before = await rows();
  const token = (await sent(desk))[0]?.link.split('/').at(-1) ?? 'none';
  expect(token).toHaveLength(43);
  expect(before).not.toContain(token);
  expect(await rows()).not.toContain(token);
});

test('the address of the account is as good as its name', async () => {
  const desk = await openDesk();
  await ask(desk, 'an.le@ANLAC.example');
  expect(await sent(desk)).toHaveLength(1);
});

test.each(['binh', 'khong.co', '', "an' or 1=1 --"])('%j gets the same answer and no mail', async (name) => {
  const desk = await openDesk();
  const plain = async (answer: Response) => (await answer.text()).replace(/value="[^"]*"/g, '');
  const known = await ask(desk, 'an');
  const answer = await ask(desk, name);
  expect(answer.status).toBe(known.status);
  expect(await plain(answer)).toBe(await plain(known));
  expect((await sent(desk)).map(({ to }) => to)).toEqual(['An.Le@anlac.example']);
});

test('a link ends after an hour, and when a newer one is asked for', async () => {
  const desk = await openDesk();
  await ask(desk, 'an');
  await ask(desk, 'an');
  const [first, second] = await sent(desk);
  expect((await desk.ask(first?.link ?? '')).status).toBe(404);
  expect((await desk.ask(second?.link ?? '')).status).toBe(200);
  desk.setNow(now + 60 * minute);
  expect((await desk.ask(second?.link ?? '')).status).toBe(404);
});

test('a mailbox is not filled: the fourth wish in a quarter of an hour is not heard', async () => {
  const desk = await openDesk();
  for (let n = 0; n < 5; n += 1) expect((await ask(desk, 'an')).status).toBe(200);
  expect(await sent(desk)).toHaveLength(3);
  desk.setNow(now + 16 * minute);
  await ask(desk, 'an');
  expect(await sent(desk)).toHaveLength(1);
});

test('a wish by mail does not end the link that an administrator handed over', async () => {
  const desk = await openDesk();
  const administrator = await desk.signedIn('administrator');
  const page = await (await desk.send('/people/1/link', {}, administrator)).text();
  const link = /\/choose-password\/[\w-]{43}/.exec(page)?.[0] ?? '';
  await ask(desk, 'an');
  expect((await desk.ask(link)).status).toBe(200);
  expect((await choose(desk, link)).status).toBe(303);
  // Either of them is the last.
  expect((await desk.ask((await sent(desk))[0]?.link ?? '')).status).toBe(404);
});

test('a disabled person and one whose address was changed get nothing by the old link', async () => {
  const desk = await openDesk();
  const administrator = await desk.signedIn('administrator');
  await ask(desk, 'an');
  const [message] = await sent(desk);
  await desk.send('/people/1/change', { role: 'operator', agency: '', email: 'khac@anlac.example' }, administrator);
  expect((await desk.ask(message?.link ?? '')).status).toBe(404);
  await desk.send('/people/1/disable', {}, administrator);
  await ask(desk, 'an');
  expect(await sent(desk)).toEqual([]);
});

test('without a public address nobody is promised a mail', async () => {
  const desk = await openDesk({});
  expect(await (await desk.ask('/forgot-password')).text()).toContain('liên hệ quản trị viên');
  await ask(desk, 'an');
  expect(await sent(desk)).toEqual([]);
});

test('a message whose link would be over when it arrives is not tried any more', async () => {
  const desk = await openDesk();
  await ask(desk, 'an');
  const tries: number[] = [];
  const deliver = async () => {
    tries.push(desk.parts.clock());
    return { status: 'later', reason: '451 greylisted' } as const;
  };
  for (let passed = 0; passed <= 180; passed++) {
    desk.setNow(now + passed * minute);
    await dispatchNext({ ...desk.parts, channels: mailBy(deliver, desk.parts.config) }, 'test');
  }
  expect(tries.map((at) => (at - now) / minute)).toEqual([0, 1, 6, 21]);
  expect(await desk.store.db.selectFrom('outbox').select(['status', 'lastError']).execute()).toEqual([
    { status: 'dead', lastError: 'given up: 451 greylisted' },
  ]);
});

test('a message that waited until its link was over does not leave', async () => {
  const desk = await openDesk();
  await ask(desk, 'an');
  desk.setNow(now + 60 * minute);
  expect(await sent(desk)).toEqual([]);
  expect(await desk.store.db.selectFrom('outbox').select(['status', 'lastError']).execute()).toEqual([
    { status: 'dead', lastError: 'The link in the message ended before the message could leave.' },
  ]);
});
