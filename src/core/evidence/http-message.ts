/** The HTTP message heads of recorded exchanges, as a web archive stores them. */
import type { ContentRef } from '../domain/content.ts';
import type { BodyForm, Exchange, ExchangeAnswer } from '../domain/traffic.ts';
import type { Headers } from '../headers.ts';

/**
 * True of the transfer, not of the stored body: a recorded body is never chunked, and a decoded one is not compressed.
 */
const dropped: Readonly<Record<BodyForm, readonly string[]>> = {
  transferred: ['transfer-encoding', 'content-length'],
  decoded: ['transfer-encoding', 'content-length', 'content-encoding'],
};

const maxValue = 1_100_000;
const maxUrl = 8_000;

export function requestHead(exchange: Pick<Exchange<ContentRef>, 'url' | 'method' | 'requestHeaders'>): string {
  const url = URL.parse(exchange.url);
  const path = url === null ? '/' : `${url.pathname}${url.search}`;
  const headers = exchange.requestHeaders.filter(([name]) => !name.startsWith(':'));
  const hasHost = headers.some(([name]) => name.toLowerCase() === 'host');
  const host: Headers = hasHost || url === null ? [] : [['Host', url.host]];
  return head(`${token(exchange.method, 'GET')} ${field(path)} HTTP/1.1`, [...host, ...headers]);
}

/** With the headers of the body as it is stored. */
export function responseHead(answer: ExchangeAnswer<ContentRef>): string {
  const { status, statusText, headers, body, form } = answer;
  const kept = headers.filter(([name]) => !name.startsWith(':') && !isDropped(name, form, body !== null));
  const length: Headers = body === null ? [] : [['Content-Length', String(body.sizeBytes)]];
  return head(`HTTP/1.1 ${statusOf(status)} ${field(statusText)}`, [...kept, ...length]);
}

function isDropped(name: string, form: BodyForm, hasBody: boolean): boolean {
  const lower = name.toLowerCase();
  // Without a body, its length is evidence of what was left out, but would make readers wait for it.
  return hasBody ? dropped[form].includes(lower) : dropped.decoded.includes(lower);
}

function head(first: string, headers: Headers): string {
  const lines = headers.map(([name, value]) => `${token(name, 'X-Unreadable-Name')}: ${field(value)}`);
  return `${[first.trimEnd(), ...lines].join('\r\n')}\r\n\r\n`;
}

function statusOf(status: number): number {
  return Number.isInteger(status) && status >= 100 && status <= 999 ? status : 0;
}

function token(text: string, otherwise: string): string {
  return /^[!#$%&'*+.^_`|~0-9A-Za-z-]{1,200}$/.test(text) ? text : otherwise;
}

/** One line: a line break or NUL in a recorded value must not begin another header or record. */
function field(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: exactly these must not reach the archive
  return text.slice(0, maxValue).replace(/[\u0000-\u0008\u000a-\u001f\u007f\u0085\u2028\u2029]/g, ' ');
}

/** An address for a WARC header: in ASCII, without white space; null for one that is no address. */
export function recordUrl(url: string): string | null {
  const parsed = URL.parse(url);
  return parsed === null || parsed.href.length > maxUrl ? null : parsed.href;
}
