/** `doctor`'s check of the key that signs evidence packages. */
import { stat } from 'node:fs/promises';
import { readSigningKey, signingKeyFile } from '../../store/evidence/signing-key.ts';
import type { Database } from '../../store/handle.ts';
import { hasAct } from '../../store/records/audit.ts';
import type { Symptom } from './symptom.ts';

const othersMay = 0o077;

/** Present if anything was signed, readable, and private to its owner. */
export async function evidenceKeySymptom(db: Database, dataDir: string): Promise<Omit<Symptom, 'what'>> {
  const path = signingKeyFile(dataDir);
  const found = await stat(path).catch(() => null);
  if (found === null)
    return (await hasAct(db, 'evidence-exported'))
      ? {
          ok: false,
          detail: `${path} is missing, though packages were signed with it: restore it from a backup, or publish their public key yourself`,
        }
      : { ok: true, detail: 'made at the first export' };
  if ((found.mode & othersMay) !== 0)
    return { ok: false, detail: `others on this machine can read ${path}: run chmod 600 on it` };
  const key = await readSigningKey(dataDir);
  const earlier = (key?.all.length ?? 1) - 1;
  return { ok: true, detail: `${path}, ${key?.own.fingerprint.slice(0, 16)}…, ${earlier} earlier keys published` };
}
