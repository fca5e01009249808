/** Checks that stored contents still match their captures. */
import type { Faults } from '../../store/evidence/faults.ts';
import { capturedHashes, isCaptureKept } from '../../store/targets/captures.ts';
import type { OperatorParts } from '../parts.ts';

export interface BlobCheck {
  /** Approximate number of captures to check, spread over all of them; null: every one. */
  readonly sample: number | null;
  /** Contents whose loss a person accepted. */
  readonly lost: ReadonlySet<string>;
  readonly progress: (done: number) => void;
}

const dayMs = 86_400_000;

/** Adds missing and altered contents. @returns how many contents were read, and the hashes of the bad ones */
export async function checkBlobs(
  parts: Pick<OperatorParts, 'db' | 'blobs' | 'clock'>,
  faults: Faults,
  { sample, lost, progress }: BlobCheck,
): Promise<{ readonly read: number; readonly bad: readonly string[] }> {
  const bad: string[] = [];
  const seen = new Set<string>();
  const day = Math.floor(parts.clock() / dayMs);
  for await (const { id, hashes } of capturedHashes(parts.db, sample, day)) {
    for (const hash of hashes) {
      if (hash === null || seen.has(hash) || lost.has(hash)) continue;
      seen.add(hash);
      const trouble = await troubleOf(parts, hash);
      // Skips a capture that was pruned meanwhile.
      if (trouble === null || !(await isCaptureKept(parts.db, id))) continue;
      bad.push(hash);
      faults.add('blob', null, `of capture ${id}: ${trouble}`);
    }
    progress(seen.size);
  }
  return { read: seen.size, bad };
}

async function troubleOf({ blobs }: Pick<OperatorParts, 'blobs'>, hash: string): Promise<string | null> {
  try {
    const bytes = await blobs.get(hash);
    return bytes === null ? `the kept content ${hash} is missing: restore it from a backup` : null;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
