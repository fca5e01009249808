/** Pages that show a defacement and then crash, stall or flood the browser, by name. */
import type { IncomingMessage, ServerResponse } from 'node:http';

const shown = '<!doctype html><meta charset="utf-8"><title>Bị chiếm</title><h1>Hacked by Bóng Đêm</h1>';
/** Created by script, so only the DOM shows it. */
export const made = '<h2 id="made">Đã chiếm</h2>';
/** Runs after the page was painted. */
const later = (script: string, delayMs = 300) =>
  `${shown}<script>document.body.insertAdjacentHTML('beforeend', '${made}'); setTimeout(() => { ${script} }, ${delayMs})</script>`;
const worker = (script: string) => `new Worker(URL.createObjectURL(new Blob([${JSON.stringify(script)}])))`;
const grow = 'const kept = []; for (;;) kept.push(new Uint8Array(16e6).fill(1));';

/** Pages that allocate memory endlessly. */
export const greedyPages: Readonly<Record<string, string>> = {
  'growing arrays, task by task': later(
    'const kept = []; setInterval(() => kept.push(new Uint8Array(20e6).fill(1)), 1)',
  ),
  'growing arrays in one task': later(grow),
  'growing arrays before anything is painted': `${shown}<script>${grow}</script>`,
  'big strings': later(
    `const kept = []; for (let i = 0; ; i++) { const s = (i + 'x'.repeat(2e7)); kept.push(s.split('').join(' ')); }`,
  ),
  'objects without end': later('const kept = []; for (;;) kept.push({ a: [1, 2, 3], b: String(kept.length) });'),
  'huge canvases': later(
    `for (let i = 0; i < 400; i++) { const c = document.createElement('canvas'); c.width = c.height = 4000; c.getContext('2d').fillRect(0, 0, 4000, 4000); document.body.append(c); }`,
  ),
  'image bitmaps': later(
    `const kept = []; (async () => { for (;;) kept.push(await createImageBitmap(new ImageData(4000, 4000))); })()`,
  ),
  'WebAssembly memory': later(
    `const kept = []; for (;;) { const m = new WebAssembly.Memory({ initial: 4000 }); new Uint8Array(m.buffer).fill(1); kept.push(m); }`,
  ),
  'elements without end': later(
    `for (;;) { const d = document.createElement('div'); d.textContent = 'x'.repeat(1000); document.body.append(d); }`,
  ),
  'workers that grow': later(`for (let i = 0; i < 4; i++) ${worker(grow)};`),
  '200 workers': later(
    `for (let i = 0; i < 200; i++) ${worker('const kept = new Uint8Array(8e6).fill(1); setInterval(() => kept.fill(2), 1000)')};`,
  ),
  '10,000 frames': later(`for (let i = 0; i < 10000; i++) document.body.append(document.createElement('iframe'));`),
};

/** Pages that never free the main thread, or not for long enough to respond. */
export const busyPages: Readonly<Record<string, string>> = {
  'an endless loop': later('for (;;);'),
  'an endless loop before anything is painted': `${shown}<script>for (;;);</script>`,
  'endless loops on a timer': later('setInterval(() => { for (;;); }, 10)'),
  'endless microtasks': later('(function again() { Promise.resolve().then(again); })()'),
  'endless microtasks at once': `${shown}<script>(function again() { Promise.resolve().then(again); })()</script>`,
  'forced layout in each frame': later(
    `for (let i = 0; i < 20000; i++) document.body.append(document.createElement('p')); (function again() { for (let i = 0; i < 3000; i++) { document.body.style.width = i + 'px'; document.body.offsetHeight; } requestAnimationFrame(again); })()`,
  ),
  'a selector that never ends': later(
    `document.head.insertAdjacentHTML('beforeend', '<style>' + Array.from({ length: 400 }, (_, i) => ':has(*:has(~ * ~ * .x' + i + ')) > * * * { color: red }').join('') + '</style>'); const s = '<div><p>'.repeat(40); for (let i = 0; i < 400; i++) document.body.insertAdjacentHTML('beforeend', s);`,
  ),
  'nested tables': later(
    `let at = document.body; for (let i = 0; i < 60; i++) { const t = document.createElement('div'); t.style = 'display:flex;flex-wrap:wrap;width:fit-content'; t.innerHTML = '<div style="display:grid;width:fit-content;grid-template-columns:auto auto"><div style="display:table"></div></div>'; at.append(t); at = t.querySelector('div > div'); } at.textContent = 'x'; setInterval(() => { at.textContent += 'y '; document.body.offsetHeight; }, 0);`,
  ),
  'huge filters': later(
    `document.body.insertAdjacentHTML('beforeend', '<svg width=4000 height=4000 style="position:fixed;inset:0"><filter id=f>' + '<feTurbulence numOctaves=1000 baseFrequency=.01 /><feMorphology radius=300 /><feGaussianBlur stdDeviation=300 />'.repeat(30) + '</filter><rect width=4000 height=4000 filter=url(#f) /></svg>')`,
  ),
  'huge backdrop filters': later(
    `for (let i = 0; i < 300; i++) document.body.insertAdjacentHTML('beforeend', '<div style="position:fixed;inset:0;backdrop-filter:blur(' + (i + 50) + 'px) hue-rotate(9deg)"></div>')`,
  ),
  '100,000 animations': later(
    `document.head.insertAdjacentHTML('beforeend', '<style>@keyframes k { to { width: 900px; filter: blur(9px) } } i { display: block; will-change: transform; animation: k 1s infinite }</style>'); document.body.insertAdjacentHTML('beforeend', '<i>x</i>'.repeat(100000))`,
  ),
  'a synchronous request that is never answered': later(
    `const x = new XMLHttpRequest(); x.open('GET', '/never', false); x.send();`,
  ),
  'a regular expression that never ends': later(`/^(a+)+$/.test('a'.repeat(60) + '!')`),
  'debugger statements': later('for (;;) { debugger; }'),
  'print dialogs': later('for (;;) print();'),
  'dialogs without end': later(`for (;;) alert('Hacked');`),
  'frames of its own kind': later(
    `for (let i = 0; i < 50; i++) { const f = document.createElement('iframe'); f.srcdoc = '<script>for (;;);</' + 'script>'; document.body.append(f); }`,
  ),
  'a document that is never closed': later(`document.open(); document.write('<h1>Hacked by Bóng Đêm</h1>'); for (;;);`),
};

/** Pages that print, open or fetch endlessly. */
export const floodingPages: Readonly<Record<string, string>> = {
  'console lines': later(`for (;;) console.log('dòng', Math.random(), { a: 1 });`),
  'console lines, task by task': later(
    `setInterval(() => { for (let i = 0; i < 5000; i++) console.log('dòng', i); }, 0)`,
  ),
  'huge console lines': later(`const s = 'x'.repeat(3e7); setInterval(() => console.log(s + Math.random()), 0)`),
  'one console line of 500 million characters': later(`console.log('x'.repeat(5e8))`),
  errors: later(`setInterval(() => { for (let i = 0; i < 1000; i++) Promise.reject(new Error('lỗi ' + i)); }, 0)`),
  'a huge dialog': later(`alert('Hacked '.repeat(2e7))`),
  'pop-ups': later(`for (;;) window.open('/popup?' + Math.random());`),
  downloads: later(
    `setInterval(() => { for (let i = 0; i < 100; i++) { const a = document.createElement('a'); a.href = '/tep?' + Math.random(); a.download = 'x'; a.click(); } }, 0)`,
  ),
  requests: later(
    `setInterval(() => { for (let i = 0; i < 500; i++) fetch('/x?' + Math.random()).catch(() => {}); }, 0)`,
  ),
  'requests with huge bodies': later(
    `const body = 'x'.repeat(5e7); setInterval(() => fetch('/x', { method: 'POST', body }).catch(() => {}), 10)`,
  ),
  'huge data addresses': later(
    `const s = 'data:image/png;base64,' + 'x'.repeat(2e7); setInterval(() => { new Image().src = s + Math.random(); }, 10)`,
  ),
  'addresses in the history': later(
    `setInterval(() => { for (let i = 0; i < 1000; i++) location.hash = Math.random(); }, 0)`,
  ),
  'frames that come and go': later(
    `setInterval(() => { for (let i = 0; i < 100; i++) { const f = document.createElement('iframe'); f.srcdoc = 'x'; document.body.append(f); f.remove(); } }, 0)`,
  ),
  'workers that speak': later(`for (let i = 0; i < 3; i++) ${worker(`for (;;) console.log('dòng', Math.random());`)};`),
};

const lead = `location = '/never'`;
/** Pages that show a defacement and navigate to an address that never answers. */
export const leadingPages: Readonly<Record<string, string>> = {
  'at once': `${shown}<script>${lead}</script>`,
  'in the head': `<!doctype html><title>Bị chiếm</title><script>${lead}</script><h1>Hacked by Bóng Đêm</h1>`,
  'without delay': later(lead, 0),
  'after a second': later(lead, 1_000),
  'after eight seconds': later(lead, 8_000),
  'by refresh': `<meta http-equiv=refresh content="0;url=/never">${shown}`,
  'by refresh after two seconds': `<meta http-equiv=refresh content="2;url=/never">${shown}`,
  'by a form': `${shown}<form id=f method=post action=/never></form><script>f.submit()</script>`,
  'again and again': later(`setInterval(() => { location = '/never?' + Math.random() }, 50)`),
  'with a pop-up that closes': later(`const w = window.open('/never'); if (w) w.close(); ${lead}`),
  'after writing anew': later(
    `document.open(); document.write('<h1>Hacked by Bóng Đêm</h1>'); document.close(); ${lead}`,
  ),
  'while writing': later(`document.open(); document.write('<h1>Hacked by Bóng Đêm</h1>'); ${lead}`),
  'through the history': later(`history.pushState(0, '', '/a'); ${lead}; history.back()`),
  'in a frame': `${shown}<iframe src=/never></iframe><script>parent.location = '/never'</script>`,
  'to an address of another kind': later(`location = 'vonggac:never'`),
  'when leaving': later(`onbeforeunload = () => { location = '/never?b'; return 'x' }; ${lead}`),
  'to itself without end': later(`location = '/?' + Math.random()`, 10),
};

/** Serves one of them; `/never` never answers. */
export const serving =
  (body: string) =>
  (request: IncomingMessage, response: ServerResponse): void => {
    const path = request.url ?? '/';
    if (path.startsWith('/never')) return;
    request.resume();
    if (path.startsWith('/x')) response.end('x');
    else if (path.startsWith('/tep')) {
      const type = { 'content-type': 'application/octet-stream', 'content-disposition': 'attachment' };
      response.writeHead(200, type).end('x');
    } else response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(body);
  };
