/** Answers that are whole although their server says otherwise, or never says so. Both tiers see and learn such pages. */
import type { Socket } from 'node:net';
import { constants, createGzip, gzipSync } from 'node:zlib';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Tier } from '../../../src/core/domain/capture.ts';
import { lookAt } from '../../../src/core/facts/look.ts';
import {
  captureConfig,
  captureOf,
  failureOf,
  type Portal,
  request,
  servePortal,
  serveRaw,
  testCapturer,
  testCertificate,
} from '../../support/loopback-portal.ts';

const open: Portal[] = [];
const keep = (portal: Portal) => {
  open.push(portal);
  return portal;
};
const timeouts = { connect: '5s', firstByte: '10s', total: '40s' };
const capturer = testCapturer(captureConfig({ timeouts }));
const tiers: readonly Tier[] = ['http', 'browser'];
const html = { 'content-type': 'text/html; charset=utf-8' };
const page = '<!doctype html><html><head><title>Cổng</title></head><body><h1>Ủy ban nhân dân</h1></body></html>\n';

// A browser that is started within a look takes of its time.
beforeAll(async () => {
  const portal = keep(await servePortal((_req, res) => res.writeHead(200, html).end(page)));
  await capturer.take(request(portal.url, { tier: 'browser', realTime: false }));
});
afterEach(async () => {
  for (const portal of open.splice(0)) await portal.close();
});
afterAll(() => capturer.close());

const take = (url: string, tier: Tier) => capturer.take(request(url, { tier, realTime: false }));
const seen = async (url: string, tier: Tier) => {
  const capture = captureOf(await take(url, tier));
  const look = lookAt(capture as Parameters<typeof lookAt>[0], null);
  const facts = look.rendered ?? look.received;
  return { capture, cutOff: look.cutOff, texts: facts?.blocks.map(({ text }) => text) ?? [] };
};

describe.each(tiers)('by %s', (tier) => {
  it.each([true, false])('a length 37 bytes longer than the body, which ends (connection kept: %s)', async (isKept) => {
    const length = Buffer.byteLength(page) + 37;
    const head = `HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: ${length}\r\n\r\n`;
    const portal = keep(
      await serveRaw((socket: Socket) => {
        socket.once('data', () => (isKept ? socket.write(head + page) : socket.end(head + page)));
      }),
    );
    const { cutOff, texts } = await seen(portal.url, tier);
    expect(cutOff).toBeNull();
    expect(texts).toEqual(['Ủy ban nhân dân']);
  });

  it.each(['in pieces', 'without a length', 'by TLS', 'compressed'])(
    'never ends after its closing tag (%s): taken within seconds',
    async (way) => {
      const certificate = way === 'by TLS' ? { certificate: await testCertificate('127.0.0.1') } : {};
      const portal = keep(
        way === 'without a length'
          ? await serveRaw((socket) => {
              const head = 'HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nConnection: close\r\n\r\n';
              socket.once('data', () => socket.write(head + page));
            })
          : await servePortal((_req, res) => {
              if (way !== 'compressed') return void res.writeHead(200, html).write(page);
              res.writeHead(200, { ...html, 'content-encoding': 'gzip' });
              const gzip = createGzip();
              gzip.pipe(res);
              gzip.write(page);
              gzip.flush(constants.Z_SYNC_FLUSH);
            }, certificate),
      );
      const startedAt = performance.now();
      const { capture, cutOff, texts } = await seen(portal.url, tier);
      expect(performance.now() - startedAt).toBeLessThan(20_000);
      expect([cutOff, capture.cutOff]).toEqual([null, null]);
      expect(texts).toEqual(['Ủy ban nhân dân']);
      expect(capture.hops).toHaveLength(1);
    },
  );

  it('a pause of four seconds in the middle is waited for', async () => {
    const portal = keep(
      await servePortal((_req, res) => {
        const [first = '', second = ''] = page.split('<h1>');
        res.writeHead(200, html).write(first);
        setTimeout(() => res.end(`<h1>${second}`), 4_000);
      }),
    );
    const { capture, cutOff, texts } = await seen(portal.url, tier);
    expect(cutOff).toBeNull();
    expect(texts).toEqual(['Ủy ban nhân dân']);
    expect(capture.hops).toHaveLength(1);
  });

  it('a download in place of the page is no page', async () => {
    const portal = keep(
      await servePortal((_req, res) => {
        const type = {
          'content-type': 'application/octet-stream',
          'content-disposition': 'attachment; filename=a.bin',
        };
        res.writeHead(200, type).end(Buffer.from([0, 1, 2, 3, 255, 254, 0, 0, 1]));
      }),
    );
    const { capture, texts } = await seen(portal.url, tier);
    expect(capture.charset).toBe('binary');
    expect(texts).toEqual([]);
  });

  it.each([
    ['protocol version', 70],
    ['handshake failure', 40],
  ])('a host that answers every current TLS with the alert “%s” has too old a one', async (_name, alert) => {
    const old = keep(
      await serveRaw((socket) => {
        // A fatal alert of TLS 1.0 (RFC 2246, 7.2.2).
        socket.once('data', () => socket.end(Buffer.from([0x15, 0x03, 0x01, 0x00, 0x02, 0x02, alert])));
      }),
    );
    const failure = failureOf(await take(old.url.replace('http:', 'https:'), tier));
    expect(failure).toMatchObject({
      kind: 'tls-outdated',
      reason: 'The host offers no version of TLS or cipher that is still accepted.',
    });
  });

  it('a header that says gzip over plain text is an answer that can’t be decompressed', async () => {
    const portal = keep(
      await servePortal((_req, res) =>
        res
          .writeHead(200, { ...html, 'content-encoding': 'gzip', 'content-length': Buffer.byteLength(page) })
          .end(page),
      ),
    );
    const failure = failureOf(await take(portal.url, tier));
    expect(failure).toMatchObject({ kind: 'bad-response', reason: expect.stringContaining('decompressed') });
  });

  it('gzip without its header is no page', async () => {
    const portal = keep(await servePortal((_req, res) => res.writeHead(200, html).end(gzipSync(page))));
    const { texts } = await seen(portal.url, tier);
    expect(texts.join('')).not.toContain('Ủy ban');
  });
});
