import sharp from 'sharp';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { ShownImage } from '../../../src/core/domain/capture.ts';
import { captureOf, request, servePortal, testCapturer } from '../../support/loopback-portal.ts';

const capturer = testCapturer();
const shown = new Map<string, ShownImage['box']>();

const page = `<!doctype html><title>Cổng thông tin</title><body style="margin:0">
<img src="/banner.png" style="display:block;width:1366px;height:200px">
<div style="width:500px;height:300px;overflow:hidden;position:relative">
  <img src="/slide-1.png" style="position:absolute;left:0;width:500px;height:300px">
  <img src="/slide-2.png" style="position:absolute;left:500px;width:500px;height:300px">
</div>
<img src="/icon.png" style="width:40px;height:40px">
<img src="/hidden.png" style="width:400px;height:300px;visibility:hidden">
<img src="/missing.png" style="width:400px;height:300px">
<img src="data:image/gif;base64,R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7" style="width:300px;height:200px">
<img src="/behind.png" style="position:absolute;left:700px;top:300px;width:400px;height:200px">
<div style="position:fixed;left:650px;top:380px;width:700px;height:200px;background:#222;color:#fff">Trang này dùng cookie.</div>
<div style="position:absolute;left:900px;top:620px"><img src="/under.png" style="position:absolute;width:300px;height:200px">
  <img src="/fading.png" style="position:absolute;width:300px;height:200px;opacity:0.4"></div>
<div style="height:1500px"></div><img src="/below.png" style="width:300px;height:200px">
</body>`;

beforeAll(async () => {
  const image = await sharp({ create: { width: 20, height: 20, channels: 3, background: '#2a6' } })
    .png()
    .toBuffer();
  const portal = await servePortal((asked, answer) => {
    if (asked.url === '/') return void answer.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(page);
    if (asked.url === '/missing.png') return void answer.writeHead(404).end();
    answer.writeHead(200, { 'content-type': 'image/png' }).end(image);
  });
  const { rendering } = captureOf(await capturer.take(request(portal.url, { tier: 'browser' })));
  for (const { url, box } of rendering?.screenshot?.images ?? []) shown.set(new URL(url).pathname, box);
  await portal.close();
});
afterAll(() => capturer.close());

test('images in the picture are told with their place, also below the first screen', () => {
  expect(shown.get('/banner.png')).toEqual({ x: 0, y: 0, width: 1366, height: 200 });
  expect(shown.get('/slide-1.png')).toEqual({ x: 0, y: 200, width: 500, height: 300 });
  expect(shown.get('/below.png')).toMatchObject({ width: 300, height: 200 });
  expect(shown.get('/below.png')?.y).toBeGreaterThan(1_500);
});

test('what nobody sees, what is small, missing or inline, what a fixed layer covers, and slides on their way are left out', () => {
  expect([...shown.keys()].sort()).toEqual(['/banner.png', '/below.png', '/slide-1.png']);
});
