/** The way to an identity provider at another site and back, with a browser's own rules about cookies. */
import { Hono } from 'hono';
import { expect, onTestFinished, test } from 'vitest';
import { startWeb } from '../../../src/web/start-web.ts';
import { startTestProvider, testClient } from '../../support/identity-provider.ts';
import { launchTestBrowser } from '../../support/test-browser.ts';
import { openTestDesk, type TestDesk } from '../../support/test-desk.ts';

test('a person comes back from another site signed in, with a cookie that other sites can’t use', async () => {
  const found: { desk?: TestDesk } = {};
  const front = new Hono();
  // The desk must know its address before it is made, and the port is known only once something listens.
  front.all('*', (context) => found.desk?.app.fetch(context.req.raw, context.env) ?? context.notFound());
  const web = await startWeb(front, '127.0.0.1:0');
  // `localhost` and `127.0.0.1` are two sites to a browser.
  const publicUrl = `http://localhost:${new URL(web.url).port}`;
  const person = { sub: '7', preferred_username: 'lan.tran', email: 'lan@anlac.example', groups: ['vg'] };
  const provider = await startTestProvider(`${publicUrl}/sign-in/provider/back`, person);
  const oidc = {
    issuer: provider.issuer,
    ...testClient,
    label: 'Cổng định danh',
    roles: [{ claim: 'vg', role: 'viewer' }],
  };
  const desk = await openTestDesk({ now: Date.parse('2026-11-21T14:38:00Z'), config: { web: { publicUrl }, oidc } });
  found.desk = desk;
  const browser = await launchTestBrowser();
  onTestFinished(async () => {
    await browser.close();
    await provider.close();
    await web.close();
    await desk.close();
  });
  const context = await browser.newContext({ locale: 'vi-VN' });
  const page = await context.newPage();
  await page.goto(`${publicUrl}/incidents`);
  await page.getByRole('link', { name: 'Cổng định danh' }).click();
  await page.getByRole('button', { name: 'It is me' }).click();
  await page.waitForURL(`${publicUrl}/incidents`);
  await page.getByRole('link', { name: 'Tài khoản của tôi: lan.tran' }).waitFor();
  const session = (await context.cookies()).find(({ name }) => name === 'vonggac-session');
  expect(session).toMatchObject({ sameSite: 'Strict', httpOnly: true, domain: 'localhost' });
  expect((await context.cookies()).map(({ name }) => name)).not.toContain('vonggac-provider');
});
