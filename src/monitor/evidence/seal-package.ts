/** Completes a package: manifest, signature, time stamp, and checksums of everything. */
import { createHash, sign } from 'node:crypto';
import { type Manifest, manifestText, packageNames, sealNames, sumsText } from '../../core/evidence/manifest.ts';
import type { SigningKey } from '../../store/evidence/signing-key.ts';
import { type ExportParts, type Packing, pack } from './export-parts.ts';
import { readTimeStamp, timeStampRequest } from './time-stamp.ts';

/** `none`: no authority is configured. */
export type StampOutcome =
  | { readonly status: 'none' | 'made' }
  | { readonly status: 'failed'; readonly reason: string };

export interface Sealed {
  /** SHA-256 of the manifest. */
  readonly manifestHash: string;
  readonly stamp: StampOutcome;
}

/** @param manifest everything except the list of files, which is taken from those packed so far and the key's */
export async function sealPackage(
  parts: Pick<ExportParts, 'askTimeStamp' | 'config'>,
  packing: Packing,
  manifest: Omit<Manifest, 'files'>,
  key: SigningKey,
): Promise<Sealed> {
  await pack(packing, packageNames.publicKey, key.publicKey);
  const bytes = Buffer.from(manifestText({ ...manifest, files: [...packing.files] }));
  await pack(packing, sealNames.manifest, bytes);
  await pack(packing, sealNames.signature, sign(null, bytes, key.privateKey));
  const { stamp, outcome } = await stamped(parts, bytes);
  if (stamp !== null) await pack(packing, sealNames.stamp, stamp);
  const sums = Buffer.from(sumsText(packing.files));
  await pack(packing, sealNames.sums, sums);
  await pack(packing, sealNames.sumsSignature, sign(null, sums, key.privateKey));
  return { manifestHash: createHash('sha256').update(bytes).digest('hex'), stamp: outcome };
}

async function stamped(
  { askTimeStamp, config }: Pick<ExportParts, 'askTimeStamp' | 'config'>,
  manifest: Uint8Array,
): Promise<{ readonly stamp: Uint8Array | null; readonly outcome: StampOutcome }> {
  const { tsa } = config.evidence;
  if (tsa === undefined) return { stamp: null, outcome: { status: 'none' } };
  const failed = (reason: string) => ({ stamp: null, outcome: { status: 'failed', reason } as const });
  const answer = await askTimeStamp(tsa, timeStampRequest(createHash('sha256').update(manifest).digest()));
  if (!answer.ok) return failed(answer.reason);
  const read = await readTimeStamp(answer.bytes, manifest, null);
  if (read.status !== 'good') return failed(`The authority's answer can't be used (${read.status}).`);
  return { stamp: answer.bytes, outcome: { status: 'made' } };
}
