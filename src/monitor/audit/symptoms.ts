/** `doctor`'s checks of the record: the log, the evidence, and who may open the files. */
import { join } from 'node:path';
import { openBlobStore } from '../../store/evidence/blobs.ts';
import type { Database } from '../../store/handle.ts';
import type { DoctorParts, Symptom } from '../upkeep/symptom.ts';
import { privacyTroubles } from './privacy.ts';
import { verifyAll } from './verify.ts';

type Result = Omit<Symptom, 'what'>;

/** Approximate number of captures whose contents are read each time; the sample changes from day to day. */
const sampledCaptures = 25;
const mostListed = 3;

export async function recordSymptom({ config, clock }: DoctorParts, db: Database): Promise<Result> {
  const blobs = openBlobStore(join(config.dataDir, 'blobs'));
  const options = { sample: sampledCaptures, progress: () => undefined };
  const {
    ok,
    audit,
    evidence,
    blobs: read,
    faults,
    faultCount,
  } = await verifyAll({ db, blobs, clock, config }, options);
  if (ok) {
    const { rows, head } = audit;
    return {
      ok,
      detail: `${rows} rows, head ${head.slice(0, 16)}; ${evidence.rows} of evidence, ${read} contents read`,
    };
  }
  const listed = faults.slice(0, mostListed).map(({ about, detail }) => `${about}: ${detail}`);
  const more = faultCount > listed.length ? [`and ${faultCount - listed.length} more`] : [];
  return { ok, detail: `${[...listed, ...more].join('; ')}: see 'vonggac audit verify' for all of them` };
}

export async function filesSymptom({ config, configFile }: DoctorParts): Promise<Result> {
  const troubles = await privacyTroubles(config, configFile);
  const detail = troubles.join('; ') || `only their owner may open those in ${config.dataDir}`;
  return { ok: troubles.length === 0, detail };
}
