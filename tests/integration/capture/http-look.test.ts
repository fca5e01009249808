import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync, zstdCompressSync } from 'node:zlib';
import { afterAll, describe, expect, it } from 'vitest';
import {
  captureConfig,
  captureOf,
  failureOf,
  type Portal,
  request,
  servePortal,
  testCapturer,
  testCertificate,
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

describe('the way to a page', () => {
  it('keeps every hop with status, address and what led there', async () => {
    const portal = await serve((req, res) => {
      if (req.url === '/') return res.writeHead(301, { location: '/a' }).end();
      if (req.url === '/a') return res.writeHead(200, { ...html, refresh: '0; url=/b' }).end('wait');
      if (req.url === '/b')
        return res.writeHead(200, html).end('<meta http-equiv="refresh" content="1;url=c?x=1&amp;y=2">');
      return res.writeHead(200, html).end(page);
    });
    const capture = captureOf(await capturer.take(request(portal.url)));
    expect(capture.hops.map(({ url, status, address, via }) => [new URL(url).pathname, status, address, via])).toEqual([
      ['/', 301, '127.0.0.1', 'request'],
      ['/a', 200, '127.0.0.1', 'location'],
      ['/b', 200, '127.0.0.1', 'refresh'],
      ['/c', 200, '127.0.0.1', 'refresh'],
    ]);
    expect(capture.finalUrl).toBe(`${portal.url}c?x=1&y=2`);
    expect(capture).toMatchObject({
      html: page,
      status: 200,
      charset: 'utf-8',
      cutOff: null,
      tier: 'http',
      rendering: null,
    });
    expect(capture.body.mediaType).toBe('text/html');
    expect(Buffer.from(capture.body.bytes).toString()).toBe(page);
    expect(capture.body.hash).toMatch(/^[0-9a-f]{64}$/);
  });

  it('takes cookies along, so a gate that sets one and sends the visitor back lets it in', async () => {
    const portal = await serve((req, res) => {
      if (req.headers.cookie === 'gate=1') return res.writeHead(200, html).end(page);
      return res.writeHead(302, { location: req.url ?? '/', 'set-cookie': 'gate=1; path=/; HttpOnly' }).end();
    });
    expect(captureOf(await capturer.take(request(portal.url))).html).toBe(page);
    const again = captureOf(await capturer.take(request(portal.url)));
    expect(again.hops).toHaveLength(2);
  });

  it('keeps the page when it leads to an address that is refused', async () => {
    const portal = await serve((_req, res) =>
      res.writeHead(200, html).end('<meta http-equiv=refresh content="0;url=http://10.0.0.1/">Xin chào'),
    );
    const capture = captureOf(await capturer.take(request(portal.url)));
    expect(capture.html).toContain('Xin chào');
    expect(capture.hops).toHaveLength(1);
  });

  it('reads a Location with unescaped Vietnamese letters', async () => {
    const portal = await serve((req, res) => {
      if (req.url === '/') return res.writeHead(302, { location: Buffer.from('/tin-tức').toString('latin1') }).end();
      return res.writeHead(200, html).end(page);
    });
    expect(captureOf(await capturer.take(request(portal.url))).finalUrl).toBe(`${portal.url}tin-t%E1%BB%A9c`);
  });

  it('keeps error pages with their status', async () => {
    const portal = await serve((_req, res) =>
      res.writeHead(503, { ...html, 'retry-after': '120' }).end('<h1>Bảo trì</h1>'),
    );
    const capture = captureOf(await capturer.take(request(portal.url)));
    expect(capture).toMatchObject({ status: 503, html: '<h1>Bảo trì</h1>' });
    expect(capture.headers).toContainEqual(['retry-after', '120']);
  });
});

describe('content encodings', () => {
  it.each([
    ['gzip', gzipSync(page)],
    ['x-gzip', gzipSync(page)],
    ['deflate', deflateSync(page)],
    ['deflate', deflateRawSync(page)],
    ['br', brotliCompressSync(page)],
    ['zstd', zstdCompressSync(page)],
    ['gzip, br', brotliCompressSync(gzipSync(page))],
    ['identity', Buffer.from(page)],
  ])('%s', async (encoding, body) => {
    const portal = await serve((_req, res) => res.writeHead(200, { ...html, 'content-encoding': encoding }).end(body));
    expect(captureOf(await capturer.take(request(portal.url)))).toMatchObject({ html: page, cutOff: null });
  });
});

describe('what a portal is shown', () => {
  it('by the browser profile is what desktop Chrome sends, in its order', async () => {
    const portal = await serve((_req, res) => res.writeHead(200, html).end(page));
    await capturer.take(request(portal.url));
    const names = portal.headers[0]?.rawHeaders
      .filter((_text, index) => index % 2 === 0)
      .map((name) => name.toLowerCase());
    expect(names).toEqual([
      'host',
      'connection',
      'upgrade-insecure-requests',
      'user-agent',
      'accept',
      'accept-encoding',
      'accept-language',
    ]);
  });

  it('differs by profile', async () => {
    const portal = await serve((_req, res) => res.writeHead(200, html).end(page));
    const agents: Record<string, string | undefined> = {};
    for (const profile of ['browser', 'search-bot', 'search-click', 'phone', 'declared'] as const) {
      await capturer.take(request(portal.url, { profile }));
      agents[profile] = portal.headers.at(-1)?.headers['user-agent'];
    }
    expect(agents['search-bot']).toContain('Googlebot');
    expect(agents.phone).toContain('Android');
    expect(agents.declared).toContain('VongGac');
    expect(agents.browser).toBe(agents['search-click']);
    expect(portal.headers[2]?.headers.referer).toBe('https://www.google.com/');
  });
});

describe('certificates', () => {
  it('that no one trusts are recorded while the look goes on', async () => {
    const certificate = await testCertificate('127.0.0.1');
    const portal = await serve((_req, res) => res.writeHead(200, html).end(page), { certificate });
    const capture = captureOf(await capturer.take(request(portal.url)));
    expect(capture.html).toBe(page);
    expect(capture.hops[0]?.certificate).toMatchObject({
      subject: 'CN=127.0.0.1',
      names: ['127.0.0.1'],
      protocol: 'TLSv1.3',
      error: 'DEPTH_ZERO_SELF_SIGNED_CERT',
    });
    expect(capture.hops[0]?.certificate?.chain).toEqual([capture.hops[0]?.certificate?.fingerprint]);
  });

  it('signed by a configured root are trusted', async () => {
    const { mkdtempSync, rmSync, writeFileSync } = await import('node:fs');
    const folder = mkdtempSync('/tmp/vonggac-roots-');
    const certificate = await testCertificate('127.0.0.1');
    writeFileSync(`${folder}/root.pem`, certificate.cert);
    const trusting = testCapturer(captureConfig({ extraRoots: [`${folder}/root.pem`] }));
    const portal = await serve((_req, res) => res.writeHead(200, html).end(page), { certificate });
    const capture = captureOf(await trusting.take(request(portal.url)));
    expect(capture.hops[0]?.certificate?.error).toBeNull();
    await trusting.close();
    rmSync(folder, { recursive: true });
  });

  it('of another name and expired ones say so', async () => {
    const roots = await import('node:fs');
    const folder = roots.mkdtempSync('/tmp/vonggac-roots-');
    const wrongName = await testCertificate('portal.example');
    const expired = await testCertificate('127.0.0.1', { from: new Date('2020-01-01'), to: new Date('2021-01-01') });
    roots.writeFileSync(`${folder}/roots.pem`, `${wrongName.cert}\n${expired.cert}`);
    const trusting = testCapturer(captureConfig({ extraRoots: [`${folder}/roots.pem`] }));
    const errors: (string | null | undefined)[] = [];
    for (const certificate of [wrongName, expired]) {
      const portal = await serve((_req, res) => res.writeHead(200, html).end(page), { certificate });
      const capture = captureOf(await trusting.take(request(portal.url)));
      errors.push(capture.hops[0]?.certificate?.error);
    }
    expect(errors).toEqual(['ERR_TLS_CERT_ALTNAME_INVALID', 'CERT_HAS_EXPIRED']);
    await trusting.close();
    roots.rmSync(folder, { recursive: true });
  });
});

describe('addresses before they are watched', () => {
  it('are allowed, refused with a reason, or unknown', async () => {
    expect(await capturer.vet('http://127.0.0.1:8081/')).toEqual({ status: 'allowed', addresses: ['127.0.0.1'] });
    expect(await capturer.vet('http://10.1.2.3/')).toEqual({
      status: 'refused',
      reason: 'The address 10.1.2.3 is not public (private).',
    });
    expect(await capturer.vet('file:///etc/passwd')).toMatchObject({ status: 'refused' });
    const offline = testCapturer(captureConfig(), {
      resolveName: async () => {
        throw Object.assign(new TypeError('lookup'), { code: 'ENOTFOUND' });
      },
    });
    expect(await offline.vet('http://portal.example/')).toEqual({
      status: 'unresolved',
      reason: 'The host name does not exist.',
    });
  });
});

describe('politeness', () => {
  it('never has more looks at one host under way than configured', async () => {
    let running = 0;
    let most = 0;
    const portal = await serve((_req, res) => {
      running += 1;
      most = Math.max(most, running);
      setTimeout(() => {
        running -= 1;
        res.writeHead(200, html).end(page);
      }, 20);
    });
    const polite = testCapturer(captureConfig({ concurrency: { perHost: 2, perAddress: 3 } }));
    const outcomes = await Promise.all(Array.from({ length: 10 }, () => polite.take(request(portal.url))));
    expect(outcomes.every(({ ok }) => ok)).toBe(true);
    expect(most).toBe(2);
    await polite.close();
  });

  it('never has more looks at one address under way than configured, whatever the host', async () => {
    let running = 0;
    let most = 0;
    const portal = await serve((_req, res) => {
      running += 1;
      most = Math.max(most, running);
      setTimeout(() => {
        running -= 1;
        res.writeHead(200, html).end(page);
      }, 20);
    });
    const hosts = Array.from({ length: 8 }, (_, index) => `site${index}.example`);
    const config = captureConfig(
      { concurrency: { perHost: 2, perAddress: 3 } },
      hosts.map((host) => ({ host, addresses: ['127.0.0.1'] })),
    );
    const polite = testCapturer(config, { resolveName: async () => [{ address: '127.0.0.1', family: 4 }] });
    const outcomes = await Promise.all(hosts.map((host) => polite.take(request(`http://${host}:${portal.port}/`))));
    expect(outcomes.every(({ ok }) => ok)).toBe(true);
    expect(most).toBe(3);
    await polite.close();
  });
});

describe('stopping', () => {
  it('ends a look at once when its caller gives up', async () => {
    const portal = await serve(() => {});
    const giveUp = new AbortController();
    const startedAt = performance.now();
    const outcome = capturer.take(request(portal.url), giveUp.signal);
    await expect.poll(() => portal.requests.length).toBe(1);
    giveUp.abort();
    expect(failureOf(await outcome)).toMatchObject({ kind: 'timed-out', retryable: true });
    expect(performance.now() - startedAt).toBeLessThan(4_000);
  });
});
