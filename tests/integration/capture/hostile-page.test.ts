/** A watched page tries everything to reach what the machine can reach: nothing of it hears a thing. */
import { request as httpRequest } from 'node:http';
import { connect, isIPv4 } from 'node:net';
import { networkInterfaces } from 'node:os';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Capturer } from '../../../src/capture/capture.ts';
import { createGate } from '../../../src/capture/outbound-guard.ts';
import { createFilteringProxy } from '../../../src/capture/proxy/filtering-proxy.ts';
import {
  captureConfig,
  captureOf,
  failureOf,
  type Portal,
  request,
  servePortal,
  testCapturer,
} from '../../support/loopback-portal.ts';

const html = { 'content-type': 'text/html; charset=utf-8' };
const look = { tier: 'browser' } as const;

/** The machine's own addresses besides loopback, and loopback's other names. */
const addresses = Object.values(networkInterfaces())
  .flatMap((list) => list ?? [])
  .filter(({ internal, scopeid }) => !internal && !scopeid)
  .map(({ address }) => address);

interface Target extends Portal {
  readonly authority: string;
}

let targets: Target[] = [];
let portal: Portal;
let capturer: Capturer;
let answer: (path: string) => { status?: number; headers?: Record<string, string>; body?: string };

beforeAll(async () => {
  const hosts = ['127.0.0.1', '127.0.0.2', '::1', ...addresses];
  targets = await Promise.all(
    hosts.map(async (host) => {
      const target = await servePortal(
        (_req, res) => res.writeHead(200, { ...html, 'access-control-allow-origin': '*' }).end('secret'),
        { host },
      );
      return { ...target, authority: `${isIPv4(host) ? host : `[${host}]`}:${target.port}` };
    }),
  );
  portal = await servePortal((req, res) => {
    const { status = 200, headers = html, body = '' } = answer(req.url ?? '/');
    res.writeHead(status, headers).end(body);
  });
  // Every target is some other site's exception: that must not help the page.
  const exceptions = [portal.port, ...targets.map(({ port }) => port)].map((port) => ({
    host: `127.0.0.1:${port}`,
    addresses: ['127.0.0.1'],
  }));
  capturer = testCapturer(captureConfig({}, exceptions));
});

afterAll(async () => {
  await capturer.close();
  for (const server of [portal, ...targets]) await server.close();
});

const expectSilence = () => {
  expect(targets.map(({ authority, connectionCount }) => [authority, connectionCount()])).toEqual(
    targets.map(({ authority }) => [authority, 0]),
  );
};

function attacks(authority: string): string {
  const url = `http://${authority}`;
  return `
    <img src="${url}/img"><iframe src="${url}/iframe"></iframe><script src="${url}/script"></script>
    <link rel=stylesheet href="${url}/css"><link rel=prefetch href="${url}/prefetch"><link rel=preconnect href="${url}">
    <object data="${url}/object"></object><embed src="${url}/embed"><video src="${url}/video" autoplay></video>
    <img src="/redirect?${url}/redirected-img"><iframe src="/redirect?${url}/redirected-iframe"></iframe>
    <iframe name="f${authority.length}"></iframe><form id="form" method=post action="${url}/form" target="f${authority.length}"></form>
    <script>{
      const tried = (work) => { try { Promise.resolve(work()).catch(() => {}); } catch {} };
      tried(() => fetch('${url}/fetch', { mode: 'no-cors' }));
      tried(() => fetch('/redirect?${url}/redirected-fetch', { mode: 'no-cors' }));
      tried(() => { const x = new XMLHttpRequest(); x.open('GET', '${url}/xhr'); x.send(); });
      tried(() => navigator.sendBeacon('${url}/beacon', 'x'));
      tried(() => new EventSource('${url}/events'));
      tried(() => new WebSocket('ws://${authority}/socket'));
      tried(() => new WebSocket('wss://${authority}/socket'));
      tried(() => import('${url}/module.js'));
      tried(() => new Worker(URL.createObjectURL(new Blob(['fetch("${url}/worker", { mode: "no-cors" })']))));
      tried(() => new WebTransport('https://${authority}/transport').ready);
      tried(() => document.getElementById('form').submit());
      tried(() => window.open('${url}/popup'));
      tried(() => navigator.serviceWorker.register('/sw.js'));
    }</script>`;
}

const files = `<img src="file:///etc/passwd"><iframe src="file:///etc/passwd"></iframe><iframe src="view-source:file:///etc/passwd"></iframe>
  <script>fetch('file:///etc/passwd').catch(() => {}); try { location = 'file:///etc/passwd' } catch {}</script>`;

describe('a hostile page', () => {
  it.each([false, true])(
    'reaches neither other ports, nor other addresses, nor files (real time: %s)',
    async (realTime) => {
      answer = (path) => {
        if (path.startsWith('/redirect?'))
          return { status: 302, headers: { location: path.slice('/redirect?'.length) } };
        return {
          body: `<h1>Trang</h1>${targets.map(({ authority }) => attacks(authority)).join('')}${files}`,
        };
      };
      const capture = captureOf(await capturer.take(request(portal.url, { ...look, realTime })));
      expectSilence();
      expect(capture.rendering?.html).toContain('Trang');
      const records = capture.rendering?.resources ?? [];
      for (const { authority } of targets) {
        const refused = records.filter(({ url, refused }) => url.includes(authority) && refused !== null);
        const paths = refused.map(({ url }) => URL.parse(url)?.pathname);
        expect(paths).toEqual(expect.arrayContaining(['/img', '/iframe', '/script', '/fetch', '/xhr', '/socket']));
        expect(refused.every(({ status, address }) => status === null && address === null)).toBe(true);
      }
      expect(records.filter(({ url, refused }) => url.startsWith('file:') && refused !== null).length).toBeGreaterThan(
        0,
      );
      expect(records.filter(({ url, refused }) => url.startsWith('file:') && refused === null)).toEqual([]);
    },
  );

  it('is not followed to them by script, by refresh or by form: its own page stays and the attempt is written down', async () => {
    for (const target of targets) {
      const away = `http://${target.authority}/away`;
      const ways = [
        `<script>location = '${away}'</script>`,
        `<meta http-equiv=refresh content="1;url=${away}">`,
        `<form id=f action="${away}" method=post></form><script>f.submit()</script>`,
      ];
      for (const way of ways) {
        answer = () => ({ body: `<h1>Trang</h1>${way}` });
        const capture = captureOf(await capturer.take(request(portal.url, look)));
        expect(capture.finalUrl).toBe(portal.url);
        expect(capture.rendering?.html).toContain('Trang');
        expect(capture.rendering?.navigations).toContain(away);
        expect(capture.rendering?.resources).toContainEqual(
          expect.objectContaining({ url: away, refused: expect.stringContaining('not public') }),
        );
      }
    }
    expectSilence();
  });

  it('that leads there before anything else is parsed is still seen, although its browser neither answers nor paints', async () => {
    answer = () => ({
      body: `<html><head><script>location = 'http://10.0.0.1/vao'</script></head><body><p>Cũ</p></body></html>`,
    });
    const hasty = testCapturer(captureConfig({ timeouts: { connect: '3s', firstByte: '5s', total: '20s' } }));
    const capture = captureOf(await hasty.take(request(portal.url, look)));
    expect(capture.rendering?.navigations).toEqual(['http://10.0.0.1/vao']);
    expect(capture.html).toContain('<p>Cũ</p>');
    await hasty.close();
  });

  it('that redirects to them by status is a refused look', async () => {
    for (const location of [
      ...targets.map(({ authority }) => `http://${authority}/`),
      'file:///etc/passwd',
      'data:text/html,x',
    ]) {
      answer = () => ({ status: 302, headers: { location } });
      expect(failureOf(await capturer.take(request(portal.url, look)))).toMatchObject({
        kind: 'address-refused',
        hops: [{ status: 302 }],
      });
    }
    expectSilence();
  });

  it.each([
    'file:///etc/passwd',
    'view-source:http://127.0.0.1/',
    'data:text/html,x',
    'chrome://version',
    'about:blank',
  ])('can not be registered as %s', async (url) => {
    expect(failureOf(await capturer.take(request(url, look))).kind).toBe('address-refused');
  });
});

describe('the proxy', () => {
  it('answers nobody without the credentials of a running look', async () => {
    const proxy = await createFilteringProxy();
    const gate = createGate({
      ownUrl: portal.url,
      exceptions: [{ host: '127.0.0.1', addresses: ['127.0.0.1'] }],
      connectTimeoutMs: 1_000,
      resolveName: async () => [],
      signal: new AbortController().signal,
    });
    answer = () => ({ body: 'trang' });
    const status = (credentials: string | null, method = 'GET') =>
      new Promise<number | undefined>((resolve, reject) => {
        const headers =
          credentials === null ? {} : { 'proxy-authorization': `Basic ${Buffer.from(credentials).toString('base64')}` };
        const path = method === 'CONNECT' ? `127.0.0.1:${portal.port}` : portal.url;
        const sent = httpRequest(proxy.server, { method, path, headers });
        sent.on('connect', (reply, socket) => {
          socket.destroy();
          resolve(reply.statusCode);
        });
        sent.on('response', (reply) => {
          reply.resume();
          resolve(reply.statusCode);
        });
        sent.on('error', reject).end();
      });
    const session = proxy.open(gate, 1e6);
    const credentials = `${session.username}:${session.password}`;
    expect(await status(null)).toBe(407);
    expect(await status(`${session.username}:wrong`)).toBe(407);
    expect(await status(null, 'CONNECT')).toBe(407);
    expect(await status(credentials)).toBe(200);
    expect(await status(credentials, 'CONNECT')).toBe(200);
    session.close();
    expect(await status(credentials)).toBe(407);
    expect(await status(credentials, 'CONNECT')).toBe(407);
    await proxy.close();
  });

  it('listens on loopback only', async () => {
    const proxy = await createFilteringProxy();
    const port = Number(new URL(proxy.server).port);
    for (const host of addresses) {
      const reached = await new Promise<boolean>((resolve) => {
        const socket = connect({ host, port }, () => resolve(true));
        socket.on('error', () => resolve(false));
      });
      expect(reached).toBe(false);
    }
    await proxy.close();
  });
});
