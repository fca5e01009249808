/** Whatever a portal sends, a look ends in time with a capture or a described failure. */
import type { Socket } from 'node:net';
import { brotliCompressSync, constants, createGzip, gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  captureConfig,
  captureOf,
  failureOf,
  type Portal,
  request,
  servePortal,
  serveRaw,
  testCapturer,
} from '../../support/loopback-portal.ts';

const open: Portal[] = [];
const keep = (portal: Portal) => {
  open.push(portal);
  return portal;
};
const config = captureConfig({ timeouts: { connect: '1s', firstByte: '1s', total: '30s' } });
const hasty = testCapturer(captureConfig({ timeouts: { connect: '1s', firstByte: '1s', total: '2s' } }));
const capturer = testCapturer(config);
afterAll(async () => {
  await capturer.close();
  await hasty.close();
  for (const portal of open) await portal.close();
});

/** Writes `first`, and then `more` for as long as somebody listens. */
function endless(first: string, more = first): (socket: Socket) => void {
  return (socket) => {
    socket.write(first);
    const flood = more.repeat(1_000);
    const go = () => {
      while (!socket.destroyed && socket.write(flood));
    };
    socket.on('drain', go);
    go();
  };
}

const html = { 'content-type': 'text/html; charset=utf-8' };

/** So many spaces, a thousandth of them on the wire, built without ever holding them all. */
async function gzipBomb(totalBytes: number): Promise<Buffer> {
  const gzip = createGzip({ level: 9 });
  const parts: Buffer[] = [];
  gzip.on('data', (part: Buffer) => parts.push(part));
  const zeros = Buffer.alloc(1_000_000, ' ');
  for (let sent = 0; sent < totalBytes; sent += zeros.length) {
    if (!gzip.write(zeros)) await new Promise((resolve) => gzip.once('drain', resolve));
  }
  await new Promise<void>((resolve) => gzip.end(resolve));
  return Buffer.concat(parts);
}

describe('nobody there', () => {
  it('a closed port', async () => {
    const portal = await servePortal(() => {});
    await portal.close();
    expect(failureOf(await capturer.take(request(portal.url)))).toMatchObject({
      kind: 'connection-refused',
      retryable: true,
      hops: [],
    });
  });

  it('a name lookup that never ends', async () => {
    const silent = testCapturer(config, { resolveName: () => new Promise(() => {}) });
    const failure = failureOf(await silent.take(request('http://portal.example/')));
    expect(failure.kind).toBe('timed-out');
    expect(failure.durationMs).toBeLessThan(15_000);
    await silent.close();
  });

  it('a name that does not exist, and name servers that do not answer', async () => {
    const code = { value: 'ENOTFOUND' };
    const lost = testCapturer(config, {
      resolveName: async () => {
        throw Object.assign(new TypeError('lookup'), { code: code.value });
      },
    });
    expect(failureOf(await lost.take(request('http://portal.example/'))).kind).toBe('name-not-found');
    code.value = 'EAI_AGAIN';
    expect(failureOf(await lost.take(request('http://portal.example/'))).kind).toBe('name-lookup-failed');
  });
});

describe('redirects', () => {
  it('without end are ended, the hops kept', async () => {
    const portal = keep(await servePortal((req, res) => res.writeHead(302, { location: `${req.url}x` }).end()));
    const failure = failureOf(await capturer.take(request(portal.url)));
    expect(failure).toMatchObject({ kind: 'too-many-redirects', retryable: false });
    expect(failure.hops).toHaveLength(config.capture.caps.redirects + 1);
  });

  it('by refresh without end leave the last page', async () => {
    const portal = keep(
      await servePortal((req, res) => res.writeHead(200, { ...html, refresh: `0; url=${req.url}x` }).end('Xin chào')),
    );
    const capture = captureOf(await capturer.take(request(portal.url)));
    expect(capture.html).toBe('Xin chào');
    expect(capture.hops).toHaveLength(config.capture.caps.redirects + 1);
  });

  it.each([
    ['the metadata service', 'http://169.254.169.254/latest/meta-data/'],
    ['a private network', 'http://192.168.1.1/'],
    ['loopback by another name', 'http://127.0.0.2/'],
    ['loopback in IPv6', 'http://[::1]/'],
    ['loopback in disguise', 'http://[::ffff:127.0.0.1]/'],
    ['a file', 'file:///etc/passwd'],
    ['a password', 'http://root:root@127.0.0.1/'],
  ])('to %s are refused', async (_name, location) => {
    const portal = keep(await servePortal((_req, res) => res.writeHead(302, { location }).end()));
    const failure = failureOf(await capturer.take(request(portal.url)));
    expect(failure).toMatchObject({ kind: 'address-refused', retryable: false });
    expect(failure.hops).toHaveLength(1);
  });

  it('to the port of another site are refused, and that site hears nothing', async () => {
    const other = keep(await servePortal((_req, res) => res.end()));
    const portal = keep(await servePortal((_req, res) => res.writeHead(302, { location: other.url }).end()));
    const strict = testCapturer(
      captureConfig({}, [
        { host: `127.0.0.1:${portal.port}`, addresses: ['127.0.0.1'] },
        { host: `127.0.0.1:${other.port}`, addresses: ['127.0.0.1'] },
      ]),
    );
    expect(failureOf(await strict.take(request(portal.url))).kind).toBe('address-refused');
    expect(captureOf(await strict.take(request(other.url))).status).toBe(200);
    expect(other.connectionCount()).toBe(1);
    await strict.close();
  });
});

describe('too much', () => {
  it('a body of 5 GB ends at the cap, long before its end', async () => {
    const piece = Buffer.alloc(1_000_000, 'a');
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
    const capture = captureOf(await capturer.take(request(portal.url)));
    expect(capture).toMatchObject({ status: 200, cutOff: 'body-cap' });
    expect(capture.body.bytes.byteLength).toBe(config.capture.caps.body);
    expect(sentBytes).toBeLessThan(100_000_000);
  });

  describe('compression bombs', () => {
    let gzip: Buffer;
    beforeAll(async () => {
      gzip = await gzipBomb(1_000_000_000);
    });

    it('gzip ends at the cap of what is decoded', async () => {
      const portal = keep(
        await servePortal((_req, res) => res.writeHead(200, { ...html, 'content-encoding': 'gzip' }).end(gzip)),
      );
      const capture = captureOf(await capturer.take(request(portal.url)));
      expect(capture.cutOff).toBe('decompression-cap');
      expect(capture.body.bytes.byteLength).toBe(config.capture.caps.decodedBody);
    });

    it('gzip in gzip too', async () => {
      const portal = keep(
        await servePortal((_req, res) =>
          res.writeHead(200, { ...html, 'content-encoding': 'gzip, gzip' }).end(gzipSync(gzip)),
        ),
      );
      expect(captureOf(await capturer.take(request(portal.url))).cutOff).toBe('decompression-cap');
    });

    it('brotli too', async () => {
      const bomb = brotliCompressSync(Buffer.alloc(200_000_000, ' '), {
        params: { [constants.BROTLI_PARAM_QUALITY]: 3 },
      });
      const portal = keep(
        await servePortal((_req, res) => res.writeHead(200, { ...html, 'content-encoding': 'br' }).end(bomb)),
      );
      expect(captureOf(await capturer.take(request(portal.url))).cutOff).toBe('decompression-cap');
    });

    it('more layers than anyone needs are no answer', async () => {
      const portal = keep(
        await servePortal((_req, res) =>
          res.writeHead(200, { ...html, 'content-encoding': 'gzip, gzip, gzip, gzip' }).end('x'),
        ),
      );
      expect(failureOf(await capturer.take(request(portal.url))).kind).toBe('bad-response');
    });
  });

  it('headers over the cap are a bad response', async () => {
    const portal = keep(
      await servePortal((_req, res) => res.writeHead(200, { 'x-big': 'a'.repeat(200_000) }).end('x')),
    );
    expect(failureOf(await capturer.take(request(portal.url))).kind).toBe('bad-response');
  });

  it('markup 100,000 deep comes through as text', async () => {
    const deep = `${'<div>'.repeat(100_000)}Xin chào`;
    const portal = keep(await servePortal((_req, res) => res.writeHead(200, html).end(deep)));
    expect(captureOf(await capturer.take(request(portal.url))).html).toBe(deep);
  });
});

describe('not a page', () => {
  const noise = Buffer.from(Array.from({ length: 4_096 }, (_, index) => (index * 7919) % 256));
  const picture = Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex');
  it.each([
    ['a picture', { 'content-type': 'image/png' }, picture],
    ['a picture sent as text', { 'content-type': 'text/plain' }, picture],
    ['noise sent as text', { 'content-type': 'text/plain' }, noise],
    ['a program without a type', {}, Buffer.from('7f454c4602010100000000000000000003003e00', 'hex')],
  ])('%s has no text but its bytes', async (_name, headers, body) => {
    const portal = keep(await servePortal((_req, res) => res.writeHead(200, headers).end(body)));
    const capture = captureOf(await capturer.take(request(portal.url)));
    expect(capture).toMatchObject({ html: '', charset: 'binary', status: 200 });
    expect(capture.body.bytes.byteLength).toBe(body.length);
  });

  const types = (...all: string[]) => all.flatMap((type) => ['content-type', type]);
  it.each([
    ['HTML with a NUL', types('text/html'), '\0<h1>Hacked by X</h1>'],
    ['HTML that begins like a picture', types('text/html'), 'GIF89a\0\0<h1>Hacked by X</h1>'],
    ['markup with a NUL and without a type', [], '\n<h1 >Hacked\0 by X</h1>'],
    ['HTML by the last of two types', types('application/pdf', 'text/html'), '<h1>Hacked by X</h1>'],
    ['a drawing', types('image/svg+xml'), '<svg xmlns="http://www.w3.org/2000/svg"><text>Hacked by X</text></svg>'],
  ])('%s is text, as browsers show it', async (_name, headers, body) => {
    const portal = keep(await servePortal((_req, res) => res.writeHead(200, headers).end(body)));
    expect(captureOf(await capturer.take(request(portal.url))).html).toBe(body);
  });

  it('an empty body is a capture', async () => {
    const portal = keep(await servePortal((_req, res) => res.writeHead(200, html).end()));
    expect(captureOf(await capturer.take(request(portal.url)))).toMatchObject({ html: '', status: 200, cutOff: null });
  });

  it('damaged compression is no answer, cut compression is what arrived', async () => {
    const damaged = keep(
      await servePortal((_req, res) => res.writeHead(200, { ...html, 'content-encoding': 'gzip' }).end('no gzip')),
    );
    expect(failureOf(await capturer.take(request(damaged.url))).kind).toBe('bad-response');
    const text = Array.from({ length: 20_000 }, (_, index) => `<p>Tin số ${index}</p>`).join('');
    const whole = gzipSync(text);
    const cut = keep(
      await servePortal((_req, res) => {
        res.writeHead(200, { ...html, 'content-encoding': 'gzip', 'content-length': String(whole.length) });
        res.write(whole.subarray(0, whole.length / 2), () => setTimeout(() => res.destroy(), 50));
      }),
    );
    const capture = captureOf(await capturer.take(request(cut.url)));
    expect(capture.cutOff).toBe('connection-lost');
    expect(capture.html).toContain('Tin số 100<');
  });

  it.each([
    ['nonsense', 'this is not http\r\n\r\n', 'bad-response'],
    ['a connection that closes', '', 'connection-lost'],
  ] as const)('%s instead of HTTP', async (_name, reply, kind) => {
    const portal = keep(await serveRaw((socket) => socket.once('data', () => socket.end(reply))));
    expect(failureOf(await capturer.take(request(portal.url))).kind).toBe(kind);
  });

  it('plain text where TLS is expected', async () => {
    const portal = keep(await serveRaw((socket) => socket.end('220 mail ready\r\n')));
    expect(failureOf(await capturer.take(request(portal.url.replace('http:', 'https:')))).kind).toBe('tls-failed');
  });
});

describe('too slow', () => {
  it('headers that never end are given up', async () => {
    const portal = keep(
      await serveRaw((socket) => {
        socket.write('HTTP/1.1 200 OK\r\n');
        const timer = setInterval(() => socket.write('x-drip: 1\r\n'), 100);
        socket.on('close', () => clearInterval(timer));
      }),
    );
    const failure = failureOf(await capturer.take(request(portal.url)));
    expect(failure.kind).toBe('timed-out');
    expect(failure.durationMs).toBeLessThan(15_000);
  });

  it('a TLS handshake that never comes is given up', async () => {
    const portal = keep(await serveRaw(() => {}));
    const failure = failureOf(await capturer.take(request(portal.url.replace('http:', 'https:'))));
    expect(failure.kind).toBe('timed-out');
    expect(failure.durationMs).toBeLessThan(15_000);
  });

  it('a body that drips is judged on what arrived', async () => {
    const portal = keep(
      await servePortal((_req, res) => {
        res.writeHead(200, html);
        const timer = setInterval(() => res.write('<p>tin</p>'), 100);
        res.on('close', () => clearInterval(timer));
      }),
    );
    const capture = captureOf(await hasty.take(request(portal.url)));
    expect(capture.cutOff).toBe('timed-out');
    expect(capture.html).toContain('<p>tin</p>');
    expect(capture.durationMs).toBeLessThan(15_000);
  });

  it('a connection lost midway is judged on what arrived', async () => {
    const portal = keep(
      await servePortal((_req, res) => {
        res.writeHead(200, { ...html, 'content-length': '1000' });
        res.write('<h1>Sở Y tế</h1>', () => setTimeout(() => res.destroy(), 30));
      }),
    );
    const capture = captureOf(await capturer.take(request(portal.url)));
    expect(capture).toMatchObject({ cutOff: 'connection-lost', html: '<h1>Sở Y tế</h1>', status: 200 });
  });
});

describe('informational answers', () => {
  const line = (status: number) => `HTTP/1.1 ${status} Wait\r\nLink: </style.css>; rel=preload\r\n\r\n`;
  const page = 'HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 9\r\n\r\nXin chào';

  it.each([
    ['a hundred-continue', line(100) + page],
    ['some of each kind', [100, 102, 103, 100, 103].map(line).join('') + page],
    ['twenty', line(100).repeat(20) + page],
    ['lines without CR', line(103).replaceAll('\r', '') + page],
  ])('%s before the page are no matter, however they are cut', async (_name, answer) => {
    for (const step of [answer.length, 1, 7]) {
      const portal = keep(
        await serveRaw((socket) =>
          socket.once('data', async () => {
            for (let at = 0; at < answer.length && !socket.destroyed; at += step) {
              await new Promise((sent) => socket.write(answer.slice(at, at + step), sent));
            }
            socket.end();
          }),
        ),
      );
      const capture = captureOf(await capturer.take(request(portal.url)));
      expect(capture).toMatchObject({ status: 200, html: 'Xin chào', cutOff: null });
    }
  });

  it.each([
    ['at full speed', endless('HTTP/1.1 103 Early Hints\r\n\r\n')],
    ['of the other kind', endless('HTTP/1.1 100 Continue\r\n\r\n')],
    ['as one head without end', endless('HTTP/1.1 103 Early Hints\r\nLink: x\r\n', 'Link: x\r\n')],
  ])('without end end the look: %s', async (_name, flood) => {
    const portal = keep(await serveRaw((socket) => socket.once('data', () => flood(socket))));
    const failure = failureOf(await capturer.take(request(portal.url)));
    expect(failure).toMatchObject({ kind: 'bad-response', reason: expect.stringContaining('informational answers') });
  });

  it('that come before anything was asked end the look as well', async () => {
    const flood = endless('HTTP/1.1 103 Early Hints\r\n\r\n');
    const portal = keep(await serveRaw(flood));
    expect(failureOf(await capturer.take(request(portal.url))).kind).toMatch(/bad-response|connection-lost/);
  });

  it('a slow trickle of them ends with the time for the first byte', async () => {
    const portal = keep(
      await serveRaw((socket) => {
        const timer = setInterval(() => socket.write('HTTP/1.1 102 Processing\r\n\r\n'), 100);
        socket.on('close', () => clearInterval(timer));
      }),
    );
    const failure = failureOf(await capturer.take(request(portal.url)));
    expect(failure).toMatchObject({ kind: 'timed-out', reason: 'The host did not answer in time.' });
  });

  it('an answer that breaks off while it may still become one is told as it is', async () => {
    const portal = keep(await serveRaw((socket) => socket.once('data', () => socket.end('HTTP/1.1 1'))));
    expect(failureOf(await capturer.take(request(portal.url))).kind).toMatch(/connection-lost|bad-response/);
  });
});
