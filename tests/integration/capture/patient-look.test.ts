/** What raised an alarm is looked at again on the real clock, and for as long as on the virtual one. */
import { afterAll, describe, expect, it } from 'vitest';
import {
  captureConfig,
  captureOf,
  type Portal,
  request,
  servePortal,
  testCapturer,
} from '../../support/loopback-portal.ts';

const html = { 'content-type': 'text/html; charset=utf-8' };
const open: Portal[] = [];
const capturer = testCapturer(captureConfig({ concurrency: { browser: 6, perHost: 9, perAddress: 9 } }));
afterAll(async () => {
  await capturer.close();
  for (const portal of open) await portal.close();
});

const ledAway = (delay: string) => `<h1>Cổng thông tin</h1><script>${delay}</script>`;
const lead = `setTimeout(() => { location = '/nha-cai' }, 8000)`;
const pages: Readonly<Record<string, string>> = {
  'after eight seconds': ledAway(lead),
  'eight seconds after a slow answer': ledAway(`fetch('/cham').then(() => ${lead})`),
  'eight seconds after three busy ones': ledAway(`const end = Date.now() + 3000; while (Date.now() < end); ${lead}`),
};
const serve = async (body: string) => {
  const portal = await servePortal((req, res) => {
    if (req.url === '/cham') return void setTimeout(() => res.end('x'), 4_000);
    return void res.writeHead(200, html).end(req.url === '/' ? body : '<h1>Nhà cái</h1>');
  });
  open.push(portal);
  return portal;
};
const look = async (body: string, more = {}) =>
  captureOf(await capturer.take(request((await serve(body)).url, { tier: 'browser', realTime: true, ...more })));

describe('a patient look', () => {
  it.concurrent.each(Object.entries(pages))('sees on the real clock what leads away %s', async (_name, body) => {
    const { rendering, finalUrl } = await look(body, { patient: true });
    expect(finalUrl).toMatch(/nha-cai$/);
    expect(rendering).toMatchObject({ realTime: true, navigations: [finalUrl] });
  });

  it('of a page with a request that never ends does not take the whole time', async () => {
    const portal = await servePortal((req, res) => {
      if (req.url === '/') res.writeHead(200, html).end(`<h1>Trang</h1><script>fetch('/hang')</script>`);
    });
    open.push(portal);
    const capture = captureOf(
      await capturer.take(request(portal.url, { tier: 'browser', realTime: true, patient: true })),
    );
    expect(capture.rendering?.html).toContain('Trang');
    expect(capture.rendering?.broke).toBeUndefined();
  });
});
