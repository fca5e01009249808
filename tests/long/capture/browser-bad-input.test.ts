/** Whatever a page does in the browser, the look ends in time and the next one works. */
import type { Socket } from 'node:net';
import { createServer as createTlsServer } from 'node:tls';
import { gzipSync } from 'node:zlib';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
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
import { drawPng } from '../../support/test-pictures.ts';

const open: Portal[] = [];
const keep = (portal: Portal) => {
  open.push(portal);
  return portal;
};
const html = { 'content-type': 'text/html; charset=utf-8' };
const serveHtml = async (body: string) => keep(await servePortal((_req, res) => res.writeHead(200, html).end(body)));
const capturer = testCapturer();
/** For pages that only the clock ends. */
const hasty = testCapturer(captureConfig({ timeouts: { connect: '2s', firstByte: '2s', total: '12s' } }));
const hastyTotalMs = 12_000;
const hastyLook = (url: string, more = {}) => hasty.take(request(url, { tier: 'browser', ...more }));
const look = (url: string, more = {}) => capturer.take(request(url, { tier: 'browser', ...more }));

// A browser that is started within a look takes of its time.
beforeAll(async () => {
  await hastyLook((await serveHtml('<h1>Trang</h1>')).url);
});
afterAll(async () => {
  await capturer.close();
  await hasty.close();
  for (const portal of open) await portal.close();
});
afterEach(async () => {
  const fine = await serveHtml('<h1>Vẫn chạy</h1>');
  expect(captureOf(await look(fine.url)).rendering?.html).toContain('Vẫn chạy');
});

describe('pages that call out', () => {
  it.each([true, false])(
    'alert, confirm, prompt and pop-ups are written down and closed (real time: %s)',
    async (realTime) => {
      const portal = await serveHtml(`<h1>Xin chào</h1><script>
      alert('Hacked by X'); confirm('Chắc không?'); prompt('Tên?');
      window.open('/popup'); window.open('https://nha-cai.example/');
      document.body.append('sau hộp thoại');
    </script>`);
      const { rendering } = captureOf(await look(portal.url, { realTime }));
      expect(rendering?.dialogs).toEqual(['Hacked by X', 'Chắc không?', 'Tên?']);
      expect(rendering?.popups).toEqual([`${portal.url}popup`, 'https://nha-cai.example/']);
      expect(rendering?.html).toContain('sau hộp thoại');
      expect(portal.requests).not.toContain('GET /popup');
    },
  );

  it('console messages and errors are written down, within limits', async () => {
    const portal = await serveHtml(
      `<script>for (let i = 0; i < 5000; i++) console.log('x'.repeat(5000)); undefinedFunction()</script>`,
    );
    const { rendering } = captureOf(await look(portal.url));
    expect(rendering?.console).toHaveLength(100);
    expect(Math.max(...(rendering?.console ?? []).map((text) => text.length))).toBe(1_000);
  });

  it('a download by script is cancelled and written down', async () => {
    const portal = keep(
      await servePortal((req, res) => {
        if (req.url === '/virus.exe')
          return res
            .writeHead(200, { 'content-type': 'application/octet-stream', 'content-disposition': 'attachment' })
            .end('MZ');
        return res
          .writeHead(200, html)
          .end(`<h1>Trang</h1><a id=a href=/virus.exe download>x</a><script>a.click()</script>`);
      }),
    );
    const { rendering } = captureOf(await look(portal.url));
    expect(rendering?.html).toContain('Trang');
    expect(rendering?.popups).toContain(`${portal.url}virus.exe`);
  });

  it('a page that is a picture is painted', async () => {
    const picture = drawPng(300, 200, () => [200, 0, 0]);
    const portal = keep(
      await servePortal((_req, res) => res.writeHead(200, { 'content-type': 'image/png' }).end(picture)),
    );
    const { html, rendering } = captureOf(await look(portal.url));
    expect(html).toBe('');
    expect(rendering?.html).toContain('<img');
    expect(rendering?.screenshot?.images).toMatchObject([{ url: portal.url, box: { width: 300, height: 200 } }]);
    expect(rendering?.popups).toEqual([]);
  });

  it('a page that is itself a download has bytes but no text', async () => {
    const portal = keep(
      await servePortal((_req, res) =>
        res
          .writeHead(200, { 'content-type': 'application/zip', 'content-disposition': 'attachment' })
          .end('PK\u0003\u0004 and more'),
      ),
    );
    const capture = captureOf(await look(portal.url));
    expect(capture).toMatchObject({
      html: '',
      charset: 'binary',
      status: 200,
      rendering: { html: '', popups: [portal.url] },
    });
  });
});

describe('pages that never rest', () => {
  it('endless requests', async () => {
    const portal = keep(
      await servePortal((req, res) => {
        if (req.url === '/')
          return void res
            .writeHead(200, html)
            .end(`<h1>Trang</h1><script>(async () => { for (;;) await fetch('/more?' + Math.random()) })()</script>`);
        return void setTimeout(() => res.end('x'), 5);
      }),
    );
    for (const realTime of [false, true]) {
      const capture = captureOf(await hastyLook(portal.url, { realTime }));
      expect(capture.rendering?.html).toContain('Trang');
      expect(capture.rendering?.screenshot).not.toBeNull();
      expect(capture.durationMs).toBeLessThan(hastyTotalMs);
    }
  });

  it('a request that is never answered', async () => {
    const portal = keep(
      await servePortal((req, res) => {
        if (req.url === '/')
          res
            .writeHead(200, html)
            .end(
              `<h1>Trang</h1><img src=/never><script>setTimeout(() => document.body.append('về sau'), 5000)</script>`,
            );
      }),
    );
    const capture = captureOf(await hastyLook(portal.url));
    expect(capture.rendering?.html).toContain('Trang');
    expect(capture.durationMs).toBeLessThan(hastyTotalMs);
  });

  it.each([
    '<script>while (true) {}</script>',
    '<script>setTimeout(() => { for (;;); }, 3000)</script>',
    '<script>setInterval(() => { for (;;); }, 10)</script>',
  ])('a busy loop: %s', async (script) => {
    const portal = await serveHtml(`<h1>Trang</h1>${script}`);
    const outcome = await hastyLook(portal.url);
    expect(captureOf(outcome).durationMs).toBeLessThan(hastyTotalMs + 5_000);
    expect(captureOf(outcome).rendering).toMatchObject({ broke: 'busy', html: expect.stringContaining('Trang') });
  });

  it('endless timers without delay', async () => {
    const portal = await serveHtml(
      `<h1>Trang</h1><script>(function again() { setTimeout(again, 0); new MessageChannel().port1.postMessage(1); })()</script>`,
    );
    expect(captureOf(await hastyLook(portal.url)).rendering?.html).toContain('Trang');
  });

  it('a page that redirects itself for ever is judged where it was stopped', async () => {
    const portal = keep(
      await servePortal((req, res) =>
        res.writeHead(200, html).end(`<h1>Trang ${req.url}</h1><script>location = '/n' + Math.random()</script>`),
      ),
    );
    const capture = captureOf(await hastyLook(portal.url));
    expect(capture.hops.length).toBeLessThanOrEqual(13);
    expect(capture.hops.length).toBeGreaterThan(5);
    expect(capture.rendering?.html).toContain('Trang');
    expect(portal.requests.length).toBeLessThan(20);
  });

  it('server redirects without end', async () => {
    const portal = keep(await servePortal((req, res) => res.writeHead(302, { location: `${req.url}x` }).end()));
    expect(failureOf(await hastyLook(portal.url))).toMatchObject({ kind: 'too-many-redirects', retryable: false });
  });
});

describe('pages that are too much', () => {
  it('headers of 60 kB, an address of 60 kB and words beside the status that nobody may send', async () => {
    const portal = keep(
      await serveRaw((socket) => {
        socket.once('data', (asked) => {
          const query = `?${'q'.repeat(60_000)}`;
          const head = `x-long: ${'x'.repeat(60_000)}\r\nContent-Type: text/html\r\nConnection: close\r\n`;
          const isFirst = String(asked).startsWith('GET / ');
          const status = isFirst ? `302 \x1b[31m\r\nLocation: /${query}` : '200 \x01\x1b[31m';
          socket.end(`HTTP/1.1 ${status}\r\n${head}\r\n<h1>Trang</h1><script>document.title = 'Xong'</script>`);
        });
      }),
    );
    const { rendering, hops } = captureOf(await look(portal.url));
    expect(rendering?.html).toContain('<title>Xong</title>');
    expect(hops.map(({ status }) => status)).toEqual([302, 200]);
  });

  it('200,000 pixels high: the picture ends at the cap', async () => {
    const portal = await serveHtml(
      `<body style="margin:0"><div style="height:200000px;background:linear-gradient(red,blue)">Trang</div>`,
    );
    expect(captureOf(await look(portal.url)).rendering?.screenshot).toMatchObject({
      widthPx: 1366,
      heightPx: 6_000,
      capped: true,
    });
  });

  it('markup 100,000 deep', async () => {
    const portal = await serveHtml(`${'<div>'.repeat(100_000)}Xin chào`);
    expect(captureOf(await look(portal.url)).rendering?.html).toContain('Xin chào');
  });

  it('a body of 5 GB ends at the cap and is shown up to there', async () => {
    const piece = Buffer.from(`<p>tin</p>${'<!-- tin -->'.repeat(100_000)}`);
    let sentBytes = 0;
    const portal = keep(
      await servePortal((_req, res) => {
        res.writeHead(200, { ...html, 'content-length': '5000000000' });
        const send = () => {
          while (!res.destroyed && sentBytes < 5_000_000_000) {
            sentBytes += piece.length;
            if (!res.write(piece)) return void res.once('drain', send);
          }
        };
        send();
      }),
    );
    const small = testCapturer(captureConfig({ caps: { body: '1MB', decodedBody: '2MB' } }));
    const capture = captureOf(await small.take(request(portal.url, { tier: 'browser' })));
    expect(capture.cutOff).toBe('body-cap');
    expect(capture.body.bytes.byteLength).toBe(2_000_000);
    expect(capture.rendering?.html).toContain('<p>tin</p>');
    expect(sentBytes).toBeLessThan(200_000_000);
    await small.close();
  });

  it('a compression bomb ends at the cap', async () => {
    const bomb = gzipSync(Buffer.alloc(500_000_000, ' '), { level: 9 });
    const portal = keep(
      await servePortal((_req, res) => res.writeHead(200, { ...html, 'content-encoding': 'gzip' }).end(bomb)),
    );
    const capture = captureOf(await look(portal.url));
    expect(capture.cutOff).toBe('body-cap');
    expect(capture.body.bytes.byteLength).toBe(16_000_000);
  });

  it('a page that eats memory is ended, alone', async () => {
    const portal = await serveHtml(
      `<script>const kept = []; setInterval(() => kept.push(new Uint8Array(20e6).fill(1)), 1)</script>`,
    );
    const modest = testCapturer(captureConfig({ browser: { memoryLimit: '300MB' } }));
    const capture = captureOf(await modest.take(request(portal.url, { tier: 'browser', realTime: true })));
    expect(capture.rendering).toMatchObject({ broke: 'memory', html: expect.stringContaining('const kept') });
    await modest.close();
  });
});

describe('pages that are none', () => {
  it('a picture sent as HTML, an empty body, and no content at all', async () => {
    const picture = await servePortal((_req, res) =>
      res.writeHead(200, html).end(Buffer.from('89504e470d0a1a0a0000000d', 'hex')),
    );
    const empty = await servePortal((_req, res) => res.writeHead(200, html).end());
    const nothing = await servePortal((_req, res) => res.writeHead(204).end());
    for (const portal of [picture, empty, nothing].map(keep)) {
      const capture = captureOf(await look(portal.url));
      expect(capture.html).toMatch(portal === picture ? /^.PNG/ : /^$/);
      expect(capture.rendering?.screenshot).not.toBeNull();
    }
  });

  it('a connection lost midway shows what arrived', async () => {
    const portal = keep(
      await servePortal((_req, res) => {
        res.writeHead(200, { ...html, 'content-length': '1000' });
        res.write('<h1>Sở Y tế</h1>', () => setTimeout(() => res.destroy(), 30));
      }),
    );
    const capture = captureOf(await look(portal.url));
    expect(capture.cutOff).toBe('connection-lost');
    expect(capture.rendering?.html).toContain('Sở Y tế');
  });

  it('a body that drips shows what arrived', async () => {
    const portal = keep(
      await servePortal((_req, res) => {
        res.writeHead(200, html);
        const timer = setInterval(() => res.write('<p>tin</p>'), 100);
        res.on('close', () => clearInterval(timer));
      }),
    );
    const capture = captureOf(await hastyLook(portal.url));
    expect(capture.cutOff).toBe('timed-out');
    expect(capture.rendering?.html).toContain('<p>tin</p>');
  });
});

describe('nobody there', () => {
  it('has the same words as the HTTP tier', async () => {
    const closed = await servePortal(() => {});
    await closed.close();
    const hangsUp = keep(await serveRaw((socket) => socket.once('data', () => socket.destroy())));
    const nonsense = keep(
      await serveRaw((socket) => socket.once('data', () => socket.end('\u0001\u0002 no http\r\n\r\n'))),
    );
    const silent = keep(await serveRaw(() => {}));
    const noTls = keep(await serveRaw((socket) => socket.end('220 mail ready\r\n')));
    const kinds = [];
    for (const url of [closed.url, hangsUp.url, nonsense.url, silent.url, noTls.url.replace('http:', 'https:')]) {
      kinds.push(failureOf(await hastyLook(url)).kind);
    }
    expect(kinds).toEqual(['connection-refused', 'connection-lost', 'bad-response', 'timed-out', 'tls-failed']);
  });

  it.each([
    ['http', 'bad-response'],
    ['https', /bad-response|timed-out|connection-lost/],
  ] as const)('%s: informational answers without end are no page', async (scheme, kind) => {
    const certificate = await testCertificate('127.0.0.1');
    const flood = (socket: Socket) => {
      const lines = 'HTTP/1.1 103 Early Hints\r\n\r\n'.repeat(1_000);
      const go = () => {
        while (!socket.destroyed && socket.write(lines));
      };
      socket.on('drain', go);
      socket.on('error', () => {});
      socket.once('data', go);
    };
    const tls = createTlsServer(certificate, flood);
    const portal = keep(await serveRaw(scheme === 'http' ? flood : (socket) => void tls.emit('connection', socket)));
    const failure = failureOf(await hastyLook(portal.url.replace('http:', `${scheme}:`)));
    expect(failure.kind).toMatch(kind);
    expect(failure.durationMs).toBeLessThan(20_000);
  });

  it('a name that does not exist', async () => {
    const lost = testCapturer(captureConfig(), {
      resolveName: async () => {
        throw Object.assign(new TypeError('lookup'), { code: 'ENOTFOUND' });
      },
    });
    expect(failureOf(await lost.take(request('http://portal.example/', { tier: 'browser' }))).kind).toBe(
      'name-not-found',
    );
    await lost.close();
  });

  it('an expired certificate does not keep the page from being seen', async () => {
    const certificate = await testCertificate('127.0.0.1', {
      from: new Date('2020-01-01'),
      to: new Date('2021-01-01'),
    });
    const portal = keep(
      await servePortal((_req, res) => res.writeHead(200, html).end('<h1>Xin chào</h1>'), { certificate }),
    );
    const capture = captureOf(await look(portal.url));
    expect(capture.rendering?.html).toContain('Xin chào');
    expect(capture.hops[0]?.certificate?.error).not.toBeNull();
  });
});
