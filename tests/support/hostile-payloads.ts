/**
 * Responses by which a watched page tries to stop or blind the monitor. Each shows a defaced page, or leads to one, so
 * a clean look at any of them is a miss.
 */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { gzipSync } from 'node:zlib';

export interface Payload {
  readonly name: string;
  answer(request: IncomingMessage, response: ServerResponse): void;
  /** Further paths of the same host. */
  readonly paths?: Readonly<Record<string, (request: IncomingMessage, response: ServerResponse) => void>>;
}

/** What readers of the defaced portal see. */
const signature = 'HACKED BY BONG-DEM-KH4I';
const head = `<!doctype html><html><head><meta charset="utf-8"><title>${signature}</title></head><body bgcolor="black" text="red">`;
const message = `<center><h1>${signature}</h1><p>Trang web này đã bị tấn công bởi nhóm Bong Dem. Greetz to all friends.</p></center>`;

const defaced = (more: string): string => `${head}${message}${more}</body></html>`;
const scripted = (code: string): string => defaced(`<script>${code}</script>`);
const html = { 'content-type': 'text/html; charset=utf-8' };

/** @param page created at the first request, sent compressed */
function packed(name: string, page: () => string | Buffer, headers: Record<string, string> = html): Payload {
  let body: Buffer | null = null;
  return {
    name,
    answer(_request, response) {
      body ??= gzipSync(page());
      response.writeHead(200, { ...headers, 'content-encoding': 'gzip', 'content-length': body.length }).end(body);
    },
  };
}

function plain(name: string, page: string, status = 200, headers: Record<string, string | string[]> = {}): Payload {
  return { name, answer: (_request, response) => void response.writeHead(status, { ...html, ...headers }).end(page) };
}

const million = 1_000_000;

/** Text and markup more expensive to read than to send. */
const expensiveToRead: readonly Payload[] = [
  packed('digits', () => defaced(`<p>${'1'.repeat(64)}x</p>`.repeat(200))),
  packed('phone tables', () => defaced(`<p>${'024 3822 1234 '.repeat(40)}x</p>`.repeat(400))),
  packed('http-equiv and spaces', () => defaced(`<meta http-equiv=${' '.repeat(4 * million)}`)),
  plain('refresh header', defaced(''), 200, { refresh: `0${' '.repeat(1_600)}${'a'.repeat(4_100)}` }),
  packed('opening brackets', () => defaced('<'.repeat(200_000))),
  packed('brackets in comments', () => defaced('<!--<'.repeat(2 * million))),
  packed(
    'combining marks',
    () => Buffer.concat([Buffer.from(`${head}${message}e`), Buffer.alloc(15 * million, 0xcc)]),
    {
      'content-type': 'text/html; charset=windows-1258',
    },
  ),
  packed('many attributes', () =>
    defaced(`<p ${Array.from({ length: 300_000 }, (_, n) => `a${n}=${n}`).join(' ')}>x</p>`),
  ),
  packed('deep nesting', () => defaced('<div><b>'.repeat(500_000))),
  packed('style rules', () => defaced(`<style>${'.a .b > .c{left:-9999px}'.repeat(300_000)}</style>`)),
  packed('inline scripts', () => defaced('<script>eval(unescape("%61"))</script>'.repeat(200_000))),
  packed('backslashes in a script', () => scripted(`"${'\\'.repeat(2 * million)}"`)),
  packed('links', () => defaced('<a href="https://nha-cai.example/">nhà cái</a>'.repeat(200_000))),
];

/** Pages that exhaust the browser. */
const expensiveToShow: readonly Payload[] = [
  plain(
    'memory by arrays',
    scripted('const all=[];setInterval(()=>{for(let n=0;n<40;n++)all.push(new Uint8Array(8e6).fill(1))},1)'),
  ),
  plain(
    'memory by elements',
    scripted("setInterval(()=>{for(let n=0;n<2e5;n++)document.body.append(document.createElement('i'))},1)"),
  ),
  plain(
    'memory in workers',
    scripted(
      "const code=URL.createObjectURL(new Blob(['const all=[];for(;;)all.push(new Uint8Array(8e6).fill(1))']));for(let n=0;n<8;n++)new Worker(code)",
    ),
  ),
  plain('console flood', scripted("const line='x'.repeat(1e4);for(;;)console.log(line)")),
  plain('dialog flood', scripted("for(;;)alert('x')")),
  plain('endless loop', scripted('for(;;){}')),
  plain('endless loop later', scripted('setTimeout(()=>{for(;;){}},3000)')),
  plain('endless promises', scripted('(function on(){Promise.resolve().then(on)})()')),
  plain('debugger', scripted('for(;;){debugger}')),
  plain(
    'endless styles',
    defaced(
      `<style>${'div:has(b):nth-child(2n+1) ~ * *{opacity:.9}'.repeat(500)}</style>${'<div><b><i>x</i></b></div>'.repeat(5_000)}<script>setInterval(()=>{document.body.classList.toggle('x');document.body.offsetHeight},0)</script>`,
    ),
  ),
  plain('pop-up flood', scripted("for(;;)window.open('/?'+Math.random())")),
];

/** Pages that show themselves and navigate on, or abort, so that nothing is seen. */
const hiding: readonly Payload[] = [
  {
    ...plain('led to silence', scripted("setTimeout(()=>{location='/silence'},500)")),
    paths: { '/silence': () => undefined },
  },
  {
    ...plain('led away after eight seconds', scripted("setTimeout(()=>{location='/silence'},8000)")),
    paths: { '/silence': () => undefined },
  },
  packed('padding', () => defaced(`<!--${'x'.repeat(17 * million)}-->`)),
  {
    name: 'false length',
    answer(_request, response) {
      response.writeHead(200, { ...html, 'content-length': 10 * million });
      response.write(defaced(''), () => response.destroy());
    },
  },
  {
    name: 'never ends',
    answer(_request, response) {
      response.writeHead(200, html);
      response.write(defaced(''));
    },
  },
  plain('503 bảo trì', defaced('<h2>Hệ thống đang bảo trì</h2>'), 503),
  plain(
    '403 of a firewall',
    defaced('<p>Access denied | Cloudflare Ray ID 7d1</p>').replace(
      '<title>',
      '<title>Attention Required! | Cloudflare ',
    ),
    403,
  ),
  {
    name: 'endless informational answers',
    answer(_request, response) {
      const { socket } = response;
      const timer = setInterval(() => socket?.write('HTTP/1.1 103 Early Hints\r\nLink: </a>; rel=preload\r\n\r\n'), 5);
      socket?.once('close', () => clearInterval(timer));
    },
  },
];

/** Names below it never get an answer from a name server that knows the portals. */
const silentDomain = 'silent.example';
export const silentNames: readonly string[] = Array.from({ length: 400 }, (_, n) => `h${n}.${silentDomain}`);

const expensiveToAskFor: readonly Payload[] = [
  plain('400 silent names', defaced(silentNames.map((host) => `<img src="http://${host}/x.png">`).join(''))),
];

export const payloads: readonly Payload[] = [...expensiveToRead, ...expensiveToShow, ...expensiveToAskFor, ...hiding];

/** What a crawler requests besides pages; 64 kB of rules that are expensive to match. */
export const hostileRobots = `User-agent: *\n${'Disallow: /*a*a*a*a*a*a*a*a*b$\n'.repeat(2_000)}Sitemap: /sitemap.xml\n`;
