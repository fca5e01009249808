/**
 * The heads of requests and answers as they went over the network. The browser tells of them apart from the requests
 * themselves (`…ExtraInfo`), before or after, one for each hop that used the network.
 */
import type { Headers } from '../../../core/headers.ts';

export interface RawAnswer {
  readonly status: number;
  /** `HTTP/1.1 200 OK`; null above HTTP/1. */
  readonly statusLine: string | null;
  readonly headers: Headers;
}

/** Of our own proxy, with its credentials. */
const ofProxy = /^proxy-/i;

/** Whether our own proxy answered, asking for its password. */
export function isOfProxy(status: number, headers: Readonly<Record<string, string>>): boolean {
  return status === 407 && Object.keys(headers).some((name) => name.toLowerCase() === 'proxy-authenticate');
}

/** Repeated headers come joined by line breaks. */
export function headersOf(given: Readonly<Record<string, string>>): Headers {
  return Object.entries(given)
    .filter(([name]) => !ofProxy.test(name))
    .flatMap(([name, values]) => values.split('\n').map((value): [string, string] => [name, value]));
}

/** @param text the head as received, where there is one: it keeps order and repetition */
export function rawAnswerOf(
  status: number,
  headers: Readonly<Record<string, string>>,
  text: string | undefined,
): RawAnswer {
  if (text === undefined) return { status, statusLine: null, headers: headersOf(headers) };
  const [statusLine = '', ...lines] = text.split(/\r?\n/);
  return { status, statusLine, headers: lines.flatMap(headerIn) };
}

function headerIn(line: string): Headers {
  const at = line.indexOf(':');
  return at <= 0 ? [] : [[line.slice(0, at).trim(), line.slice(at + 1).trim()]];
}

/**
 * Which of the heads belongs to which hop.
 * @param hasOwn for each hop whether the browser says that there is one; it says no for a document that we passed on
 */
export function headsOfHops<Head>(heads: readonly Head[], hasOwn: readonly boolean[]): readonly (Head | null)[] {
  if (heads.length === hasOwn.length) return heads;
  let next = 0;
  return hasOwn.map((has) => (has ? (heads[next++] ?? null) : null));
}
