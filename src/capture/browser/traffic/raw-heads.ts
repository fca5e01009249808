/**
 * The heads of requests and answers as sent over the network. The browser reports them separately from the requests
 * (`…ExtraInfo`), before or after, one for each hop that used the network.
 */
import type { Headers } from '../../../core/headers.ts';

export interface RawAnswer {
  readonly status: number;
  /** `HTTP/1.1 200 OK`; null above HTTP/1. */
  readonly statusLine: string | null;
  readonly headers: Headers;
}

/** Headers for our own proxy, with its credentials. */
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

/** @param text the head as received, if any: it preserves order and repetition */
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
 * Assigns the heads to the hops.
 * @param hasOwn for each hop, whether the browser announced a head; it does not for a document passed on by us
 */
export function headsOfHops<Head>(heads: readonly Head[], hasOwn: readonly boolean[]): readonly (Head | null)[] {
  if (heads.length === hasOwn.length) return heads;
  let next = 0;
  return hasOwn.map((has) => (has ? (heads[next++] ?? null) : null));
}
