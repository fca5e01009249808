/** Recorded traffic of one look, within caps, since the page controls all of it. */

import type { Content } from '../../core/domain/content.ts';
import type { Exchange, ExchangeAnswer, SentCertificate, Traffic } from '../../core/domain/traffic.ts';
import { trafficCaps as caps } from '../../core/domain/traffic.ts';
import type { Headers } from '../../core/headers.ts';
import type { Clock, TrafficRoom } from '../../core/ports.ts';
import { contentOf } from '../content.ts';

/** Initial data of a recorded request. */
export type NewExchange = Pick<Exchange<Content>, 'url' | 'method' | 'type'>;

/** One request; its latest answer or failure counts. */
export interface RecordedExchange {
  readonly sent: (headers: Headers) => void;
  readonly answered: (answer: ExchangeAnswer<Content>) => void;
  /** @param reason one English sentence */
  readonly failed: (reason: string) => void;
  /** Sets its duration. */
  readonly ended: () => void;
  /** Removes it, because it was not traffic. */
  readonly dropped: () => void;
}

export interface TrafficRecord {
  /** Null beyond the cap; the request is then only counted. */
  readonly begin: (request: NewExchange) => RecordedExchange | null;
  /** Cuts headers to the caps and counts the excess; all recorded headers must pass through it. */
  readonly bounded: (headers: Headers) => Headers;
  readonly addCertificates: (chain: readonly SentCertificate[]) => void;
  /** Bytes of bodies that may still be kept. */
  readonly room: () => number;
  /**
   * The bytes as content; null when empty, or beyond the caps, where they are only counted.
   * @param known the same bytes with their hash
   */
  readonly keep: (bytes: Uint8Array, mediaType: string, known?: Content | null) => Content | null;
  /** Counts bytes that are not kept. */
  readonly leave: (bytes: number) => void;
  readonly traffic: () => Traffic;
}

type Draft = { -readonly [Key in keyof Exchange<Content>]: Exchange<Content>[Key] };

const unanswered = 'The look ended before the answer.';

export function createTrafficRecord(room: TrafficRoom, clock: Clock): TrafficRecord {
  const startedAt = clock();
  const start = performance.now();
  const now = () => startedAt + Math.round(performance.now() - start);
  const exchanges = new Set<Draft>();
  const certificates = new Map<string, SentCertificate>();
  const left = { exchanges: 0, bytes: 0 };
  let bytesLeft: number = caps.bytes;
  let charactersLeft: number = caps.headerCharacters;

  const bounded = (headers: Headers): Headers => {
    const kept: [string, string][] = [];
    for (const [name, value] of headers) {
      const pair: [string, string] = [name.slice(0, caps.nameCharacters), value.slice(0, caps.valueCharacters)];
      const length = pair[0].length + pair[1].length;
      left.bytes += name.length + value.length - length;
      if (kept.length >= caps.headers || length > charactersLeft) {
        left.bytes += length;
        continue;
      }
      charactersLeft -= length;
      kept.push(pair);
    }
    return kept;
  };

  return {
    begin: ({ url, method, type }) => {
      if (exchanges.size >= caps.exchanges) {
        left.exchanges += 1;
        return null;
      }
      left.bytes += Math.max(0, url.length - caps.urlCharacters);
      const draft: Draft = {
        url: url.slice(0, caps.urlCharacters),
        method: method.slice(0, caps.nameCharacters),
        type,
        at: now(),
        durationMs: 0,
        requestHeaders: [],
        answer: null,
        failure: null,
      };
      exchanges.add(draft);
      const ended = () => {
        draft.durationMs = now() - draft.at;
      };
      return {
        sent: (headers) => {
          draft.requestHeaders = headers;
        },
        answered: (answer) => {
          const statusText = answer.statusText.slice(0, caps.nameCharacters);
          const protocol = answer.protocol.slice(0, caps.nameCharacters);
          draft.answer = { ...answer, statusText, protocol };
          draft.failure = null;
        },
        failed: (reason) => {
          draft.answer = null;
          draft.failure = reason;
        },
        ended,
        dropped: () => exchanges.delete(draft),
      };
    },
    bounded,
    addCertificates: (chain) => {
      for (const one of chain) if (certificates.size < caps.certificates) certificates.set(one.hash, one);
    },
    room: () => bytesLeft,
    keep: (bytes, mediaType, known) => {
      const size = bytes.byteLength;
      if (size === 0) return null;
      if (size > bytesLeft || !room.take(size)) {
        left.bytes += size;
        return null;
      }
      bytesLeft -= size;
      return known ?? contentOf(bytes, mediaType);
    },
    leave: (bytes) => {
      left.bytes += bytes;
    },
    traffic: () => ({
      exchanges: [...exchanges].map((one) =>
        one.answer === null ? { ...one, failure: one.failure ?? unanswered } : { ...one },
      ),
      certificates: [...certificates.values()],
      left: { ...left },
    }),
  };
}
