/** An incident with its evidence: a staged portal that was learned and defaced, with recorded traffic made by hand. */
import { createHash, randomUUID } from 'node:crypto';
import { join } from 'node:path';
import type { ContentRef } from '../../src/core/domain/content.ts';
import type { Exchange, SentCertificate } from '../../src/core/domain/traffic.ts';
import { owner } from '../../src/core/people/actor.ts';
import { type Exported, exportEvidence } from '../../src/monitor/evidence/export-evidence.ts';
import type { ExportParts } from '../../src/monitor/evidence/export-parts.ts';
import { commentOnIncident } from '../../src/monitor/incidents/discuss-incident.ts';
import { acknowledgeIncident } from '../../src/monitor/incidents/judge-incident.ts';
import { storedTraffic } from '../../src/store/codecs/traffic-codec.ts';
import { insertArchive } from '../../src/store/evidence/archives.ts';
import type { BlobStore } from '../../src/store/evidence/blobs.ts';
import type { Database } from '../../src/store/handle.ts';
import { write } from '../../src/store/write.ts';
import { defacedPage, portalPage, type StagedWatch, stageWatch } from './staged-watch.ts';
import { testExport } from './test-export.ts';

export const home = 'https://thanhson.example.gov.vn/';

export interface EvidenceScene {
  readonly watch: StagedWatch;
  readonly parts: ExportParts;
  readonly incident: number;
  /** Captures of the incident's looks. */
  readonly captures: readonly number[];
  /** Exports to a new file. */
  export(request?: { readonly recipient?: string; readonly purpose?: string }): Promise<Exported>;
}

export interface SceneOptions {
  readonly paths?: readonly string[];
  readonly title?: string;
  readonly config?: Record<string, unknown>;
  readonly parts?: Partial<ExportParts>;
}

export async function openEvidenceScene({ paths = [], config, ...options }: SceneOptions = {}): Promise<EvidenceScene> {
  const watch = await stageWatch(config);
  const pages = [home, ...paths.map((path) => new URL(path, home).href)];
  for (const url of pages) watch.show(url, { html: portalPage(), colour: [240, 240, 250] });
  await watch.register(home, { paths: [...paths] });
  await watch.learn();
  await watch.look(3 * pages.length);
  const html = options.title === undefined ? defacedPage : defacedPage.replace('Hacked By Kh4i-Test', options.title);
  for (const url of pages) watch.show(url, { html, colour: [0, 0, 0] });
  await watch.look(6 * pages.length);
  const { db } = watch.parts;
  const found = await db.selectFrom('incidents').select('number').executeTakeFirstOrThrow();
  await acknowledgeIncident(watch.parts, found.number, { actor: owner('an'), note: 'Đang xử lý' });
  await commentOnIncident(watch.parts, found.number, { actor: owner('an'), text: 'Đã gọi đơn vị' });
  const captures = await db
    .selectFrom('checks')
    .select('captureId')
    .where('level', '=', 'alarm')
    .where('captureId', 'is not', null)
    .orderBy('id')
    .execute();
  const parts: ExportParts = { ...watch.parts, ...testExport, ...options.parts };
  return {
    watch,
    parts,
    incident: found.number,
    captures: captures.flatMap(({ captureId }) => captureId ?? []),
    export: ({ recipient = 'Phòng An ninh mạng', purpose = 'điều tra' } = {}) =>
      exportEvidence(parts, found.number, {
        actor: owner('command line'),
        recipient,
        purpose,
        path: join(parts.config.dataDir, `${randomUUID()}.zip`),
      }),
  };
}

interface Stores {
  readonly db: Database;
  readonly blobs: BlobStore;
}

export type MadeExchange = Pick<Exchange<Uint8Array>, 'url'> & Partial<Exchange<Uint8Array>>;

/** Keeps traffic of a capture, as a look does. */
export async function keepTraffic(
  { db, blobs }: Stores,
  captureId: number,
  exchanges: readonly MadeExchange[],
  certificates: readonly SentCertificate[] = [],
): Promise<void> {
  const row = await db.selectFrom('captures').selectAll().where('id', '=', captureId).executeTakeFirstOrThrow();
  const bodies = new Map<string, ContentRef>();
  const keep = async (bytes: Uint8Array, mediaType: string): Promise<ContentRef> => {
    const hash = createHash('sha256').update(bytes).digest('hex');
    await blobs.put(hash, bytes);
    return { hash, mediaType, sizeBytes: bytes.byteLength };
  };
  const stored: Exchange<ContentRef>[] = [];
  for (const { answer = null, ...rest } of exchanges) {
    const body = answer?.body ? await keep(answer.body, 'application/octet-stream') : null;
    if (body) bodies.set(body.hash, body);
    const made = { method: 'GET', type: 'document', at: row.at, durationMs: 120, requestHeaders: [], failure: null };
    stored.push({ ...made, ...rest, answer: answer && { ...answer, body } });
  }
  const text = storedTraffic.encode({ exchanges: stored, certificates, left: { exchanges: 0, bytes: 0 } });
  const document = await keep(Buffer.from(text), 'application/json');
  const { id, targetId, at, keptFor } = row;
  await write(db, (trx) =>
    insertArchive(trx, { captureId: id, targetId, at, keptFor }, { document, bodies: [...bodies.values()] }),
  );
}

/** An answer of the portal, with what it needs at least. */
export function answerOf(
  body: string | Uint8Array | null,
  more: Partial<NonNullable<Exchange<Uint8Array>['answer']>> = {},
): NonNullable<Exchange<Uint8Array>['answer']> {
  return {
    status: 200,
    statusText: 'OK',
    protocol: 'HTTP/1.1',
    headers: [['Content-Type', 'text/html; charset=utf-8']],
    address: '203.0.113.7',
    body: typeof body === 'string' ? Buffer.from(body) : body,
    form: 'decoded',
    isWhole: true,
    ...more,
  };
}
