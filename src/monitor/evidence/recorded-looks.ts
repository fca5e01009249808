/** Recorded traffic for the web archive; without a recording, the main document alone. */
import type { StoredTraffic } from '../../core/domain/traffic.ts';
import { captureMeta } from '../../store/codecs/capture-codecs.ts';
import { readArchive } from '../../store/evidence/archives.ts';
import { hadArchive } from '../../store/evidence/incident-looks.ts';
import type { CaptureRow } from '../../store/reads/evidence.ts';
import type { ExportParts, Packing } from './export-parts.ts';
import { contentFor } from './look-files.ts';
import { type RecordedLook, warcInfo, warcRecords } from './warc-records.ts';

/** Limit on the whole archive; bodies are loaded one at a time. */
export async function* webArchive(
  parts: ExportParts,
  { missing }: Pick<Packing, 'missing'>,
  captures: readonly CaptureRow[],
  about: Parameters<typeof warcInfo>[1],
): AsyncGenerator<Uint8Array> {
  yield* warcInfo({ newUuid: crypto.randomUUID.bind(crypto) }, about);
  for (const row of captures) {
    const look: RecordedLook = { captureId: row.id, traffic: await trafficOf(parts, missing, row) };
    const loadBody = ({ hash }: { readonly hash: string }) =>
      contentFor(parts, missing, hash, `a body of capture ${row.id} (SHA-256 ${hash})`);
    yield* warcRecords({ newUuid: crypto.randomUUID.bind(crypto), loadBody }, look);
  }
}

async function trafficOf(parts: ExportParts, missing: Packing['missing'], row: CaptureRow): Promise<StoredTraffic> {
  const what = `the recorded traffic of capture ${row.id}; the archive holds its main document alone`;
  try {
    const traffic = await readArchive(parts.db, parts.blobs, row.id);
    if (traffic !== null) return traffic;
    if (await hadArchive(parts.db, row.id))
      missing.push({
        what,
        reason: { vi: 'đã hết thời hạn lưu hoặc đã mất', en: 'its retention ended, or it was lost' },
      });
  } catch {
    missing.push({ what, reason: { vi: 'bản lưu bị hỏng', en: 'the stored copy is damaged' } });
  }
  return mainDocument(row);
}

/** Built from the capture itself, without the request headers, which were not recorded. */
function mainDocument(row: CaptureRow): StoredTraffic {
  const meta = captureMeta.decode(row.metaJson, row.id);
  const answer = {
    status: meta.status,
    statusText: '',
    protocol: '',
    headers: meta.headers,
    address: meta.hops.at(-1)?.address ?? null,
    body: meta.body,
    form: 'decoded',
    isWhole: meta.cutOff === null,
  } as const;
  const { finalUrl: url, at, durationMs } = meta;
  const exchange = { url, method: 'GET', type: 'document', at, durationMs, requestHeaders: [], answer, failure: null };
  return { exchanges: [exchange], certificates: [], left: { exchanges: 0, bytes: 0 } };
}
