/**
 * Public reports of what other monitors got wrong with servers and browsers, each against the whole product: registered,
 * learned and looked at by both tiers on loopback. What is tested in depth elsewhere is named beside the case.
 */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo, Socket } from 'node:net';
import { gzipSync } from 'node:zlib';
import { encodeQR } from 'qr';
import { afterAll, afterEach, describe, expect, it, onTestFinished } from 'vitest';
import type { Tier } from '../../../src/core/domain/capture.ts';
import { lookAtTarget } from '../../../src/monitor/check/look-now.ts';
import type { CheckReport } from '../../../src/monitor/check/run-check.ts';
import {
  captureConfig,
  type Portal,
  servePortal,
  serveRaw,
  testCapturer,
  testCertificate,
} from '../../support/loopback-portal.ts';
import { defacedPage, portalPage } from '../../support/portal-pages.ts';
import { stageWatch } from '../../support/staged-watch.ts';
import { drawPng } from '../../support/test-pictures.ts';

const capturer = testCapturer(captureConfig({ timeouts: { connect: '5s', firstByte: '10s', total: '40s' } }));
const open: Portal[] = [];
afterEach(async () => {
  for (const portal of open.splice(0)) await portal.close();
});
afterAll(() => capturer.close());

const html = { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store' };
type Handler = (request: IncomingMessage, response: ServerResponse) => void;
const ofPage =
  (page: Handler): Handler =>
  (request, response) =>
    request.url === '/' ? page(request, response) : void response.writeHead(404).end();
const serve = async (handler: Handler) => {
  const portal = await servePortal(handler);
  open.push(portal);
  return portal;
};

/** Registers a portal, as the daemon would see it. */
async function watched(portal: Pick<Portal, 'url'>) {
  const watch = await stageWatch();
  Object.assign(watch.parts, { takeCapture: capturer.take });
  const siteId = await watch.register(portal.url);
  const look = async (options: { deep?: boolean; tier?: Tier } = {}): Promise<CheckReport> => {
    watch.advance(300_000);
    if (options.tier !== undefined)
      await watch.parts.db.updateTable('targets').set({ nextTier: options.tier }).execute();
    return lookAtTarget(watch.parts, `${siteId}.1`, { deep: options.deep });
  };
  return { watch, look, learn: () => watch.learn() };
}

const said = ({ verdict }: CheckReport) => verdict.findings.map(({ detector }) => detector);
const tiers: readonly Tier[] = ['http', 'browser'];

describe('a length 37 bytes longer than the body, which ends in </html> (undici#583)', () => {
  // Ways of ending the connection, and both tiers: tests/integration/capture/unending-answers.test.ts
  it('is learned like any page, and alarms when defaced', async () => {
    let body = portalPage();
    const portal = await serveRaw((socket: Socket) => {
      socket.once('data', () => {
        const length = Buffer.byteLength(body) + 37;
        socket.end(
          `HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: ${length}\r\n\r\n${body}`,
        );
      });
    });
    open.push(portal);
    const { learn, look } = await watched(portal);
    await learn();
    expect((await look({ deep: true })).verdict).toMatchObject({ level: 'clean' });
    body = defacedPage;
    for (const tier of tiers) expect((await look({ tier })).verdict).toMatchObject({ level: 'alarm' });
  });
});

describe('an answer that never ends after </html>', () => {
  it('is learned, and alarms when defaced', async () => {
    let body = portalPage();
    const portal = await serve(ofPage((_request, response) => void response.writeHead(200, html).write(body)));
    const { learn, look } = await watched(portal);
    await learn();
    expect((await look({ deep: true })).verdict).toMatchObject({ level: 'clean' });
    body = defacedPage;
    const startedAt = performance.now();
    expect((await look({ tier: 'http' })).verdict).toMatchObject({ level: 'alarm' });
    expect(performance.now() - startedAt).toBeLessThan(40_000);
  });
});

describe.each(tiers)('what cannot be read, by %s', (tier) => {
  const body = portalPage();
  /** Learned as an ordinary page, then answered in another way. */
  async function answeredBy(answer: Handler): Promise<CheckReport> {
    let isOrdinary = true;
    const portal = await serve(
      ofPage((request, response) =>
        isOrdinary ? void response.writeHead(200, html).end(body) : answer(request, response),
      ),
    );
    const { learn, look } = await watched(portal);
    await learn();
    isOrdinary = false;
    return look(tier === 'browser' ? { deep: true } : { tier });
  }

  it('a header that says gzip over plain text (httpx#303) is unknown, with the decoder’s sentence', async () => {
    const report = await answeredBy((_request, response) => {
      response.writeHead(200, { ...html, 'content-encoding': 'gzip', 'content-length': Buffer.byteLength(body) });
      response.end(body);
    });
    expect(report.verdict).toMatchObject({ level: 'unknown', kind: 'unavailable' });
    expect(report.captureFailure?.reason).toBe('The answer could not be decompressed.');
  });

  it('gzip without its header (trafficcontrol#1737) is unknown', async () => {
    const report = await answeredBy((_request, response) => void response.writeHead(200, html).end(gzipSync(body)));
    expect(report.verdict).toMatchObject({ level: 'unknown', kind: 'error-page' });
  });

  it('a download in place of the home page (playwright#35880) is unknown, with true words', async () => {
    const report = await answeredBy((_request, response) => {
      response.writeHead(200, {
        'content-type': 'application/octet-stream',
        'content-disposition': 'attachment; filename="index.php"',
      });
      response.end(Buffer.from(Array.from({ length: 3_000 }, (_, i) => (i * 37) % 256)));
    });
    expect(report.verdict).toMatchObject({ level: 'unknown' });
    expect(said(report)).toContain('download-in-place');
  });
});

describe('a fee’s QR code under the same address shows another code', () => {
  // At each size against a small policy: tests/integration/capture/qr-code-swapped.test.ts
  it.each([160, 320])('at %i pixels: at least suspect', async (side) => {
    let account = '1170000086';
    const portal = await serve((request, response) => {
      if (request.url === '/qr.png') {
        const text = `00020101021138540010A0000007270124000697043601${account.length}${account}0208QRIBFTTA53037045802VN63044F52`;
        const modules = encodeQR(text, 'raw', { border: 2 });
        const dot = 8;
        const image = drawPng(dot * modules.length, dot * modules.length, (x, y) =>
          modules[Math.floor(y / dot)]?.[Math.floor(x / dot)] === true ? [0, 0, 0] : [255, 255, 255],
        );
        return void response.writeHead(200, { 'content-type': 'image/png', 'cache-control': 'no-store' }).end(image);
      }
      if (request.url !== '/') return void response.writeHead(404).end();
      const extra = `<p>Quét mã nộp lệ phí: <img src="/qr.png" width="${side}" height="${side}"></p>`;
      response.writeHead(200, html).end(portalPage({ extra }));
    });
    const { learn, look } = await watched(portal);
    await learn();
    expect((await look({ tier: 'browser' })).verdict.level).toBe('clean');
    account = '9990001234';
    const report = await look({ tier: 'browser' });
    expect(said(report)).toContain('code-swapped');
    expect(['suspect', 'alarm']).toContain(report.verdict.level);
  });
});

describe('what a script puts into a shadow root (playwright#30816, percy#85)', () => {
  const codes = (text: string) => [...text].map((letter) => letter.charCodeAt(0)).join(',');
  const betting =
    '<p>Nhà cái số một: cá cược bóng đá, tài xỉu, nổ hũ, xóc đĩa đổi thưởng</p><a href="https://san-choi-789.example/">Chơi ngay</a>';
  const boast = '<h1>Hacked by Doi Gio</h1><p>Your website was owned</p>';
  describe.each(['open', 'closed'])('%s', (mode) => {
    it.each([
      ['spam', betting],
      ['a signature', boast],
    ])('%s alarms as in the page', async (_name, content) => {
      let script = '';
      const portal = await serve((request, response) => {
        if (request.url === '/js/portal.js')
          return void response
            .writeHead(200, { 'content-type': 'text/javascript', 'cache-control': 'no-store' })
            .end(script);
        ofPage((_request, page) => void page.writeHead(200, html).end(portalPage()))(request, response);
      });
      const { learn, look } = await watched(portal);
      await learn();
      script = `addEventListener('DOMContentLoaded', () => { const d = document.createElement('div'); document.querySelector('main').append(d); d.attachShadow({ mode: '${mode}' }).innerHTML = String.fromCharCode(${codes(content)}) })`;
      expect((await look({ tier: 'browser' })).verdict.level).toBe('alarm');
    });
  });
});

describe('everything hidden or transparent by the page’s own style sheet', () => {
  // Eleven ways of hiding: tests/integration/capture/nothing-shown.test.ts
  it.each(['html { opacity: 0 }', 'main, header, footer { visibility: hidden }', 'body { display: none }'])(
    '%s: at least suspect',
    async (rule) => {
      let style = 'h1 { color: #a00 }';
      const portal = await serve((request, response) => {
        if (request.url === '/trang.css')
          return void response.writeHead(200, { 'content-type': 'text/css', 'cache-control': 'no-store' }).end(style);
        const head = '<link rel="stylesheet" href="/trang.css">';
        ofPage((_request, page) => void page.writeHead(200, html).end(portalPage({ head })))(request, response);
      });
      const { learn, look } = await watched(portal);
      await learn();
      expect((await look({ tier: 'browser' })).verdict.level).toBe('clean');
      style = rule;
      const report = await look({ tier: 'browser' });
      expect(said(report)).toContain('nothing-shown');
      expect(['suspect', 'alarm']).toContain(report.verdict.level);
    },
  );
});

describe('a host that speaks TLS 1.0 only (uptime-kuma#4033, Artemis#935)', () => {
  it('is the same in both tiers, and said as such', async () => {
    let page = portalPage();
    const server = createTlsServer(
      {
        ...(await testCertificate('127.0.0.1')),
        minVersion: 'TLSv1',
        maxVersion: 'TLSv1',
        ciphers: 'DEFAULT:@SECLEVEL=0',
      },
      ofPage((_request, response) => void response.writeHead(200, html).end(page)),
    );
    server.on('tlsClientError', () => {});
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => void server.close());
    const { port } = server.address() as AddressInfo;
    const { learn, look } = await watched({ url: `https://127.0.0.1:${port}/` });
    await learn();
    for (const tier of tiers) {
      const report = await look({ tier });
      expect([tier, report.verdict.level]).toEqual([tier, 'clean']);
      expect(said(report)).toContain('tls-outdated');
    }
    page = defacedPage;
    for (const tier of tiers) expect((await look({ tier })).verdict).toMatchObject({ level: 'alarm' });
  });
});

describe('a whole portal in grey with a banner of condolence', () => {
  it('says that the colours are gone, and not that images were replaced', async () => {
    let isMourning = false;
    const portal = await serve((request, response) => {
      if (request.url?.endsWith('.png') === true) {
        const image = drawPng(400, 200, (x, y) => [200, (x + y) % 120, 40]);
        return void response.writeHead(200, { 'content-type': 'image/png', 'cache-control': 'no-store' }).end(image);
      }
      if (request.url !== '/') return void response.writeHead(404).end();
      const grey = isMourning ? 'html { filter: grayscale(100%) }' : '';
      const head = `<style>header { background: #b5121b } footer { background: #1a4a8a; color: #fff } ${grey}</style>`;
      const banner =
        '<div style="background:#000;color:#fff;padding:20px"><h2>Vô cùng thương tiếc đồng chí nguyên Chủ tịch nước</h2></div>';
      const extra = '<img src="/le-hoi.png" width="800" height="400" alt="Lễ hội">';
      const page = portalPage({ head, extra });
      response.writeHead(200, html).end(isMourning ? page.replace('<main>', `${banner}<main>`) : page);
    });
    const { learn, look } = await watched(portal);
    await learn();
    for (let i = 0; i < 3; i += 1) expect((await look({ tier: 'browser' })).verdict.level).toBe('clean');
    isMourning = true;
    const report = await look({ tier: 'browser' });
    expect(['clean', 'suspect']).toContain(report.verdict.level);
    expect(said(report)).toContain('colours-gone');
    expect(said(report)).not.toContain('image-swapped');
    isMourning = false;
    expect((await look({ tier: 'browser' })).verdict.level).toBe('clean');
  });
});

describe('two servers behind one address, one of them stale (changedetection.io#962)', () => {
  it('is quiet, and still alarms when one or both are defaced', async () => {
    let asked = 0;
    let isDefaced = (_server: number) => false;
    const stale = portalPage({
      extra: '<section class="block"><p>Kết quả kỳ họp tháng trước của Hội đồng nhân dân xã.</p></section>',
    });
    const fresh = portalPage({
      extra:
        '<section class="block"><p>Khai mạc kỳ họp giữa năm của Hội đồng nhân dân xã.</p></section><section class="block"><p>Mời đại biểu nhận tài liệu tại văn phòng.</p></section>',
    });
    const portal = await serve(
      ofPage((_request, response) => {
        asked += 1;
        const server = asked % 2;
        response.writeHead(200, html).end(isDefaced(server) ? defacedPage : server === 0 ? stale : fresh);
      }),
    );
    const { learn, look } = await watched(portal);
    await learn();
    const levels = new Set<string>();
    for (let i = 0; i < 20; i += 1) {
      const { verdict } = await look({ tier: i % 5 === 0 ? 'browser' : 'http' });
      levels.add(verdict.level);
    }
    expect([...levels]).toEqual(['clean']);
    isDefaced = (server) => server === 0;
    const half = [];
    for (let i = 0; i < 4; i += 1) half.push((await look({ tier: 'http' })).verdict.level);
    expect(half).toContain('alarm');
    isDefaced = () => true;
    expect((await look({ tier: 'http' })).verdict.level).toBe('alarm');
  });
});

// `publicUrl` with a path behind a proxy (grafana#90188): refused with a sentence, tests/integration/config/example.test.ts
// A recipient with accents (nodemailer#1480): warned when registered, tests/integration/monitor/registry.test.ts
