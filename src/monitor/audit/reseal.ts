/**
 * `audit reseal`: a person accepts log and evidence in their current state, after a restored backup or a lost key.
 * Never automatic.
 */

import { databaseFile } from '../../config/load.ts';
import { VonggacError } from '../../core/errors.ts';
import { type Actor, assertMay } from '../../core/people/actor.ts';
import { sealBaselines } from '../../store/evidence/baseline-seals.ts';
import { chainEvidence, chainGone, chainResealed } from '../../store/evidence/evidence.ts';
import { evidenceKinds } from '../../store/evidence/evidence-forms.ts';
import { createFaults } from '../../store/evidence/faults.ts';
import { makeKeyFile } from '../../store/evidence/key-file.ts';
import { auditKeyFile, readSealKey } from '../../store/evidence/seal-key.ts';
import { type RecordsReport, renewWitness, verifyOpened, verifyRecords } from '../../store/evidence/verify-records.ts';
import { readWitness } from '../../store/evidence/witness.ts';
import type { Trx } from '../../store/handle.ts';
import { appendAudit } from '../../store/records/audit.ts';
import { write } from '../../store/write.ts';
import type { OperatorParts } from '../parts.ts';
import { checkBlobs } from './check-blobs.ts';

/**
 * Records everything that fails verification as accepted and continues the chains from here: existing rows are from now
 * on compared as a whole with their current state. Creates a missing key.
 * @returns how many faults were accepted
 * @throws VonggacError `failed` when everything verifies, or the existing key can't be used
 */
export async function reseal(
  parts: Pick<OperatorParts, 'db' | 'blobs' | 'clock' | 'config'>,
  by: { readonly actor: Actor; readonly reason: string },
): Promise<number> {
  assertMay(by.actor, 'manage-settings', null);
  const { dataDir } = parts.config;
  const { evidence, faults } = await verifyRecords(parts.db, dataDir);
  const ofBlobs = createFaults();
  const unwatched = { sample: null, lost: evidence.lostBlobs, progress: () => undefined };
  const { bad } = await checkBlobs(parts, ofBlobs, unwatched);
  if (faults.count + ofBlobs.count === 0)
    throw new VonggacError('failed', 'The log and the evidence are intact: there is nothing to reseal.');
  await needKey(dataDir);
  const now = parts.clock();
  const witness = await readWitness(dataDir);
  const accepted = await write(parts.db, async (trx) => {
    const report = await verifyOpened(trx, dataDir, witness);
    const evidenceBy = await goOn(trx, report, bad, now);
    const detail = {
      reason: by.reason,
      faults: report.faults.count + ofBlobs.count,
      auditUpTo: report.audit.newest,
      auditDigest: report.audit.digest,
      evidenceUpTo: report.evidence.walked.newest,
      evidenceDigest: report.evidence.walked.digest,
      evidenceBy,
    };
    await appendAudit(trx, { at: now, actor: by.actor.name, act: 'audit-resealed', subject: 'log', detail });
    return detail.faults;
  });
  await renewWitness(parts.db, databaseFile(parts.config), dataDir);
  return accepted;
}

async function needKey(dataDir: string): Promise<void> {
  const path = auditKeyFile(dataDir);
  const { state } = readSealKey(dataDir);
  if (state === 'missing') await makeKeyFile(path);
  else if (state !== 'there')
    throw new VonggacError(
      'failed',
      `The key ${path} is ${state}: restore it from a backup, or move it away, and run the same command again.`,
    );
}

/**
 * Adds the evidence to the chain in its current state. @returns the number of the row from which the chain continues
 */
async function goOn(trx: Trx, { evidence }: RecordsReport, badBlobs: readonly string[], now: number): Promise<number> {
  const begun = await chainResealed(trx, now);
  for (const kind of evidenceKinds) {
    const { changed, missing, unknown } = evidence.differences[kind];
    await chainEvidence(trx, kind, [...changed, ...unknown], now);
    await chainGone(trx, 'lost', kind, missing, now);
  }
  await chainGone(trx, 'lost', 'blob', badBlobs, now);
  await sealBaselines(trx);
  return begun;
}
