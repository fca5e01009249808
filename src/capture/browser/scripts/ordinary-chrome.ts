/**
 * Source of a script that makes the headless shell look like ordinary Chrome to a page. It runs before the page's own
 * scripts in every frame and worker. Otherwise attackers could hide from us by detecting a headless browser. Remaining
 * differences are listed in docs/ordinary-chrome.md.
 *
 * Every replaced function is a proxy of the native one, so its name, length and errors are Chrome's, and
 * `Function.prototype.toString` returns the native text. Handlers have no prototype and capture all that they call before
 * the page runs, so nothing that a page redefines is used.
 */

import { callScript } from './call-script.ts';

export interface ChromeTraits {
  readonly device: 'desktop' | 'phone' | 'robot';
  /** `navigator.platform`; set here for workers, and by the debugging protocol for the page. */
  readonly platform: string;
  /** Seeds `Math.random` and makes clocks tick on virtual time; null on real time. */
  readonly seed: number | null;
  /** Name of the binding that reports calls (`call-script.ts`). */
  readonly callName: string;
}

const basics = `
const { apply, construct, defineProperty, getOwnPropertyDescriptor } = Reflect;
const create = Object.create;
const originals = new WeakMap();
const originalOf = originals.get.bind(originals);
const remember = originals.set.bind(originals);
const proxied = (native, handler) => {
  const proxy = new Proxy(native, handler);
  remember(proxy, native);
  return proxy;
};
const replaceMethod = (holder, name, answer) => {
  const property = holder && getOwnPropertyDescriptor(holder, name);
  if (!property?.value) return;
  defineProperty(holder, name, { __proto__: null, ...property, value: proxied(property.value, { __proto__: null, apply: answer }) });
};
// The native getter is called first: it throws on foreign objects.
const replaceGetter = (holder, name, change) => {
  const property = holder && getOwnPropertyDescriptor(holder, name);
  if (!property?.get) return;
  const answer = (native, self, list) => change(apply(native, self, list), self);
  defineProperty(holder, name, { __proto__: null, ...property, get: proxied(property.get, { __proto__: null, apply: answer }) });
};
const prototypeOf = (name) => globalThis[name]?.prototype;
replaceMethod(Function.prototype, 'toString', (native, self, list) => apply(native, originalOf(self) ?? self, list));
`;

/** mulberry32, and clocks that advance slightly whenever they are read, as for a running program. */
const virtual = (seed: number) => `
let state = ${seed | 0};
const drawn = () => {
  state = (state + 0x6d2b79f5) | 0;
  let t = imul(state ^ (state >>> 15), 1 | state);
  t = (t + imul(t ^ (t >>> 7), 61 | t)) ^ t;
  return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
};
const { imul, floor } = Math;
replaceMethod(Math, 'random', drawn);
// On virtual time the clock stands still within a task: a busy-waiting page would never end.
let ticked = 0;
const tick = () => (ticked += 0.02);
const nativeNow = Date.now;
// Chrome rounds performance.now() to a tenth of a millisecond.
replaceMethod(prototypeOf('Performance'), 'now', (native, self, list) => floor((apply(native, self, list) + tick()) * 10) / 10);
const dateNow = () => floor(nativeNow() + tick());
replaceMethod(Date, 'now', dateNow);
const PageDate = proxied(Date, {
  __proto__: null,
  apply: (native) => new native(dateNow()).toString(),
  construct: (native, list, target) => construct(native, list.length === 0 ? [dateNow()] : list, target),
});
defineProperty(Date.prototype, 'constructor', { __proto__: null, value: PageDate });
defineProperty(globalThis, 'Date', { __proto__: null, value: PageDate });
`;

/** WebGL vendor and renderer: the shell uses a software renderer that no desktop computer has. */
const graphics = (device: 'desktop' | 'phone') => {
  const [vendor, renderer] =
    device === 'phone'
      ? ['Qualcomm', 'Adreno (TM) 640']
      : [
          'Google Inc. (Intel)',
          'ANGLE (Intel, Intel(R) UHD Graphics 630 (0x00003E92) Direct3D11 vs_5_0 ps_5_0, D3D11)',
        ];
  return `
const replaced = (native, self, list) => {
  const value = apply(native, self, list);
  if (list[0] === 0x9245 && typeof value === 'string') return ${JSON.stringify(vendor)};
  if (list[0] === 0x9246 && typeof value === 'string') return ${JSON.stringify(renderer)};
  return value;
};
replaceMethod(prototypeOf('WebGLRenderingContext'), 'getParameter', replaced);
replaceMethod(prototypeOf('WebGL2RenderingContext'), 'getParameter', replaced);
`;
};

/** Pages may request permissions but get none; on plain http Chrome denies them without asking. */
const rights = `
replaceGetter(globalThis.Notification, 'permission', () => (isSecureContext ? 'default' : 'denied'));
replaceGetter(prototypeOf('PermissionStatus'), 'state', (state) => (isSecureContext ? state : 'denied'));
replaceGetter(prototypeOf('NetworkInformation'), 'rtt', (ms) => ms || 50);
`;

/** Nothing may outlive a look: service workers fail to load, as they do behind many proxies. */
const serviceWorkers = `
const reject = Promise.reject.bind(Promise);
replaceMethod(prototypeOf('ServiceWorkerContainer'), 'register', (_native, _self, [script, options]) => {
  report('service-worker');
  const url = URL.parse(String(script), document.baseURI);
  const scope = URL.parse(String(options?.scope ?? '../'), url?.href ?? document.baseURI);
  return reject(new TypeError("Failed to register a ServiceWorker for scope ('" + scope?.href + "') with script ('" +
    url?.href + "'): An unknown error occurred when fetching the script."));
});
`;

/** The plug-ins of the built-in PDF viewer, which every desktop Chrome lists under the same five names. */
const plugins = `
const facts = new WeakMap();
const factsOf = facts.get.bind(facts);
const note = facts.set.bind(facts);
const hidden = { __proto__: null, enumerable: false, configurable: true, writable: false };
const shown = { __proto__: null, enumerable: true, configurable: true, writable: false };
const listOf = (type, items, nameOf, more) => {
  const list = create(type.prototype);
  items.forEach((item, index) => defineProperty(list, index, { ...shown, value: item }));
  for (const item of items) defineProperty(list, nameOf(item), { ...hidden, value: item });
  note(list, { __proto__: null, length: items.length, ...more });
  return list;
};
const types = ['application/pdf', 'text/pdf'].map((type) => {
  const mime = create(MimeType.prototype);
  note(mime, { __proto__: null, type, suffixes: 'pdf', description: 'Portable Document Format' });
  return mime;
});
const viewers = ['PDF Viewer', 'Chrome PDF Viewer', 'Chromium PDF Viewer', 'Microsoft Edge PDF Viewer', 'WebKit built-in PDF']
  .map((name) => listOf(Plugin, types, (mime) => factsOf(mime).type,
    { name, filename: 'internal-pdf-viewer', description: 'Portable Document Format' }));
for (const mime of types) factsOf(mime).enabledPlugin = viewers[0];
const pluginList = listOf(PluginArray, viewers, (viewer) => factsOf(viewer).name);
const mimeList = listOf(MimeTypeArray, types, (mime) => factsOf(mime).type);
const replaceFact = (type, name) => {
  const property = getOwnPropertyDescriptor(type.prototype, name);
  const answer = (native, self, list) => {
    const known = factsOf(self);
    return known && name in known ? known[name] : apply(native, self, list);
  };
  defineProperty(type.prototype, name, { __proto__: null, ...property, get: proxied(property.get, { __proto__: null, apply: answer }) });
};
const own = Object.prototype.hasOwnProperty;
const isIndex = (key) => String(key >>> 0) === key;
for (const type of [Plugin, PluginArray, MimeTypeArray]) {
  replaceFact(type, 'length');
  replaceMethod(type.prototype, 'item', (native, self, list) =>
    factsOf(self) && list.length > 0 ? self[list[0] >>> 0] ?? null : apply(native, self, list));
  replaceMethod(type.prototype, 'namedItem', (native, self, list) => {
    if (!factsOf(self) || list.length === 0) return apply(native, self, list);
    const key = String(list[0]);
    return !isIndex(key) && apply(own, self, [key]) ? self[key] : null;
  });
}
replaceMethod(PluginArray.prototype, 'refresh', (native, self, list) => factsOf(self) ? undefined : apply(native, self, list));
for (const name of ['name', 'filename', 'description']) replaceFact(Plugin, name);
for (const name of ['type', 'suffixes', 'description', 'enabledPlugin']) replaceFact(MimeType, name);
replaceGetter(Navigator.prototype, 'plugins', () => pluginList);
replaceGetter(Navigator.prototype, 'mimeTypes', () => mimeList);
replaceGetter(Navigator.prototype, 'pdfViewerEnabled', () => true);
`;

/** A window with a frame on a screen with a task bar (Windows 11: 48 px). */
const windowFrame = `
replaceGetter(Screen.prototype, 'availHeight', (height) => height - 48);
replaceGetter(globalThis, 'outerWidth', () => innerWidth + 16);
replaceGetter(globalThis, 'outerHeight', () => innerHeight + 95);
`;

/** `window.chrome`, as ordinary web pages see it. */
const chromeObject = `
const callable = (answer) => new Proxy(() => undefined, { __proto__: null, apply: answer });
const origin = () => performance.timeOrigin;
const timing = () => performance.getEntriesByType('navigation')[0];
const seconds = (ms) => (origin() + (ms ?? 0)) / 1000;
const answersOf = () => ({
  isInstalled: false,
  InstallState: { DISABLED: 'disabled', INSTALLED: 'installed', NOT_INSTALLED: 'not_installed' },
  RunningState: { CANNOT_RUN: 'cannot_run', READY_TO_RUN: 'ready_to_run', RUNNING: 'running' },
  getDetails: callable(() => null),
  getIsInstalled: callable(() => false),
  installState: callable(() => undefined),
  runningState: callable(() => 'cannot_run'),
});
const chrome = {
  loadTimes: callable(() => {
    const entry = timing();
    const isFast = /^h[23]/.test(entry?.nextHopProtocol ?? '');
    return {
      requestTime: seconds(0), startLoadTime: seconds(0), commitLoadTime: seconds(entry?.responseStart),
      finishDocumentLoadTime: seconds(entry?.domContentLoadedEventEnd), finishLoadTime: seconds(entry?.loadEventEnd),
      firstPaintTime: seconds(performance.getEntriesByType('paint')[0]?.startTime), firstPaintAfterLoadTime: 0,
      navigationType: 'Other', wasFetchedViaSpdy: isFast, wasNpnNegotiated: isFast,
      npnNegotiatedProtocol: isFast ? entry.nextHopProtocol : 'unknown', wasAlternateProtocolAvailable: false,
      connectionInfo: entry?.nextHopProtocol || 'http/1.1',
    };
  }),
  csi: callable(() => {
    const entry = timing();
    return { startE: Math.floor(origin()), onloadT: Math.floor(origin() + (entry?.domContentLoadedEventEnd ?? 0)),
      pageT: performance.now(), tran: 15 };
  }),
  app: answersOf(),
};
if (!('chrome' in globalThis))
  defineProperty(globalThis, 'chrome', { __proto__: null, value: chrome, writable: true, enumerable: true, configurable: false });
`;

/** For the page and its frames. */
export function pageScript({ device, seed, callName }: ChromeTraits): string {
  const time = seed === null ? [] : [virtual(seed)];
  const common = [...time, rights, callScript(callName) + serviceWorkers];
  if (device === 'robot') return scriptOf(common);
  const desktop = device === 'desktop' ? [plugins, windowFrame] : [];
  return scriptOf([...common, graphics(device), ...desktop, chromeObject]);
}

/** For workers, where the debugging protocol overrides less than in a page. They always run on real time. */
export function workerScript({ device, platform }: ChromeTraits): string {
  const name = `replaceGetter(prototypeOf('WorkerNavigator'), 'platform', () => ${JSON.stringify(platform)});`;
  return scriptOf(device === 'robot' ? [name, rights] : [name, rights, graphics(device)]);
}

/** A part that fails does not affect the others. */
function scriptOf(parts: readonly string[]): string {
  return `(() => {${basics}${parts.map((part) => `try {${part}} catch {}\n`).join('')}})();`;
}
