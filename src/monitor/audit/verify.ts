/** `audit verify`: chains, seals, witness, evidence and every stored content. */
import type { Fault } from '../../store/evidence/faults.ts';
import { verifyRecords } from '../../store/evidence/verify-records.ts';
import type { OperatorParts } from '../parts.ts';
import { checkBlobs } from './check-blobs.ts';
import { keyPrivacy } from './privacy.ts';

export interface Verified {
  readonly ok: boolean;
  readonly audit: { readonly rows: number; readonly head: string };
  readonly evidence: { readonly rows: number; readonly head: string };
  /** Number of contents read. */
  readonly blobs: number;
  /** Total number of faults; `faults` lists the first of each part. */
  readonly faultCount: number;
  readonly faults: readonly Fault[];
}

export interface VerifyOptions {
  /** Approximate number of captures whose contents are read; null: all. */
  readonly sample: number | null;
  readonly progress: (line: string) => void;
}

/** Writes nothing. */
export async function verifyAll(
  parts: Pick<OperatorParts, 'db' | 'blobs' | 'clock' | 'config'>,
  { sample, progress }: VerifyOptions,
): Promise<Verified> {
  progress('comparing the log and the evidence with their seals …');
  const { audit, evidence, faults } = await verifyRecords(parts.db, parts.config.dataDir);
  const exposed = await keyPrivacy(parts.config.dataDir);
  if (exposed !== null) faults.add('key', null, exposed);
  const { read } = await checkBlobs(parts, faults, {
    sample,
    lost: evidence.lostBlobs,
    progress: (done) => progress(`comparing kept contents with their hashes: ${done}`),
  });
  return {
    ok: faults.count === 0,
    audit: { rows: audit.rows, head: audit.head },
    evidence: { rows: evidence.walked.rows, head: evidence.walked.head },
    blobs: read,
    faultCount: faults.count,
    faults: faults.list,
  };
}
