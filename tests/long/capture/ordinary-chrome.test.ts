/** What a page can find out about its visitor by the usual tests, and that nothing of it leads past the proxy. */
import { createSocket, type Socket as DatagramSocket } from 'node:dgram';
import { readdirSync, readFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Capturer } from '../../../src/capture/capture.ts';
import type { CaptureRequest } from '../../../src/core/domain/capture.ts';
import {
  captureConfig,
  captureOf,
  type Portal,
  request,
  servePortal,
  serveRaw,
  testCapturer,
} from '../../support/loopback-portal.ts';

const clocks = [
  ['virtual', false],
  ['real', true],
] as const;
const capturer: Capturer = testCapturer();
const open: Portal[] = [];

afterAll(async () => {
  await capturer.close();
  for (const portal of open) await portal.close();
});

async function serve(page: string): Promise<Portal> {
  const portal = await servePortal((req, res) => {
    const isScript = req.url?.endsWith('.js') ?? false;
    res.writeHead(200, { 'content-type': isScript ? 'text/javascript' : 'text/html; charset=utf-8' });
    res.end(isScript ? 'self.onfetch = () => undefined' : page);
  });
  open.push(portal);
  return portal;
}

/** What the page's code comes to, an expression of a promise, as JSON. */
async function asked(code: string, more: Partial<CaptureRequest> = {}): Promise<unknown> {
  const portal = await serve(`<!doctype html><iframe id=frame></iframe><output id=told></output><script>
    (async () => { told.textContent = JSON.stringify(await (async () => (${code}))().catch(String)); })();</script>`);
  const capture = captureOf(await capturer.take(request(portal.url, { tier: 'browser', ...more })));
  const told = /<output id="told">([^<]*)</.exec(capture.rendering?.html ?? '')?.[1];
  return JSON.parse(
    (told ?? '"nothing was told"').replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&'),
  );
}

describe.each(clocks)('on the %s clock', (_clock, realTime) => {
  it('the page finds ordinary Chrome on a Windows desk', async () => {
    const found = await asked(
      `({
        webdriver: navigator.webdriver, plugins: [...navigator.plugins].map((one) => one.name), types: navigator.mimeTypes.length,
        viewer: [navigator.pdfViewerEnabled, navigator.plugins.namedItem('PDF Viewer')?.filename, navigator.plugins.item(0) === navigator.plugins[0],
          navigator.plugins[0][0].type, navigator.mimeTypes['text/pdf'].enabledPlugin.name, String(navigator.plugins)],
        chrome: Object.keys(chrome), loadTimes: typeof chrome.loadTimes().requestTime,
        notification: Notification.permission, asked: (await navigator.permissions.query({ name: 'notifications' })).state,
        languages: navigator.languages, screen: [screen.width, screen.height, screen.availHeight],
        frame: [outerWidth > innerWidth, outerHeight > innerHeight, outerHeight < screen.availHeight],
        peers: [typeof RTCPeerConnection, typeof webkitRTCPeerConnection, typeof RTCDataChannel, typeof WebTransport],
        rtt: navigator.connection.rtt > 0, cpu: navigator.hardwareConcurrency > 0,
        renderer: (() => { const gl = document.createElement('canvas').getContext('webgl');
          return gl.getParameter(gl.getExtension('WEBGL_debug_renderer_info').UNMASKED_RENDERER_WEBGL); })(),
        marks: Object.getOwnPropertyNames(window).filter((name) => /cdc_|playwright|__pw|headless|phantom/i.test(name)),
      })`,
      { realTime },
    );
    expect(found).toEqual({
      webdriver: false,
      plugins: [
        'PDF Viewer',
        'Chrome PDF Viewer',
        'Chromium PDF Viewer',
        'Microsoft Edge PDF Viewer',
        'WebKit built-in PDF',
      ],
      types: 2,
      viewer: [true, 'internal-pdf-viewer', true, 'application/pdf', 'PDF Viewer', '[object PluginArray]'],
      chrome: ['loadTimes', 'csi', 'app'],
      loadTimes: 'number',
      notification: 'default',
      asked: 'prompt',
      languages: ['vi-VN', 'vi', 'en-US', 'en'],
      screen: [1920, 1080, 1032],
      frame: [true, true, true],
      peers: ['function', 'function', 'function', 'function'],
      rtt: true,
      cpu: true,
      renderer: expect.stringContaining('Intel'),
      marks: [],
    });
  });

  it('every replaced function calls itself the browser’s own, in frames too', async () => {
    const code = `[window, frame.contentWindow].map((scope) => {
      const text = (f) => scope.Function.prototype.toString.call(f);
      const getter = (type, name) => text(Object.getOwnPropertyDescriptor(type.prototype, name).get);
      return [scope.Math.random, scope.Date, scope.Date.now, scope.performance.now, scope.Function.prototype.toString,
        scope.WebGLRenderingContext.prototype.getParameter, scope.PluginArray.prototype.item].map(text)
        .concat(getter(scope.Navigator, 'plugins'), getter(scope.Screen, 'availHeight'),
          [typeof scope.Math.random.prototype, scope.Date.length, scope.Math.random.name]);
    })`;
    const texts = [
      'random',
      'Date',
      'now',
      'now',
      'toString',
      'getParameter',
      'item',
      'get plugins',
      'get availHeight',
    ];
    const own = [...texts.map((name) => `function ${name}() { [native code] }`), 'undefined', 7, 'random'];
    expect(await asked(code, { realTime })).toEqual([own, own]);
  });
});

describe('what a page tries', () => {
  it('a function that the page redefines is not asked by ours', async () => {
    const code = `(() => {
      const seen = [];
      for (const name of ['get', 'apply', 'has', 'construct', 'getOwnPropertyDescriptor'])
        Object.defineProperty(Object.prototype, name, { get() { seen.push(name); }, configurable: true });
      WeakMap.prototype.get = () => { seen.push('WeakMap'); };
      Reflect.apply = () => { seen.push('Reflect'); };
      const told = [String(Math.random), new Date().getTime() > 0, performance.now() >= 0, navigator.plugins.length];
      for (const name of ['get', 'apply', 'has', 'construct', 'getOwnPropertyDescriptor']) delete Object.prototype[name];
      return [seen, told];
    })()`;
    expect(await asked(code)).toEqual([[], ['function random() { [native code] }', true, true, 5]]);
  });

  it('rights may be asked for and are never given', async () => {
    const code = `Promise.all([
      new Promise((done) => navigator.geolocation.getCurrentPosition(() => done('given'), () => done('refused'))),
      Notification.requestPermission().then((state) => (state === 'granted' ? 'given' : 'refused')),
      navigator.mediaDevices.getUserMedia({ audio: true, video: true }).then(() => 'given', () => 'refused'),
      navigator.clipboard.readText().then(() => 'given', () => 'refused'),
      navigator.requestMIDIAccess({ sysex: true }).then(() => 'given', () => 'refused'),
      navigator.storage.persist().then((given) => (given ? 'given' : 'refused')),
    ].map((one) => Promise.race([one, new Promise((done) => setTimeout(done, 2000, 'refused'))])))`;
    expect(await asked(code)).toEqual(Array.from({ length: 6 }, () => 'refused'));
  });

  it('no service worker is ever fetched, and registering one fails as a broken one does', async () => {
    const portal = await serve(`<iframe id=frame></iframe><output id=told></output><script>
      Promise.all([window, frame.contentWindow].map((scope) => scope.navigator.serviceWorker?.register('/worker.js').then(String, String)))
        .then((all) => { told.textContent = all.join(' '); });</script>`);
    const capture = captureOf(await capturer.take(request(portal.url, { tier: 'browser' })));
    expect(capture.rendering?.html).toContain('TypeError: Failed to register a ServiceWorker');
    expect(portal.requests).not.toContain('GET /worker.js');
  });

  it('sixty workers all run to their end', async () => {
    const code = `Promise.all(Array.from({ length: 60 }, () => new Promise((done) => {
      new Worker(URL.createObjectURL(new Blob(['postMessage(1)']))).onmessage = () => done(1);
      setTimeout(done, 9000, 0);
    }))).then((all) => all.reduce((sum, one) => sum + one, 0))`;
    expect(await asked(code, { realTime: true, patient: true })).toBe(60);
  });
});

it('a worker is told what its page is told, at the latest after its first lines', async () => {
  const asks = '[navigator.userAgent, navigator.platform, navigator.language, navigator.userAgentData.brands.length]';
  const code = `new Promise((done) => {
    const page = JSON.stringify(${asks});
    const source = 'setInterval(() => postMessage(JSON.stringify(${asks})), 50)';
    const worker = new Worker(URL.createObjectURL(new Blob([source])));
    worker.onmessage = ({ data }) => { if (data === page) done('the same'); };
    setTimeout(done, 9000, 'another');
  })`;
  expect(await asked(code, { realTime: true, patient: true })).toBe('the same');
});

it('on virtual time a page that waits in a loop comes to its end, and clocks agree', async () => {
  const code = `(() => {
    const from = Date.now(); while (Date.now() - from < 40);
    const start = performance.now(); while (performance.now() - start < 40);
    const made = new Date(); while (new Date() - made < 40);
    return [made instanceof Date, made.constructor === Date, Date().length > 20, new Date(5).getTime(), Date.UTC(2026, 0, 1) > 0,
      Math.abs(Date.now() - performance.timeOrigin - performance.now()) < 20, new (class extends Date {})().getTime() > from];
  })()`;
  expect(await asked(code)).toEqual([true, true, true, 5, true, true, true]);
});

it('chance is the same on every virtual look with one seed, another with another, and free on the real clock', async () => {
  const draw = async (seed: number, realTime: boolean) => {
    const own = testCapturer(captureConfig(), { randomSeed: seed });
    const portal = await serve(`<output id=told></output><script>told.textContent = Math.random()</script>`);
    const capture = captureOf(await own.take(request(portal.url, { tier: 'browser', realTime })));
    await own.close();
    return /<output id="told">([^<]*)</.exec(capture.rendering?.html ?? '')?.[1];
  };
  const first = await draw(1, false);
  expect(await draw(1, false)).toBe(first);
  expect(await draw(2, false)).not.toBe(first);
  expect(await draw(1, true)).not.toBe(first);
});

describe('peer connections', () => {
  let udp: DatagramSocket;
  let multicast: DatagramSocket;
  let relay: Portal;
  const heard = { stun: 0, multicast: 0 };
  // Not an address that the gate lets this portal's pages reach.
  const elsewhere = '127.0.0.2';

  beforeAll(async () => {
    udp = createSocket('udp4', () => {
      heard.stun += 1;
    });
    await new Promise<void>((resolve) => udp.bind(0, elsewhere, resolve));
    multicast = createSocket({ type: 'udp4', reuseAddr: true }, () => {
      heard.multicast += 1;
    });
    await new Promise<void>((resolve) => multicast.bind(5_353, resolve));
    multicast.addMembership('224.0.0.251');
    relay = await serveRaw((socket) => socket.end());
  });
  afterAll(async () => {
    udp.close();
    multicast.close();
    await relay.close();
  });

  it.each(clocks)('are there and send nothing beside the proxy, on the %s clock', async (_clock, realTime) => {
    const { port } = udp.address() as AddressInfo;
    const servers = [
      `stun:${elsewhere}:${port}`,
      `turn:${elsewhere}:${port}`,
      `turn:127.0.0.1:${relay.port}?transport=tcp`,
      `turns:127.0.0.1:${relay.port}?transport=tcp`,
    ];
    const portal = await servePortal((_req, res) =>
      res
        .writeHead(200, { 'content-type': 'text/html' })
        .end(`<iframe id=frame></iframe><output id=told></output><script>
      const connect = async (scope) => {
        const urls = ${JSON.stringify(servers)};
        const iceServers = urls.map((url) => url.startsWith('stun') ? { urls: url } : { urls: url, username: 'a', credential: 'b' });
        const peer = new scope.RTCPeerConnection({ iceServers, iceCandidatePoolSize: 4 });
        const other = new scope.RTCPeerConnection();
        other.ondatachannel = () => { told.textContent += 'connected'; };
        peer.onicecandidate = ({ candidate }) => candidate && other.addIceCandidate(candidate).catch(() => {});
        other.onicecandidate = ({ candidate }) => candidate && peer.addIceCandidate(candidate).catch(() => {});
        peer.createDataChannel('x');
        await peer.setLocalDescription(await peer.createOffer());
        await other.setRemoteDescription(peer.localDescription);
        await other.setLocalDescription(await other.createAnswer());
        await peer.setRemoteDescription(other.localDescription);
        for (const candidate of ['candidate:1 1 udp 2122260223 ${elsewhere} ${port} typ host',
          'candidate:2 1 tcp 1518280447 127.0.0.1 ${relay.port} typ host tcptype passive',
          'candidate:3 1 udp 2122260223 11111111-2222-4333-8444-555555555555.local ${port} typ host'])
          await peer.addIceCandidate({ candidate, sdpMid: '0' }).catch(() => {});
        told.textContent += 'tried ';
      };
      for (const scope of [window, frame.contentWindow]) connect(scope).catch((error) => { told.textContent += error; });
      for (const scope of [window, frame.contentWindow])
        try { new scope.WebTransport('https://${elsewhere}:${port}/').ready.catch(() => {}); } catch {}
      new Worker(URL.createObjectURL(new Blob(["new WebTransport('https://${elsewhere}:${port}/').ready.catch(() => {})"])));
    </script>`),
    );
    // Bound to its own port, so that the relay is out of the page's reach.
    const own = testCapturer(captureConfig({}, [{ host: `127.0.0.1:${portal.port}`, addresses: ['127.0.0.1'] }]));
    const capture = captureOf(
      await own.take(request(portal.url, { tier: 'browser', realTime, ...(realTime ? { patient: true } : {}) })),
    );
    // Page time may be over before the last of it was tried.
    if (realTime) expect(capture.rendering?.html).toContain('tried tried');
    expect(capture.rendering?.html).not.toMatch(/<output[^<]*connected/);
    await own.close();
    await portal.close();
    expect({ ...heard, relay: relay.connectionCount() }).toEqual({ stun: 0, multicast: 0, relay: 0 });
  });
});

it('turns off at least what Playwright turns off: the last switch of that name is the one that counts', async () => {
  const portal = await serve('<p>x');
  await capturer.take(request(portal.url, { tier: 'browser' }));
  const lines = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map((pid) => commandLine(pid))
    .filter((words) => words.some((word) => word.includes('--host-resolver-rules=MAP * ~NOTFOUND')));
  const lists = (lines[0] ?? []).flatMap((word) =>
    word.startsWith('--disable-features=') ? [word.slice('--disable-features='.length).split(',')] : [],
  );
  expect(lists).toHaveLength(2);
  expect(lists[1]).toEqual(expect.arrayContaining(lists[0] ?? []));
});

/** Empty for a process that has ended meanwhile. */
function commandLine(pid: string): string[] {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0');
  } catch {
    return [];
  }
}
