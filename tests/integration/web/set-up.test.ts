/** The first administrator: where the link is, and what the page asks for. */
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { createSetupLink } from '../../../src/monitor/people/set-up.ts';
import { findUser } from '../../../src/store/people/users.ts';
import { openTestDesk, testOrigin } from '../../support/test-desk.ts';

const now = Date.parse('2026-11-21T14:38:00Z');
const password = 'một câu dài dễ nhớ';

it('whoever meets a dashboard without accounts is told where the link is, and it asks for an address', async () => {
  const desk = await openTestDesk({ now });
  try {
    const file = await createSetupLink(desk.parts, testOrigin);
    const door = async () => (await desk.ask('/sign-in')).text();
    expect(await door()).toContain(file);
    const { pathname } = new URL(readFileSync(file, 'utf8').trim());
    expect(await door()).not.toContain(pathname);
    expect(await (await desk.ask(pathname)).text()).toMatch(/<input id="email" name="email" type="email"/);
    const fields = { name: 'lan.tran', password, 'password-again': password };
    const wrong = await desk.send(pathname, { ...fields, email: 'không phải thư' }, null);
    expect([wrong.status, await wrong.text()]).toEqual([400, expect.stringContaining('value="lan.tran"')]);
    expect((await desk.send(pathname, { ...fields, email: 'lan@co-quan.example' }, null)).status).toBe(303);
    expect(await findUser(desk.store.db, 'lan.tran')).toMatchObject({
      role: 'administrator',
      email: 'lan@co-quan.example',
    });
    expect(await door()).not.toContain(file);
  } finally {
    await desk.close();
  }
});
