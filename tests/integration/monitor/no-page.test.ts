/** A learned home page whose place is taken by something else than a page, over real HTTP and in a real browser. */
import { afterAll, expect, onTestFinished, test } from 'vitest';
import { servePortal, serveRaw, testCapturer } from '../../support/loopback-portal.ts';
import { defacedPage, portalPage, stageWatch } from '../../support/staged-watch.ts';
import { drawPng } from '../../support/test-pictures.ts';

const capturer = testCapturer();
afterAll(() => capturer.close());

const schedule = { learnLooks: 2, learnEvery: '1m', confirmations: '1 of 1', profilesEvery: '0s' };
const picture = drawPng(600, 300, (x) => (x % 40 < 20 ? [20, 9, 90] : [240, 240, 240]));
const drawing = '<svg xmlns="http://www.w3.org/2000/svg"><text y="20">Hacked by Bong Dem</text></svg>';

test.each([
  ['a picture', 'image/png', picture, 'alarm'],
  ['a drawing', 'image/svg+xml', drawing, 'alarm'],
  ['words with a NUL', 'text/html', 'Hacked by Bong Dem\0', 'alarm'],
  // Browsers offer to save it: nobody is shown anything.
  ['a file', 'application/zip', 'PK\u0003\u0004', 'unknown'],
])('in the page’s place: %s', async (_name, type, body, level) => {
  const watch = await stageWatch({ schedule });
  let answer: { readonly type: string; readonly body: string | Buffer } = { type: 'text/html', body: portalPage() };
  const portal = await servePortal((_request, response) =>
    response.writeHead(200, { 'content-type': answer.type }).end(answer.body),
  );
  onTestFinished(() => portal.close());
  Object.assign(watch.parts, { takeCapture: capturer.take });
  await watch.register(portal.url);
  await watch.learn();
  answer = { type, body };
  await watch.look(1);
  const { lastLevel } = await watch.parts.db.selectFrom('targets').select('lastLevel').executeTakeFirstOrThrow();
  expect(lastLevel).toBe(level);
});

test('a portal whose answers only browsers understand is learned and watched by browser', async () => {
  const watch = await stageWatch({ schedule });
  let html = portalPage();
  const portal = await serveRaw((socket) =>
    socket.once('data', () => socket.end(`HTTP/1.1 200 OK\nMáy chủ : x\nContent-Type: text/html\n\n${html}`)),
  );
  onTestFinished(() => portal.close());
  Object.assign(watch.parts, { takeCapture: capturer.take });
  await watch.register(portal.url);
  await watch.learn();
  await watch.look(1);
  const state = watch.parts.db.selectFrom('targets').select(['status', 'lastLevel', 'nextTier']);
  expect(await state.executeTakeFirstOrThrow()).toEqual({ status: 'ok', lastLevel: 'clean', nextTier: 'http' });
  html = defacedPage;
  await watch.look(1);
  expect(await state.executeTakeFirstOrThrow()).toMatchObject({ status: 'firing', lastLevel: 'alarm' });
});
