/** Recorded traffic as WARC 1.1 records (ISO 28500), each a gzip member of its own. */
import { createHash } from 'node:crypto';
import { WARCRecord, WARCSerializer } from 'warcio';
import type { ContentRef } from '../../core/domain/content.ts';
import type { Exchange, ExchangeAnswer, StoredTraffic } from '../../core/domain/traffic.ts';
import { recordUrl, requestHead, responseHead } from '../../core/evidence/http-message.ts';
import { safeJson } from '../../core/evidence/manifest.ts';

type Record = ReturnType<typeof WARCRecord.create>;
type WarcType = 'warcinfo' | 'request' | 'response' | 'metadata' | 'resource';

/** One recorded look at a page. */
export interface RecordedLook {
  readonly captureId: number;
  readonly traffic: StoredTraffic;
}

export interface WarcOptions {
  /** A random UUID for each record. */
  readonly newUuid: () => string;
  /** Null when the body is no longer kept. */
  readonly loadBody: (body: ContentRef, look: RecordedLook) => Promise<Uint8Array | null>;
}

const version = 'WARC/1.1';

export async function* warcInfo(
  { newUuid }: Pick<WarcOptions, 'newUuid'>,
  about: { readonly at: number; readonly filename: string; readonly fields: Readonly<{ [name: string]: string }> },
): AsyncGenerator<Uint8Array> {
  const text = Object.entries(about.fields).map(([name, value]) => `${name}: ${value}\r\n`);
  const headers = { 'WARC-Filename': about.filename, 'Content-Type': 'application/warc-fields' };
  yield* serialized(
    make('warcinfo', { id: newUuid(), at: about.at, url: null, headers }, [Buffer.from(text.join(''))]),
  );
}

/** @returns all records of one look */
export async function* warcRecords(options: WarcOptions, look: RecordedLook): AsyncGenerator<Uint8Array> {
  for (const exchange of look.traffic.exchanges) yield* exchangeRecords(options, look, exchange);
  const at = look.traffic.exchanges[0]?.at ?? 0;
  for (const { hash, der } of look.traffic.certificates) {
    const headers = { 'Content-Type': 'application/pkix-cert' };
    const url = `urn:x-certificate:sha256:${/^[0-9a-f]{64}$/.test(hash) ? hash : 'unreadable'}`;
    yield* serialized(make('resource', { id: options.newUuid(), at, url, headers }, [Buffer.from(der, 'base64')]));
  }
}

async function* exchangeRecords(
  options: WarcOptions,
  look: RecordedLook,
  exchange: Exchange<ContentRef>,
): AsyncGenerator<Uint8Array> {
  const { at, answer } = exchange;
  const url = recordUrl(exchange.url) ?? 'urn:x-unreadable-address';
  const ids = { request: options.newUuid(), response: options.newUuid(), metadata: options.newUuid() };
  const main = answer === null ? ids.request : ids.response;
  if (answer !== null) {
    const body = answer.body && (await options.loadBody(answer.body, look));
    const record = { id: ids.response, at, url, headers: responseHeaders(answer, body) };
    const head = responseHead(body === null ? { ...answer, body: null } : answer);
    yield* serialized(make('response', record, [Buffer.from(head), ...(body === null ? [] : [body])]));
  }
  const beside = answer === null ? {} : { 'WARC-Concurrent-To': urn(main) };
  const request = { 'Content-Type': 'application/http; msgtype=request', 'WARC-Payload-Digest': digest([]), ...beside };
  const head = Buffer.from(requestHead(exchange));
  yield* serialized(make('request', { id: ids.request, at, url, headers: request }, [head]));
  const about = { 'Content-Type': 'application/json', 'WARC-Refers-To': urn(main) };
  const text = Buffer.from(safeJson(described(look, exchange)));
  yield* serialized(make('metadata', { id: ids.metadata, at, url, headers: about }, [text]));
}

/** The exchange as recorded, including details that the archive's own format had to change. */
function described({ captureId }: RecordedLook, exchange: Exchange<ContentRef>) {
  return { captureId, ...exchange };
}

function responseHeaders(answer: ExchangeAnswer<ContentRef>, body: Uint8Array | null) {
  const isCut = !answer.isWhole || (answer.body !== null && body === null);
  return {
    'Content-Type': 'application/http; msgtype=response',
    'WARC-Payload-Digest': digest(body === null ? [] : [body]),
    ...(answer.address !== null && /^[0-9a-f.:]{2,45}$/i.test(answer.address)
      ? { 'WARC-IP-Address': answer.address }
      : {}),
    ...(isCut ? { 'WARC-Truncated': 'unspecified' } : {}),
  };
}

interface Made {
  readonly id: string;
  readonly at: number;
  readonly url: string | null;
  readonly headers: { readonly [name: string]: string };
}

/**
 * Passes the whole block and its payload digest, because the library's own header map would join repeated headers and
 * split values at its marker.
 */
function make(type: WarcType, { id, at, url, headers }: Made, block: readonly Uint8Array[]): Record {
  const record = WARCRecord.create(
    {
      type,
      date: new Date(at).toISOString(),
      warcVersion: version,
      ...(url === null ? {} : { url }),
      warcHeaders: { 'WARC-Record-ID': urn(id), ...headers },
    },
    block,
  );
  record.httpHeaders = null;
  return record;
}

async function* serialized(record: Record): AsyncGenerator<Uint8Array> {
  yield* new WARCSerializer(record, { gzip: true });
}

const urn = (uuid: string) => `<urn:uuid:${uuid}>`;

export function digest(chunks: readonly Uint8Array[]): string {
  const hash = createHash('sha256');
  for (const chunk of chunks) hash.update(chunk);
  return `sha256:${hash.digest('hex')}`;
}
