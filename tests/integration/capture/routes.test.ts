import { afterEach, expect, it } from 'vitest';
import { lookAtRoutes } from '../../../src/capture/name/routes.ts';
import { captureConfig, servePortal, testCapturer } from '../../support/loopback-portal.ts';

const open: { close(): Promise<void> }[] = [];
afterEach(async () => {
  for (const one of open.splice(0)) await one.close();
});

it('over real connections: with www it is led on, without it the name is gone', async () => {
  const portal = await servePortal((request, response) => {
    const isLed = request.headers.host?.startsWith('www.') && request.url === '/';
    if (isLed) response.writeHead(301, { location: '/vi/' }).end();
    else response.end('<p>Cổng thông tin điện tử');
  });
  const exceptions = [{ host: 'www.anphu.example.vn', addresses: ['127.0.0.0/8'] }];
  const capturer = testCapturer(captureConfig({}, exceptions), {
    resolveName: async (host) => {
      if (host.startsWith('www.')) return [{ address: '127.0.0.1', family: 4 }];
      throw Object.assign(new TypeError('no such name'), { code: 'ENOTFOUND' });
    },
  });
  open.push(portal, capturer);
  const registered = `http://www.anphu.example.vn:${portal.port}/`;
  const routes = await lookAtRoutes(registered, capturer.take, new AbortController().signal);
  expect(routes).toMatchObject([
    { url: registered, finalUrl: `${registered}vi/`, status: 200, failure: null },
    { url: `http://anphu.example.vn:${portal.port}/`, finalUrl: null, failure: 'name-not-found' },
  ]);
  expect(routes[0]?.hops).toMatchObject([
    { status: 301, address: '127.0.0.1' },
    { status: 200, via: 'location' },
  ]);
});
