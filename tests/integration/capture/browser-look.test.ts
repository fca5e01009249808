import { afterAll, describe, expect, it } from 'vitest';
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
const browser = { tier: 'browser' } as const;
const look = (url: string, more = {}) => capturer.take(request(url, { ...browser, ...more }));
const rendered = async (url: string, more = {}) => {
  const capture = captureOf(await look(url, more));
  if (capture.rendering?.screenshot == null) throw new TypeError('no rendering');
  return { capture, rendering: capture.rendering, screenshot: capture.rendering.screenshot };
};

/** A clock, a number by chance, an animation and something fetched: everything that never looks the same twice. */
const restless = `<!doctype html><title>Cổng thông tin</title><h1 id=clock></h1><p id=chance></p>
<div style="width:100px;height:100px;background:red;animation:move 1s infinite alternate"></div>
<style>@keyframes move { to { transform: translateX(500px) } }</style>
<script>
  setInterval(() => { clock.textContent = new Date().toString(); chance.textContent = Math.random(); }, 100);
  fetch('/data').then((answer) => answer.text()).then((text) => document.body.append(text));
</script>`;

describe('on virtual time', () => {
  it('a restless page gives the same picture twice, byte by byte', async () => {
    const portal = await serve((req, res) => {
      if (req.url === '/data') return void setTimeout(() => res.end('Đã tải'), 100 + 200 * Math.random());
      return void res.writeHead(200, html).end(restless);
    });
    const first = await rendered(portal.url);
    const second = await rendered(portal.url);
    expect(second.screenshot.content.hash).toBe(first.screenshot.content.hash);
    expect(second.rendering.html).toBe(first.rendering.html);
    expect(first.rendering.html).toContain('Đã tải');
    expect(first.rendering.html).toContain('GMT+0700');
    expect(first.rendering).toMatchObject({ realTime: false, dialogs: [], popups: [], navigations: [] });
    expect(first.screenshot).toMatchObject({ widthPx: 1366, heightPx: 768, capped: false });
    expect(first.rendering.rendererVersion).toMatch(/^chromium \d+\.[\d.]+; 1366x768<=6000; fonts \S+; settings \d+$/);
  });

  it('the page clock starts at the real one', async () => {
    const portal = await serve((_req, res) =>
      res.writeHead(200, html).end('<p id=t></p><script>t.textContent = Date.now()</script>'),
    );
    const { rendering } = await rendered(portal.url);
    const shown = Number(/<p id="t">(\d+)</.exec(rendering.html)?.[1]);
    expect(shown - testNow).toBeGreaterThanOrEqual(0);
    expect(shown - testNow).toBeLessThan(10_000);
  });

  it('a redirect by script after eight seconds is seen at once', async () => {
    const portal = await serve((req, res) => {
      if (req.url === '/')
        return res
          .writeHead(200, html)
          .end(`<p>Cũ</p><script>setTimeout(() => { location = '/casino' }, 8000)</script>`);
      return res.writeHead(200, html).end('<h1>Nhà cái</h1>');
    });
    const { capture, rendering } = await rendered(portal.url);
    expect(capture.finalUrl).toBe(`${portal.url}casino`);
    expect(capture.hops.map(({ url, via }) => [new URL(url).pathname, via])).toEqual([
      ['/', 'request'],
      ['/casino', 'script'],
    ]);
    expect(rendering.navigations).toEqual([`${portal.url}casino`]);
    expect(rendering.html).toContain('Nhà cái');
    expect(capture.html).toContain('Nhà cái');
  });

  it('a redirect target that answers late is waited for and gets page time of its own', async () => {
    const portal = await serve((req, res) => {
      if (req.url === '/') return void res.writeHead(200, html).end(`<script>location = '/late'</script>`);
      return void setTimeout(
        () =>
          res
            .writeHead(200, html)
            .end(`<p id=x>chưa</p><script>setTimeout(() => { x.textContent = 'xong' }, 9000)</script>`),
        1_500,
      );
    });
    const { rendering } = await rendered(portal.url);
    expect(rendering.html).toContain('xong');
  });

  it('a redirect to another host keeps the page clock', async () => {
    const other = testCapturer(captureConfig({}, [{ host: 'portal.example', addresses: ['127.0.0.1'] }]), {
      resolveName: async () => [{ address: '127.0.0.1', family: 4 }],
    });
    const portal = await serve((req, res) => {
      if (req.url === '/') return res.writeHead(200, html).end(`<meta http-equiv=refresh content="2;url=/next">`);
      return res
        .writeHead(200, html)
        .end(`<p id=x>chưa</p><script>setTimeout(() => { x.textContent = 'xong' }, 9000)</script>`);
    });
    const capture = captureOf(await other.take(request(`http://portal.example:${portal.port}/`, browser)));
    expect(capture.hops.map(({ via, address }) => [via, address])).toEqual([
      ['request', '127.0.0.1'],
      ['refresh', '127.0.0.1'],
    ]);
    expect(capture.rendering?.html).toContain('xong');
    await other.close();
  });
});

describe('on real time', () => {
  it('the page runs unseeded, and the look waits until its picture stands still', async () => {
    const portal = await serve((_req, res) =>
      res
        .writeHead(200, html)
        .end(
          '<p id=r></p><script>r.textContent = Math.random(); setTimeout(() => document.body.append("Đã xong"), 1500)</script>',
        ),
    );
    const [first, second] = [
      await rendered(portal.url, { realTime: true }),
      await rendered(portal.url, { realTime: true }),
    ];
    expect(first.rendering.realTime).toBe(true);
    expect(first.rendering.html).toContain('Đã xong');
    expect(first.rendering.html).not.toBe(second.rendering.html);
  });

  it('a redirect by script is followed', async () => {
    const portal = await serve((req, res) => {
      if (req.url === '/')
        return res.writeHead(200, html).end(`<script>setTimeout(() => { location = '/next' }, 1000)</script>`);
      return res.writeHead(200, html).end('<h1>Trang sau</h1>');
    });
    expect((await rendered(portal.url, { realTime: true })).rendering.html).toContain('Trang sau');
  });
});

describe('what the browser received', () => {
  it('a host that browsers ask by https only is asked by https, whatever the address says', async () => {
    // All of `.dev` stands on Chromium's own list.
    const certificate = await testCertificate('portal.dev');
    const portal = await serve((_req, res) => res.writeHead(200, html).end('<h1>Cổng thông tin</h1>'), { certificate });
    const host = `portal.dev:${portal.port}`;
    const upgraded = testCapturer(captureConfig({}, [{ host, addresses: ['127.0.0.0/8'] }]), {
      resolveName: async () => [{ address: '127.0.0.1', family: 4 }],
    });
    const outcome = await upgraded.take(request(`http://${host}/`, browser));
    await upgraded.close();
    const capture = captureOf(outcome);
    expect(capture).toMatchObject({ status: 200, finalUrl: `https://${host}/` });
    expect(capture.hops.map(({ url, status, address, leadsTo }) => [url, status, address, leadsTo])).toEqual([
      [`http://${host}/`, 307, null, `https://${host}/`],
      [`https://${host}/`, 200, '127.0.0.1', undefined],
    ]);
  });

  it('is kept as sent: legacy bytes, headers, status and hops', async () => {
    const body = Buffer.concat([Buffer.from('<title>S'), Buffer.from([0xf5, 0xd2]), Buffer.from(' Y</title>')]);
    const portal = await serve((req, res) => {
      if (req.url === '/') return res.writeHead(302, { location: '/trang' }).end();
      return res.writeHead(404, { 'content-type': 'text/html; charset=windows-1258', 'x-portal': 'so' }).end(body);
    });
    const { capture, rendering } = await rendered(portal.url);
    expect(Buffer.from(capture.body.bytes).equals(body)).toBe(true);
    expect(capture).toMatchObject({ status: 404, charset: 'windows-1258', cutOff: null });
    expect(capture.html).toContain('Sở Y');
    expect(rendering.html.normalize('NFC')).toContain('Sở Y');
    expect(capture.headers).toContainEqual(['x-portal', 'so']);
    expect(capture.hops.map(({ status, via, address }) => [status, via, address])).toEqual([
      [302, 'request', '127.0.0.1'],
      [404, 'location', '127.0.0.1'],
    ]);
  });

  it('over TLS carries the certificate, untrusted or not', async () => {
    const certificate = await testCertificate('127.0.0.1');
    const portal = await serve((_req, res) => res.writeHead(200, html).end('<h1>Xin chào</h1>'), { certificate });
    const { capture } = await rendered(portal.url);
    expect(capture.hops).toMatchObject([
      {
        status: 200,
        address: '127.0.0.1',
        certificate: { subject: 'CN=127.0.0.1', error: 'DEPTH_ZERO_SELF_SIGNED_CERT' },
      },
    ]);
  });

  it('sub-resources are recorded with type, status and address', async () => {
    const portal = await serve((req, res) => {
      if (req.url === '/')
        return res
          .writeHead(200, html)
          .end('<link rel=stylesheet href=/a.css><img src=/b.png><iframe src=/c></iframe><script src=/d.js></script>');
      if (req.url === '/b.png') return res.writeHead(404).end();
      return res.writeHead(200, { 'content-type': req.url === '/a.css' ? 'text/css' : 'text/html' }).end();
    });
    const { rendering } = await rendered(portal.url);
    const seen = rendering.resources.map(({ url, type, status, address }) => [
      new URL(url).pathname,
      type,
      status,
      address,
    ]);
    expect(seen.sort()).toEqual([
      ['/a.css', 'stylesheet', 200, '127.0.0.1'],
      ['/b.png', 'image', 404, '127.0.0.1'],
      ['/c', 'document', 200, '127.0.0.1'],
      ['/d.js', 'script', 200, '127.0.0.1'],
    ]);
  });
});

describe('how the browser looks', () => {
  it('to portal and page is ordinary Chrome, and a phone where it should be', async () => {
    const portal = await serve((_req, res) =>
      res
        .writeHead(200, html)
        .end(`<p id=p></p><script>p.textContent = JSON.stringify([navigator.userAgent, navigator.platform, navigator.webdriver,
        navigator.languages, navigator.userAgentData?.brands, innerWidth, Intl.DateTimeFormat().resolvedOptions()])</script>`),
    );
    const desktop = await rendered(portal.url);
    expect(desktop.rendering.html).not.toMatch(/headless/i);
    expect(desktop.rendering.html).toContain('"Win32",false,["vi-VN","vi","en-US","en"]');
    expect(desktop.rendering.html).toContain(',1366,');
    expect(desktop.rendering.html).toContain('"locale":"vi-VN"');
    expect(desktop.rendering.html).toMatch(/"timeZone":"Asia\/(Ho_Chi_Minh|Saigon)"/);
    expect(JSON.stringify(portal.headers[0]?.rawHeaders)).not.toMatch(/headless/i);
    const phone = await rendered(portal.url, { profile: 'phone' });
    expect(phone.rendering.html).toContain('Android');
    expect(phone.screenshot.widthPx).toBe(412);
    await rendered(portal.url, { profile: 'search-click' });
    expect(portal.headers.at(-1)?.headers.referer).toBe('https://www.google.com/');
  });

  it('keeps nothing from one look to the next', async () => {
    const portal = await serve((req, res) =>
      res.writeHead(200, { ...html, 'set-cookie': 'seen=1' }).end(`<script>
      document.title = String(localStorage.seen); localStorage.seen = 1;</script>${req.headers.cookie ?? 'no cookie'}`),
    );
    await rendered(portal.url);
    const { rendering } = await rendered(portal.url);
    expect(rendering.html).toContain('no cookie');
    expect(rendering.html).toContain('<title>undefined</title>');
  });
});
