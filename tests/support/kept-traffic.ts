/** Kept captures with recorded traffic, through the product's own way to disk and database. */
import { createHash } from 'node:crypto';
import type { Capture } from '../../src/core/domain/capture.ts';
import type { Content } from '../../src/core/domain/content.ts';
import type { Exchange } from '../../src/core/domain/traffic.ts';
import { keepEvidence } from '../../src/monitor/check/keep-capture.ts';
import type { Observed } from '../../src/monitor/check/look/observed.ts';
import type { MonitorParts } from '../../src/monitor/parts.ts';
import { insertCapture, pinToBaseline } from '../../src/store/targets/captures.ts';
import { write } from '../../src/store/write.ts';

const url = 'https://thanhson.example.gov.vn/';

function contentOf(bytes: Buffer): Content {
  return { hash: createHash('sha256').update(bytes).digest('hex'), mediaType: 'text/html', bytes };
}

function exchangeOf(body: Content): Exchange<Content> {
  return {
    url,
    method: 'GET',
    type: 'document',
    at: 0,
    durationMs: 1,
    requestHeaders: [['host', 'thanhson.example.gov.vn']],
    answer: {
      status: 200,
      statusText: 'OK',
      protocol: 'HTTP/1.1',
      headers: [],
      address: '192.0.2.1',
      body,
      form: 'transferred',
      isWhole: true,
    },
    failure: null,
  };
}

export interface KeptTraffic {
  readonly keptFor: 'learning' | 'evidence';
  readonly at: number;
  /** Of the baseline that pins it; null: none does. */
  readonly version: number | null;
  readonly bodyBytes: number;
}

/** A capture of target 1.1 with one body of its own, and one that all share. @returns its number */
export async function keepTraffic(
  parts: Pick<MonitorParts, 'blobs' | 'pictures' | 'config' | 'log' | 'db'>,
  { keptFor, at, version, bodyBytes }: KeptTraffic,
): Promise<number> {
  const own = contentOf(Buffer.alloc(bodyBytes, `${keptFor} ${at} ${version}`));
  const shared = contentOf(Buffer.alloc(bodyBytes, 'shared'));
  const html = '<p>Xin chào</p>';
  const capture: Capture = {
    tier: 'http',
    profile: 'browser',
    at,
    url,
    finalUrl: url,
    hops: [],
    status: 200,
    headers: [],
    body: contentOf(Buffer.from(html)),
    html,
    charset: 'utf-8',
    cutOff: null,
    rendering: null,
    traffic: { exchanges: [own, shared].map(exchangeOf), certificates: [], left: { exchanges: 0, bytes: 0 } },
    durationMs: 1,
  };
  const [kept] = await keepEvidence(parts, { captures: [capture] } as unknown as Observed, 'evidence');
  if (kept === undefined) throw new TypeError('nothing was kept');
  return write(parts.db, async (trx) => {
    const id = await insertCapture(trx, '1.1', keptFor, kept);
    if (version !== null) await pinToBaseline(trx, { targetId: '1.1', profile: 'browser', version }, id);
    return id;
  });
}
