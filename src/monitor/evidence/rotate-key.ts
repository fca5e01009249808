/** Replaces the key that signs evidence packages; the old public key stays published. */
import { type Actor, assertMay } from '../../core/people/actor.ts';
import { type PublishedKey, readSigningKey, rotateSigningKey } from '../../store/evidence/signing-key.ts';
import { appendAudit } from '../../store/records/audit.ts';
import { write } from '../../store/write.ts';
import type { ConfigParts, RecordParts } from '../parts.ts';

export async function rotateEvidenceKey(parts: RecordParts & ConfigParts, actor: Actor): Promise<PublishedKey> {
  assertMay(actor, 'manage-settings', null);
  const { dataDir } = parts.config;
  // The transaction keeps other processes from rotating at the same time.
  return write(parts.db, async (trx) => {
    const at = parts.clock();
    const before = await readSigningKey(dataDir);
    const { privateKey: _, ...key } = await rotateSigningKey(dataDir, at);
    const detail = { keyBefore: before?.own.fingerprint ?? null, keyAfter: key.fingerprint };
    await appendAudit(trx, { at, actor: actor.name, act: 'evidence-key-rotated', subject: 'evidence-key', detail });
    return key;
  });
}
