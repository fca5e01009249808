/** A portal on loopback that behaves while it is learned, and then sends whatever HTTP and HTML allow. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { hostileText } from './hostile-strings.ts';
import { type Portal, servePortal } from './loopback-portal.ts';
import { portalPage } from './staged-watch.ts';
import { drawPng } from './test-pictures.ts';

/** Present in everything the portal sends, and in nothing the product writes by itself. */
export const attacker = 'Bong-Dem-Kh4i';

export interface HostilePortal extends Portal {
  /** Further pages, each hostile in its own way. */
  readonly paths: readonly string[];
  turn(): void;
}

/** @param canary address that any payload that becomes active would request; see `hostileText` */
export async function serveHostilePortal(canary: string): Promise<HostilePortal> {
  const evil = `${attacker} ${hostileText(canary)}`;
  const pages = hostilePages(evil, canary);
  let isHostile = false;
  const portal = await servePortal((request, response) => {
    const path = (request.url ?? '').split('?')[0] ?? '';
    if (path.startsWith('/anh/')) return sendPicture(path, evil, response);
    if (path.startsWith('/js/')) return sendText(response, 'text/javascript', 'window.loaded = true');
    const hostile = pages[path];
    if (hostile === undefined) response.writeHead(404).end();
    else if (isHostile) hostile(request, response);
    else sendText(response, 'text/html', portalPage({ extra: '<img src="/anh/banner.png" width=600 height=300>' }));
  });
  return {
    ...portal,
    paths: Object.keys(pages).filter((path) => path !== '/' && path !== afterMove),
    turn: () => {
      isHostile = true;
    },
  };
}

type Answer = (request: IncomingMessage, response: ServerResponse) => void;
const afterMove = '/da-chuyen';

function hostilePages(evil: string, canary: string): Readonly<Record<string, Answer>> {
  const query = encodeURIComponent(evil.toWellFormed()).slice(0, 6_000);
  return {
    '/': (_, response) => {
      const location = `${afterMove}?${asHeader(evil).replaceAll(' ', '').slice(0, 3_000)}&${query}#${asHeader(evil)}`;
      response.writeHead(302, [...hostileHeaders(evil), 'location', location.replaceAll('\t', '')]).end();
    },
    [afterMove]: (_, response) => sendHostile(response, evil, replacedPage(evil, canary)),
    '/tin-tuc': (_, response) => sendHostile(response, evil, portalPage(injected(evil, canary))),
    '/van-ban': (_, response) => sendHostile(response, evil, portalPage({ title: escaped(evil) })),
    '/dich-vu': (_, response) => {
      response.writeHead(302, ['location', `http://nha-cai-${attacker}.invalid/${asHeader(evil)}?${query}`]).end();
    },
    // Written raw, live markup included; no HTTP library would send such a header.
    '/so-do': (_, response) => {
      const words = evil.replaceAll('\0', '').replaceAll('\r\n', '');
      response.socket?.end(
        `HTTP/1.1 200 ${words}\r\nContent-Type: text/html\r\n\r\n${portalPage({ extra: low(evil) })}`,
      );
    },
  };
}

function sendText(response: ServerResponse, type: string, text: string): void {
  response.writeHead(200, { 'content-type': `${type}; charset=utf-8` }).end(text);
}

function sendHostile(response: ServerResponse, evil: string, html: string): void {
  response.writeHead(200, hostileHeaders(evil)).end(html);
}

function sendPicture(path: string, evil: string, response: ServerResponse): void {
  if (path.endsWith('.svg')) {
    sendText(response, 'image/svg+xml', drawnSvg(evil));
    return;
  }
  const green = path === '/anh/banner.png' ? 160 : 20;
  const png = drawPng(600, 300, (x) => (x % 40 < 20 ? [20, green, 90] : [240, 240, 240]));
  response.writeHead(200, { 'content-type': 'image/png' }).end(png);
}

/** The part of a text that fits a header value: UTF-8 byte by byte, without anything that ends or breaks the line. */
function asHeader(text: string): string {
  return Buffer.from(text.toWellFormed())
    .toString('latin1')
    .replace(/[^\t\P{Cc}\x80-\x9f]/gu, '');
}

function hostileHeaders(evil: string): string[] {
  const value = asHeader(evil);
  return [
    ...['content-type', `text/html; charset=utf-8; x="${value.replaceAll('"', '')}"`],
    ...['server', value],
    ...['x-powered-by', '\x9b2J\x90q\x9c\x85\xad no valid UTF-8'],
    ...['x-long', `${attacker}${'A'.repeat(8_000)}`],
    ...['content-disposition', `inline; filename="${value.replaceAll('"', "'")}.html"`],
    ...['set-cookie', `${attacker}="><script>window.canary=1</script>`],
    ...['set-cookie', `b=${value}`],
    ...['link', `</js/%3Cscript%3E.js>; rel="${value.replaceAll('"', '')}"`],
    ...['refresh', '99999; url=javascript:window.canary=1'],
  ];
}

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);
}

function drawnSvg(evil: string): string {
  return `<svg xmlns="http://www.w3.org/2000/svg" width="600" height="200" onload="window.canary=1"><script>window.canary=1</script><title>${attacker}</title><rect width="600" height="200" fill="red"/><text y="90">${escaped(evil.slice(0, 60)).replace(/[^ -~]/g, '')}</text></svg>`;
}

/** Markup written by script passes no sanitiser. */
function scripted(evil: string, canary: string): string {
  const text = JSON.stringify(evil).replaceAll('<', '\\u003c');
  return `<script>
    const evil = ${text};
    const tried = (work) => { try { work(); } catch {} };
    tried(() => { document.title = evil; });
    tried(() => { console.log(evil); console.error(evil.repeat(3)); });
    tried(() => { alert(evil); confirm(evil); prompt(evil, evil); });
    tried(() => { window.open('${canary}/popup?' + evil); });
    tried(() => { history.replaceState(null, '', '?' + evil + '#' + evil); });
    tried(() => { const one = document.createElement('p'); one.id = evil; one.className = evil; one.title = evil; one.textContent = evil; one.style = 'height:9px;overflow:hidden'; document.body.append(one); });
    tried(() => { window.name = evil; document.cookie = 'x=' + evil; });
    setTimeout(() => { throw new Error(evil); });
  </script>`;
}

function resources(evil: string): string {
  const name = escaped(evil);
  return `<img src="/anh/${name}.png" alt="${name}" width=600 height=300><img src="/anh/${name}.svg" alt="${name}">
    <script src="/js/${name}.js?${name}"></script><link rel=stylesheet href="/css/${name}"><iframe src="/khung/${name}" name="${name}" width=300 height=200></iframe>`;
}

/** In the page's text but barely in its picture: OCR of many lines takes many seconds. */
function low(markup: string): string {
  return `<div style="height:40px;overflow:hidden">${markup}</div>`;
}

/** A page entirely replaced by the attacker. */
function replacedPage(evil: string, canary: string): string {
  const text = escaped(evil);
  return `<!doctype html><html><head><meta charset="utf-8"><title>${text}${'A'.repeat(300_000)}</title>
    <meta name="description" content="${text}"><meta name="generator" content="${text}"><meta property="og:title" content="${text}"><link rel=canonical href="https://x.example/${text}"></head>
    <body bgcolor="black" text="red"><center><h1>HACKED BY &lt;script&gt;window.canary=1&lt;/script&gt; ${attacker}</h1>
    ${low(`<h1\u001b[31m\u202e"'><b>hacked by ${text}</b></h1\u001b[31m\u202e"'>`)}
    ${low(`<p>Trang web này đã bị hack bởi nhóm ${text}</p><marquee>${text}</marquee>`)}</center>
    ${drawnSvg(evil)}${low(resources(evil))}${low(`<pre>${attacker}${'A'.repeat(1_000_000)}</pre>`)}
    <div style="height:40px;overflow:hidden">${'<div>'.repeat(3_000)}${text}${scripted(evil, canary)}</body></html>`;
}

/** The portal's own page with injected content. */
function injected(evil: string, canary: string): { readonly extra: string } {
  const text = escaped(evil);
  const links = Array.from(
    { length: 12 },
    (_, index) =>
      `<a href="https://casino${index}.bong-dem.example/${text}" title="${text}">cá cược bóng đá ${index} ${text}</a>`,
  ).join(' ');
  return {
    extra: `<div style="position:absolute;left:-9999px">${links}</div>${low(`<a href="javascript:window.canary=1">${text}</a><p>hacked by ${text}</p>`)}
      <a href="data:text/html,${text}">x</a><img src=x onerror="/* ${text} */">
      <script src="https://\u202ecdn.bong-dem.example/${text}.js"></script>${low(resources(evil))}${scripted(evil, canary)}`,
  };
}
