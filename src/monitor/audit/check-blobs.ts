/** Checks stored contents against what names them: captures, recorded traffic, reports that were signed and sent. */

import { bodiesNamedIn, isArchiveKept } from '../../store/evidence/archives.ts';
import type { Faults } from '../../store/evidence/faults.ts';
import { signedFiles } from '../../store/forms/reports.ts';
import { capturedHashes, isCaptureKept } from '../../store/targets/captures.ts';
import type { OperatorParts } from '../parts.ts';

export interface BlobCheck {
  /** Approximate number of captures to check, spread over all of them; null: every one. */
  readonly sample: number | null;
  /** Contents whose loss a person accepted. */
  readonly lost: ReadonlySet<string>;
  readonly progress: (done: number) => void;
}

type Parts = Pick<OperatorParts, 'db' | 'blobs' | 'clock'>;

const dayMs = 86_400_000;

/** Adds missing and altered contents. @returns how many contents were read, and the hashes of the bad ones */
export async function checkBlobs(
  parts: Parts,
  faults: Faults,
  { sample, lost, progress }: BlobCheck,
): Promise<{ readonly read: number; readonly bad: readonly string[] }> {
  const bad: string[] = [];
  const seen = new Set<string>();
  const day = Math.floor(parts.clock() / dayMs);
  /** @returns the bytes if they were read now and are unchanged */
  const check = async (hash: string, owner: string, isKept: () => Promise<boolean>) => {
    if (seen.has(hash) || lost.has(hash)) return null;
    seen.add(hash);
    const { bytes, trouble } = await readContent(parts, hash);
    // Skips contents pruned in the meantime.
    if (trouble === null || !(await isKept())) return bytes;
    bad.push(hash);
    faults.add('blob', null, `of ${owner}: ${trouble}`);
    return null;
  };
  for await (const { id, hashes, trafficHash } of capturedHashes(parts.db, sample, day)) {
    for (const hash of hashes) {
      if (hash !== null) await check(hash, `capture ${id}`, () => isCaptureKept(parts.db, id));
    }
    if (trafficHash !== null) {
      const owner = `the traffic of capture ${id}`;
      const isKept = () => isArchiveKept(parts.db, id);
      const document = await check(trafficHash, owner, isKept);
      // Hashes are taken from the document, since no digest covers the table.
      for (const hash of document ? bodiesNamedIn(document, id) : []) await check(hash, owner, isKept);
    }
    progress(seen.size);
  }
  const signed = await signedFiles(parts.db);
  // As many a day as there are captures in the sample, another part each day.
  const every = sample === null ? 1 : Math.max(1, Math.ceil(signed.length / sample));
  for (const [index, { fileHash, incidentNumber }] of signed.entries())
    if ((index + day) % every === 0)
      await check(fileHash, `a signed report of incident ${incidentNumber}`, async () => true);
  progress(seen.size);
  return { read: seen.size, bad };
}

async function readContent({ blobs }: Parts, hash: string) {
  try {
    const bytes = await blobs.get(hash);
    const trouble = bytes === null ? `the kept content ${hash} is missing: restore it from a backup` : null;
    return { bytes, trouble };
  } catch (error) {
    return { bytes: null, trouble: error instanceof Error ? error.message : String(error) };
  }
}
