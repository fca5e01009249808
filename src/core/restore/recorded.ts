/** Which recorded answer stands for which address. */
import type { Exchange, StoredTraffic } from '../domain/traffic.ts';
import { headerValue } from '../headers.ts';
import { endingOf, type FileKind, fileKind } from './file-kinds.ts';

/** A recorded answer that a copy may contain. */
export interface RecordedFile {
  /** Where it was received from, after redirects. */
  readonly url: string;
  readonly hash: string;
  readonly kind: FileKind;
  readonly ending: string;
}

export interface Recorded {
  /** By address without fragment. */
  readonly files: ReadonlyMap<string, RecordedFile>;
  /** Why a requested address is not among the files, in one English sentence without foreign text. */
  readonly failed: ReadonlyMap<string, string>;
}

const redirectCap = 10;
/** Longer addresses are not copied: every one is passed to the threads that rewrite. */
const addressCap = 2_000;

type Stored = Exchange<{ readonly hash: string; readonly mediaType: string; readonly sizeBytes: number }>;
type Outcome = RecordedFile | { readonly leadsTo: string } | { readonly failure: string };

/** @param looks the most telling first: the first good answer for an address is used */
export function recordedFiles(looks: readonly StoredTraffic[]): Recorded {
  const outcomes = new Map<string, Outcome>();
  for (const { exchanges } of looks) {
    for (const exchange of exchanges) {
      const url = addressKey(exchange.url);
      if (exchange.method !== 'GET' || url === null) continue;
      const known = outcomes.get(url);
      if (known === undefined || 'failure' in known) outcomes.set(url, outcomeOf(exchange, url));
    }
  }
  const files = new Map<string, RecordedFile>();
  const failed = new Map<string, string>();
  for (const url of outcomes.keys()) {
    const end = endOf(outcomes, url);
    if ('failure' in end) failed.set(url, end.failure);
    else files.set(url, end);
  }
  return { files, failed };
}

/** An http or https address without its fragment; null for any other, and for those beyond the cap. */
export function addressKey(address: string, base?: string): string | null {
  if (address.length > addressCap) return null;
  const url = URL.parse(address, base);
  if (url === null || (url.protocol !== 'http:' && url.protocol !== 'https:')) return null;
  url.hash = '';
  return url.href.length > addressCap ? null : url.href;
}

function outcomeOf({ type, answer, failure }: Stored, url: string): Outcome {
  if (answer === null) return { failure: failure === null ? 'It was not answered.' : 'The request failed.' };
  if (answer.status >= 300 && answer.status < 400) {
    const leadsTo = addressKey(headerValue(answer.headers, 'location') ?? '', url);
    return leadsTo === null ? { failure: 'It redirected nowhere.' } : { leadsTo };
  }
  if (answer.status !== 200) return { failure: `It was answered with status ${answer.status}.` };
  if (answer.body === null || !answer.isWhole) return { failure: 'Its content was too large, or was not recorded.' };
  // Bodies of the browser are decompressed already; others are never needed and would have to be unpacked.
  if (answer.form !== 'decoded') return { failure: 'Its content was recorded compressed.' };
  const { hash, mediaType, sizeBytes } = answer.body;
  if (sizeBytes === 0) return { failure: 'Its content is empty.' };
  const kind = fileKind(type, mediaType);
  return { url, hash, kind, ending: endingOf(kind, type, mediaType) };
}

function endOf(outcomes: ReadonlyMap<string, Outcome>, from: string): RecordedFile | { readonly failure: string } {
  let url = from;
  for (let hops = 0; hops <= redirectCap; hops++) {
    const outcome = outcomes.get(url);
    if (outcome === undefined) return { failure: 'It redirected to an address that was not recorded.' };
    if (!('leadsTo' in outcome)) return outcome;
    url = outcome.leadsTo;
  }
  return { failure: 'It redirected too often.' };
}
