/** Behind a reverse proxy each visitor has an own address: in the list of sessions, and when passwords are guessed. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openTestDesk, type TestDesk, testOrigin } from '../../support/test-desk.ts';

const now = Date.parse('2026-11-21T14:38:00Z');
const proxy = '172.18.0.1';
let desk: TestDesk;

beforeAll(async () => {
  desk = await openTestDesk({ now, config: { web: { trustedProxies: ['172.16.0.0/12'] } } });
});
afterAll(() => desk.close());

/** As it arrives from the proxy, which heard it from `visitor`. */
async function viaProxy(path: string, visitor: string, cookie: string, fields?: Record<string, string>) {
  const headers = { host: new URL(testOrigin).host, accept: 'text/html', cookie, 'x-forwarded-for': visitor };
  const form = fields && {
    method: 'POST',
    headers: { ...headers, 'content-type': 'application/x-www-form-urlencoded', 'sec-fetch-site': 'same-origin' },
    body: new URLSearchParams(fields).toString(),
  };
  return desk.app.request(`${testOrigin}${path}`, form ?? { headers }, {
    incoming: { socket: { remoteAddress: proxy } },
  });
}

test('one visitor’s wrong passwords make nobody else wait', async () => {
  const page = await viaProxy('/sign-in', '203.0.113.66', '');
  const cookie = page.headers.get('set-cookie')?.split(';')[0] ?? '';
  const token = /name="form-token" value="([^"]+)"/.exec(await page.text())?.[1] ?? '';
  const fields = { 'form-token': token, name: 'lan.tran', password: 'sai mật khẩu này' };
  const answers: number[] = [];
  for (let guess = 0; guess < 6; guess++)
    answers.push((await viaProxy('/sign-in', '203.0.113.66', cookie, fields)).status);
  expect(answers).toEqual([401, 401, 401, 401, 401, 429]);
  expect((await viaProxy('/sign-in', '203.0.113.77', cookie, fields)).status).toBe(401);
});

test('the list of sessions names the visitor, not the proxy', async () => {
  const token = await desk.signedIn('viewer');
  // The place of a session is written down anew when it is a while ago.
  desk.setNow(now + 3_600_000);
  const account = await (await viaProxy('/account', '203.0.113.77', `vonggac-session=${token}`)).text();
  expect(account).toContain('203.0.113.77');
  expect(account).not.toContain(proxy);
});
