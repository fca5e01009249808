/** What the HTTP tier records of its requests: byte for byte what went over the connection. */
import { createHash, X509Certificate } from 'node:crypto';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { afterAll, describe, expect, it } from 'vitest';
import { trafficCaps } from '../../../src/core/domain/traffic.ts';
import { createTrafficRooms } from '../../../src/monitor/check/traffic-rooms.ts';
import {
  captureOf,
  type Portal,
  request,
  servePortal,
  serveRaw,
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
const page = '<!doctype html><title>Cổng thông tin</title><p>Xin chào</p>';
const hashOf = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

async function trafficOf(url: string, room = createTrafficRooms().open()) {
  const capture = captureOf(await capturer.take(request(url), undefined, room));
  if (capture.traffic === undefined) throw new TypeError('no traffic');
  return { capture, ...capture.traffic };
}

describe('a body', () => {
  it.each([
    ['gzip', gzipSync(page)],
    ['br', brotliCompressSync(page)],
  ])('that came as %s is kept as the server sent it', async (encoding, sent) => {
    const portal = await serve((_req, res) => res.writeHead(200, { ...html, 'content-encoding': encoding }).end(sent));
    const { exchanges, left, capture } = await trafficOf(portal.url);
    expect(exchanges[0]?.answer).toMatchObject({
      form: 'transferred',
      isWhole: true,
      body: { mediaType: 'text/html' },
    });
    expect(Buffer.from(exchanges[0]?.answer?.body?.bytes ?? []).equals(sent)).toBe(true);
    expect(exchanges[0]?.answer?.body?.hash).toBe(hashOf(sent));
    expect(capture.html).toBe(page);
    expect(left).toEqual({ exchanges: 0, bytes: 0 });
  });

  it('that came plain is the very content of the capture', async () => {
    const portal = await serve((_req, res) => res.writeHead(200, html).end(page));
    const { exchanges, capture } = await trafficOf(portal.url);
    expect(exchanges[0]?.answer?.body).toBe(capture.body);
  });

  it('that was cut off is kept as far as it came, and called so', async () => {
    const portal = await serve((_req, res) => {
      res.writeHead(200, { ...html, 'content-length': '1000' });
      res.write('<p>Nửa chừng');
      setTimeout(() => res.destroy(), 50);
    });
    const [only] = (await trafficOf(portal.url)).exchanges;
    expect(Buffer.from(only?.answer?.body?.bytes ?? []).toString()).toBe('<p>Nửa chừng');
    expect(only?.answer?.isWhole).toBe(false);
  });

  it('for which the looks under way have no room is left out, and that is said', async () => {
    const portal = await serve((_req, res) => res.writeHead(200, html).end(page));
    const { exchanges, left } = await trafficOf(portal.url, createTrafficRooms(10).open());
    expect(exchanges[0]?.answer).toMatchObject({ status: 200, body: null, isWhole: false });
    expect(left.bytes).toBe(Buffer.byteLength(page));
  });
});

it('has an exchange for each hop, with both heads and the certificate that was sent', async () => {
  const certificate = await testCertificate('127.0.0.1');
  const portal = await serve(
    (req, res) => {
      if (req.url === '/') {
        return void res
          .writeHead(302, 'Moved for now', {
            location: '/cong',
            'set-cookie': ['a=1', 'b=2'],
          })
          .end('moved');
      }
      return void res.writeHead(200, html).end(page);
    },
    { certificate },
  );
  const { exchanges, certificates, capture } = await trafficOf(portal.url);
  expect(exchanges.map(({ url, method, answer }) => [new URL(url).pathname, method, answer?.status])).toEqual([
    ['/', 'GET', 302],
    ['/cong', 'GET', 200],
  ]);
  const [redirect, shown] = exchanges;
  expect(redirect?.answer).toMatchObject({ protocol: 'HTTP/1.1', statusText: 'Moved for now', address: '127.0.0.1' });
  expect(redirect?.answer?.headers.filter(([name]) => name === 'set-cookie').map(([, value]) => value)).toEqual([
    'a=1',
    'b=2',
  ]);
  expect(Buffer.from(redirect?.answer?.body?.bytes ?? []).toString()).toBe('moved');
  const sent = portal.headers[1]?.rawHeaders ?? [];
  expect(shown?.requestHeaders.flat()).toEqual(sent);
  expect(shown?.requestHeaders.map(([name]) => name.toLowerCase())).toContain('cookie');
  expect(redirect?.at).toBeGreaterThanOrEqual(testNow);
  const [leaf] = certificates;
  expect(leaf?.hash).toBe(capture.hops[0]?.certificate?.chain[0]);
  expect(new X509Certificate(Buffer.from(leaf?.der ?? '', 'base64')).fingerprint256).toBe(
    new X509Certificate(certificate.cert).fingerprint256,
  );
});

it('says which version the host answered with', async () => {
  const portal = await serveRaw((socket) => {
    socket.once('data', () => socket.end(`HTTP/1.0 200 OK\r\ncontent-type: text/html\r\n\r\n${page}`));
  });
  open.push(portal);
  expect((await trafficOf(portal.url)).exchanges[0]?.answer?.protocol).toBe('HTTP/1.0');
});

it('bounds headers, and counts what was cut', async () => {
  const portal = await serve((_req, res) => {
    res.writeHead(200, { ...html, 'x-long': 'x'.repeat(trafficCaps.valueCharacters + 100) }).end(page);
  });
  const { exchanges, left } = await trafficOf(portal.url);
  const long = exchanges[0]?.answer?.headers.find(([name]) => name === 'x-long');
  expect(long?.[1]).toHaveLength(trafficCaps.valueCharacters);
  expect(left.bytes).toBe(100);
});

it('does not wait for the body of a redirect', async () => {
  const portal = await serve((req, res) => {
    if (req.url === '/') return void res.writeHead(302, { location: '/cong', 'content-length': '100' }).write('never');
    return void res.writeHead(200, html).end(page);
  });
  const started = performance.now();
  const { exchanges } = await trafficOf(portal.url);
  expect(performance.now() - started).toBeLessThan(2_000);
  expect(exchanges[0]?.answer).toMatchObject({ status: 302, isWhole: false });
});

it('says why a later hop gave no answer', async () => {
  const portal = await serve((_req, res) =>
    res.writeHead(200, html).end('<meta http-equiv=refresh content="0;url=http://127.0.0.1:1/">Xin chào'),
  );
  const { exchanges } = await trafficOf(portal.url);
  expect(exchanges[1]).toMatchObject({ url: 'http://127.0.0.1:1/', answer: null });
  expect(exchanges[1]?.failure).toMatch(/\w+\.$/);
});

it('records nothing where nobody made room', async () => {
  const portal = await serve((_req, res) => res.writeHead(200, html).end(page));
  expect(captureOf(await capturer.take(request(portal.url)))).not.toHaveProperty('traffic');
});
