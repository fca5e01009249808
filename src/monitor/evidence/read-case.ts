/** What the database holds about an incident, as of one moment: an export takes seconds, and people and looks go on. */
import {
  type ChainLengths,
  chainLengths,
  type EvidenceRecord,
  type EvidenceRefs,
  evidenceRecords,
} from '../../store/evidence/chain-extract.ts';
import { eventIdsOf, looksOfIncident } from '../../store/evidence/incident-looks.ts';
import type { Database } from '../../store/handle.ts';
import { holdOf, type IncidentHold } from '../../store/incidents/hold.ts';
import { type CaptureRow, type Evidence, readEvidence } from '../../store/reads/evidence.ts';
import { readIncident, type ShownIncident } from '../../store/reads/incidents.ts';
import { everRegistered } from '../../store/reads/scope.ts';
import { write } from '../../store/write.ts';

/** Looks per page: the alarm, its confirmations, and what changed later. */
export const looksEach = 6;

export interface Case {
  readonly incident: ShownIncident;
  readonly hold: IncidentHold | null;
  readonly looks: readonly Evidence[];
  /** Further looks of the incident, which are not part of it. */
  readonly left: number;
  readonly baselines: readonly CaptureRow[];
  /** Of the baselines and of the looks. */
  readonly captures: readonly CaptureRow[];
  readonly refs: EvidenceRefs;
  /** What the digests of the chain cover. */
  readonly records: readonly EvidenceRecord[];
  readonly chains: ChainLengths;
}

/** Null when there is no such incident. */
export function readCase(db: Database, number: number): Promise<Case | null> {
  return write(db, async (trx) => {
    const incident = await readIncident(trx, everRegistered, number);
    if (incident === null) return null;
    const { looks: found, left } = await looksOfIncident(trx, number, looksEach);
    const looks: Evidence[] = [];
    for (const { checkId } of found) {
      const look = await readEvidence(trx, everRegistered, checkId);
      if (look !== null) looks.push(look);
    }
    const baselines = distinct(looks.flatMap(({ before }) => before ?? []));
    const captures = distinct([...baselines, ...looks.flatMap(({ after }) => after ?? [])]);
    const ids = captures.map(({ id }) => id);
    const refs = {
      capture: ids,
      archive: ids,
      check: looks.map(({ check }) => check.id),
      incident: [number],
      'incident-event': await eventIdsOf(trx, number),
    };
    const records = await evidenceRecords(trx, refs);
    const hold = await holdOf(trx, number);
    return { incident, hold, looks, left, baselines, captures, refs, records, chains: await chainLengths(trx) };
  });
}

function distinct(rows: readonly CaptureRow[]): CaptureRow[] {
  return [...new Map(rows.map((row) => [row.id, row])).values()];
}
