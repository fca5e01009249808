/** State of a page's requests during the look. */
import type { Content } from '../../../core/domain/content.ts';
import { trafficCaps } from '../../../core/domain/traffic.ts';
import type { Headers } from '../../../core/headers.ts';
import type { RecordedExchange } from '../../traffic/traffic-record.ts';
import type { RawAnswer } from './raw-heads.ts';

/** An answer as the browser describes it. */
export interface GivenAnswer {
  readonly status: number;
  readonly statusText: string;
  readonly protocol?: string;
  readonly mimeType: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** One request and answer; redirects are hops of the same request. */
export interface RecordedHop {
  readonly recorded: RecordedExchange;
  readonly url: string;
  /** Resource type of the protocol: `Document`, `Script` … */
  readonly type: string;
  readonly isHead: boolean;
  /** Headers as requested by the page; empty when the head as sent is known. */
  readonly headers: Headers;
  answer: {
    readonly status: number;
    readonly statusText: string;
    readonly protocol: string;
    readonly mediaType: string;
    readonly headers: Headers;
    /** Whether the browser also reports the head as received. */
    readonly hasRawHead: boolean;
  } | null;
  /** The whole answer arrived. */
  isOver: boolean;
  /** It was answered from a cache. */
  isDropped: boolean;
  /** `net::ERR_…` */
  failure: string | null;
  /** Bytes of the decompressed body. */
  bytes: number;
  body: { readonly content: Content | null; readonly isWhole: boolean } | null;
}

export function newHop(hop: Pick<RecordedHop, 'recorded' | 'url' | 'type' | 'headers' | 'isHead'>): RecordedHop {
  return { ...hop, answer: null, isOver: false, isDropped: false, failure: null, bytes: 0, body: null };
}

export interface RecordedRequest {
  readonly hops: RecordedHop[];
  /** Heads as sent and received, in order. */
  readonly sent: Headers[];
  readonly received: RawAnswer[];
  /** Further hops exceed a cap. */
  isClosed: boolean;
}

/** Heads may be reported before their request. */
const maxRequests = 2 * trafficCaps.exchanges;

export class RequestList {
  readonly #requests = new Map<string, RecordedRequest>();

  /** Null beyond the caps. */
  of(id: string): RecordedRequest | null {
    const known = this.#requests.get(id);
    if (known?.isClosed) return null;
    if (known !== undefined || this.#requests.size >= maxRequests) return known ?? null;
    const made = { hops: [], sent: [], received: [], isClosed: false };
    this.#requests.set(id, made);
    return made;
  }

  /** The current hop. */
  latest(id: string): RecordedHop | undefined {
    const known = this.#requests.get(id);
    return known?.isClosed ? undefined : known?.hops.at(-1);
  }

  close(id: string): void {
    const known = this.#requests.get(id);
    if (known !== undefined) known.isClosed = true;
  }

  all(): IterableIterator<readonly [id: string, request: RecordedRequest]> {
    return this.#requests.entries();
  }
}
