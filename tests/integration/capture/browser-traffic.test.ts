/** What the browser tier records of a page's requests, and what a hostile page makes of it. */
import { X509Certificate } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { afterAll, describe, expect, it } from 'vitest';
import { type Traffic, trafficCaps } from '../../../src/core/domain/traffic.ts';
import { createTrafficRooms } from '../../../src/monitor/check/traffic-rooms.ts';
import {
  captureConfig,
  captureOf,
  type Portal,
  request,
  servePortal,
  testCapturer,
  testCertificate,
  testNow,
} from '../../support/loopback-portal.ts';

const open: Portal[] = [];
const serve: typeof servePortal = async (handler, options) => {
  const portal = await servePortal(handler, options);
  open.push(portal);
  return portal;
};
const capturer = testCapturer();
afterAll(async () => {
  await capturer.close();
  for (const portal of open) await portal.close();
});

const html = { 'content-type': 'text/html; charset=utf-8' };

async function lookAt(url: string, more = {}, by = capturer) {
  const room = createTrafficRooms().open();
  const capture = captureOf(await by.take(request(url, { tier: 'browser', ...more }), undefined, room));
  if (capture.traffic === undefined) throw new TypeError('no traffic');
  return { capture, traffic: capture.traffic };
}

const of = ({ exchanges }: Traffic, path: string) => exchanges.filter(({ url }) => new URL(url).pathname === path);
const textOf = (traffic: Traffic, path: string) =>
  Buffer.from(of(traffic, path).at(-1)?.answer?.body?.bytes ?? []).toString();

const picture = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAQAAAC1HAwCAAAAC0lEQVR42mNkYAAAAAYAAjCB0C8AAAAASUVORK5CYII=',
  'base64',
);

/** A page with all kinds of requests. */
const page = `<!doctype html><title>Cổng thông tin</title><link rel=stylesheet href=/a.css><script src=/a.js></script>
<img src=/chuyen><img src=/mat><img src="data:image/gif;base64,R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7">
<iframe src=/khung></iframe><script>fetch('/gui', { method: 'POST', body: 'x' })</script>`;

async function servePage(certificate?: Awaited<ReturnType<typeof testCertificate>>) {
  return serve(
    (req, res) => {
      switch (req.url) {
        case '/':
          return void res.writeHead(302, { location: '/cong', 'set-cookie': ['a=1', 'b=2'] }).end();
        case '/cong':
          return void res
            .writeHead(200, { ...html, 'content-encoding': 'gzip', 'set-cookie': ['c=3', 'd=4'] })
            .end(gzipSync(page));
        case '/a.css':
          return void res.writeHead(200, { 'content-type': 'text/css' }).end('p { color: red }');
        case '/a.js':
          return void res.writeHead(200, { 'content-type': 'text/javascript' }).end('let ả = 1;');
        case '/chuyen':
          return void res.writeHead(301, { location: '/anh.png' }).end();
        case '/anh.png':
          return void res.writeHead(200, { 'content-type': 'image/png' }).end(picture);
        case '/mat':
          return void req.socket.destroy();
        case '/khung':
          return void res.writeHead(200, html).end('<p>Khung</p>');
        default:
          return void res.writeHead(404, 'Not Here', html).end('không có');
      }
    },
    certificate ? { certificate } : {},
  );
}

it.each([['http'], ['https']])('records a page over %s with all that it asks for', async (scheme) => {
  const certificate = scheme === 'https' ? await testCertificate('127.0.0.1') : undefined;
  const portal = await servePage(certificate);
  const { capture, traffic } = await lookAt(portal.url);
  const seen = traffic.exchanges.map(({ url, method, type, answer }) => [
    new URL(url).pathname,
    method,
    type,
    answer?.status,
    answer?.isWhole,
  ]);
  expect(seen.toSorted()).toEqual(
    [
      ['/', 'GET', 'document', 302, false],
      ['/cong', 'GET', 'document', 200, true],
      ['/a.css', 'GET', 'stylesheet', 200, true],
      ['/a.js', 'GET', 'script', 200, true],
      ['/chuyen', 'GET', 'image', 301, false],
      ['/anh.png', 'GET', 'image', 200, true],
      ['/mat', 'GET', 'image', undefined, undefined],
      ['/khung', 'GET', 'document', 200, true],
      ['/gui', 'POST', 'fetch', 404, true],
    ].toSorted(),
  );
  expect(textOf(traffic, '/cong')).toBe(page);
  expect(textOf(traffic, '/a.js')).toBe('let ả = 1;');
  expect(textOf(traffic, '/khung')).toBe('<p>Khung</p>');
  expect(of(traffic, '/anh.png')[0]?.answer?.body?.bytes).toEqual(picture);
  const [main] = of(traffic, '/cong');
  expect(main?.answer).toMatchObject({ protocol: 'HTTP/1.1', statusText: 'OK', address: '127.0.0.1', form: 'decoded' });
  expect(main?.answer?.headers).toContainEqual(['content-encoding', 'gzip']);
  const cookies = main?.answer?.headers.filter(([name]) => name === 'set-cookie').map(([, value]) => value);
  expect(cookies).toEqual(['c=3', 'd=4']);
  // As the server received them.
  const sent = new Map(main?.requestHeaders.map(([name, value]) => [name.toLowerCase(), value]));
  const received = portal.headers[portal.requests.indexOf('GET /cong')]?.headers ?? {};
  expect(sent.get('cookie')).toBe(received.cookie);
  expect(sent.get('user-agent')).toBe(received['user-agent']);
  expect([...sent.keys()].filter((name) => name.startsWith('proxy-'))).toEqual([]);
  expect(of(traffic, '/mat')[0]).toMatchObject({
    answer: null,
    failure: 'The browser got no answer: net::ERR_EMPTY_RESPONSE.',
  });
  expect(of(traffic, '/gui')[0]?.answer?.statusText).toBe('Not Here');
  expect(traffic.exchanges.every(({ at, durationMs }) => at >= testNow && durationMs >= 0)).toBe(true);
  expect(traffic.left).toEqual({ exchanges: 0, bytes: 0 });
  if (certificate === undefined) return;
  expect(traffic.certificates[0]?.hash).toBe(capture.hops[0]?.certificate?.chain[0]);
  expect(new X509Certificate(Buffer.from(traffic.certificates[0]?.der ?? '', 'base64')).fingerprint256).toBe(
    new X509Certificate(certificate.cert).fingerprint256,
  );
});

it('records the same on the real clock, and the page that a script led away from', async () => {
  const portal = await serve((req, res) => {
    if (req.url === '/') return void res.writeHead(200, html).end(`<p>Cũ<script>location = '/moi'</script>`);
    return void res.writeHead(200, html).end('<p>Mới');
  });
  const { traffic } = await lookAt(portal.url, { realTime: true });
  expect(traffic.exchanges.map(({ url, answer }) => [new URL(url).pathname, answer?.isWhole])).toEqual([
    ['/', true],
    ['/moi', true],
  ]);
  expect(textOf(traffic, '/')).toContain('Cũ');
});

it('says of a host that our gate refuses that it was not reached, and gives no answer of our own', async () => {
  const portal = await serve((_req, res) =>
    res.writeHead(200, html).end('<img src=http://10.0.0.1/a><img src=https://10.0.0.1/b>'),
  );
  const { traffic } = await lookAt(portal.url);
  for (const path of ['/a', '/b']) {
    expect(of(traffic, path)[0]).toMatchObject({
      answer: null,
      failure: expect.stringMatching(/not.*public|refused|private/i),
    });
  }
});

describe('a hostile page', () => {
  it('with thousands of requests has the first ones recorded and the others counted', async () => {
    const portal = await serve((req, res) => {
      if (req.url === '/')
        return void res
          .writeHead(200, html)
          .end(`<script>for (let i = 0; i < 1000; i++) fetch('/x?' + i).catch(() => {})</script>`);
      return void res.writeHead(200, { 'content-type': 'text/plain' }).end('x');
    });
    const { traffic } = await lookAt(portal.url);
    expect(traffic.exchanges).toHaveLength(trafficCaps.exchanges);
    expect(traffic.left.exchanges).toBe(1_001 - trafficCaps.exchanges);
  });

  it('with giant headers, addresses and methods has them cut', async () => {
    const portal = await serve((req, res) => {
      if (req.url === '/')
        return void res.writeHead(200, html).end(`<script>
          fetch('/x?' + 'q'.repeat(9000), { headers: { 'x-giant': 'v'.repeat(7000) } });
          for (let i = 0; i < 20; i++) fetch('/y?' + i);
        </script>`);
      const many = Object.fromEntries(Array.from({ length: 20 }, (_, at) => [`x-${at}`, 'h'.repeat(5_000)]));
      return void res.writeHead(200, { ...many, 'content-type': 'text/plain' }).end('x');
    });
    const { traffic } = await lookAt(portal.url);
    expect(
      JSON.stringify(traffic.exchanges.map(({ answer, ...rest }) => ({ ...rest, h: answer?.headers }))).length,
    ).toBeLessThan(trafficCaps.headerCharacters * 1.2);
    for (const { url } of traffic.exchanges) expect(url.length).toBeLessThanOrEqual(trafficCaps.urlCharacters);
    expect(traffic.left.bytes).toBeGreaterThan(0);
  });

  it('with a body beyond what is held has it counted, not kept', async () => {
    const portal = await serve((req, res) => {
      if (req.url === '/')
        return void res.writeHead(200, html).end(`<script>fetch('/to').then((r) => r.text())</script>`);
      return void res.writeHead(200, { 'content-type': 'text/plain' }).end(Buffer.alloc(12_000_000, 'x'));
    });
    const { traffic } = await lookAt(portal.url);
    expect(of(traffic, '/to')[0]?.answer).toMatchObject({ status: 200, body: null, isWhole: false });
    expect(traffic.left.bytes).toBeGreaterThan(11_000_000);
  });

  it('whose resource never ends is not waited for', async () => {
    const portal = await serve((req, res) => {
      if (req.url === '/') return void res.writeHead(200, html).end(`<p>Xin chào</p><script>fetch('/mai')</script>`);
      res.writeHead(200, { 'content-type': 'text/plain' });
      const timer = setInterval(() => res.write('x'.repeat(100)), 50);
      res.on('close', () => clearInterval(timer));
    });
    const by = testCapturer(captureConfig({ timeouts: { connect: '3s', firstByte: '5s', total: '20s' } }));
    const { capture, traffic } = await lookAt(portal.url, {}, by);
    await by.close();
    expect(capture.durationMs).toBeLessThan(20_000);
    expect(of(traffic, '/mai')[0]?.answer).toMatchObject({ status: 200, body: null, isWhole: false });
  });

  it('that holds the browser up still has its document and the heads of its requests recorded', async () => {
    const portal = await serve((req, res) => {
      if (req.url === '/')
        return void res.writeHead(200, html).end(`<p>Xin chào<script src=/a.js></script><script>for (;;);</script>`);
      return void res.writeHead(200, { 'content-type': 'text/javascript' }).end('1');
    });
    const by = testCapturer(captureConfig({ timeouts: { connect: '3s', firstByte: '5s', total: '20s' } }));
    const { capture, traffic } = await lookAt(portal.url, {}, by);
    await by.close();
    expect(capture.rendering?.broke).toBe('busy');
    expect(textOf(traffic, '/')).toContain('Xin chào');
    expect(of(traffic, '/a.js')[0]?.answer).toMatchObject({ status: 200 });
  });
});
