/** On a real port. */
import { Agent, get } from 'node:http';
import { expect, onTestFinished, test } from 'vitest';
import { startWeb } from '../../../src/web/start-web.ts';
import { openTestDesk } from '../../support/test-desk.ts';

const now = Date.parse('2026-11-21T14:38:00Z');

async function openDesk() {
  const desk = await openTestDesk({ now });
  onTestFinished(desk.close);
  return desk;
}

test('it answers on the port it says and closes although a client keeps its connection', async () => {
  const desk = await openDesk();
  const web = await startWeb(desk.app, '127.0.0.1:0');
  const agent = new Agent({ keepAlive: true });
  const status = await new Promise((resolve, reject) => {
    get(`${web.url}/healthz`, { agent }, (answer) => answer.resume().on('end', () => resolve(answer.statusCode))).on(
      'error',
      reject,
    );
  });
  expect(status).toBe(200);
  await web.close();
  await expect(fetch(`${web.url}/healthz`)).rejects.toThrow();
  agent.destroy();
});

test('a port that is taken is refused in one sentence', async () => {
  const desk = await openDesk();
  const web = await startWeb(desk.app, '127.0.0.1:0');
  const second = startWeb(desk.app, new URL(web.url).host);
  await expect(second).rejects.toMatchObject({
    code: 'bad-configuration',
    message: expect.stringContaining('another program listens there'),
  });
  await web.close();
});

test('the dashboard leaves the global Request and Response alone', async () => {
  const before = [globalThis.Request, globalThis.Response];
  const desk = await openDesk();
  const web = await startWeb(desk.app, '127.0.0.1:0');
  expect([globalThis.Request, globalThis.Response]).toEqual(before);
  await web.close();
});
