/** Compares the evidence with its chain, in both directions. */

import { evidenceRefs } from '../codecs/value-codecs.ts';
import type { Database, Trx } from '../handle.ts';
import { acceptedRows } from '../records/audit.ts';
import { lowest, type Walked, walkChain } from './chain.ts';
import { type EvidenceRow, evidenceHash, readEvidence } from './evidence.ts';
import { type EvidenceForm, type EvidenceKind, evidenceKinds, formsOf, owedAfter } from './evidence-forms.ts';
import type { Faults } from './faults.ts';

/** Numbers of rows that differ from the chain. */
export interface EvidenceDifferences {
  readonly changed: readonly number[];
  readonly missing: readonly number[];
  /** Present, but in no row of the chain. */
  readonly unknown: readonly number[];
}

export interface EvidenceReport {
  readonly walked: Walked;
  readonly differences: Readonly<Record<EvidenceKind, EvidenceDifferences>>;
  /** Contents whose loss a person accepted. */
  readonly lostBlobs: ReadonlySet<string>;
}

const batch = 500;

const rowWords: Readonly<Record<EvidenceKind, string>> = {
  capture: 'capture',
  archive: 'recorded traffic',
  check: 'check',
  incident: 'incident',
  'incident-event': 'event of an incident',
};

/** Must be called where nothing is written meanwhile. */
export async function verifyEvidence(db: Database | Trx, faults: Faults): Promise<EvidenceReport> {
  const accepted = (await acceptedRows(db))?.evidence ?? null;
  const recorded = {
    capture: newRecords(),
    archive: newRecords(),
    check: newRecords(),
    incident: newRecords(),
    'incident-event': newRecords(),
  };
  const lostBlobs = new Set<string>();
  const read = (after: number, limit: number) => readEvidence(db, after, limit);
  const visit = (row: EvidenceRow) => remember(row, recorded, lostBlobs);
  const walked = await walkChain('evidence', read, evidenceHash, accepted, faults, visit);
  const differences = {
    capture: await compare(db, 'capture', recorded, faults),
    archive: await compare(db, 'archive', recorded, faults),
    check: await compare(db, 'check', recorded, faults),
    incident: await compare(db, 'incident', recorded, faults),
    'incident-event': await compare(db, 'incident-event', recorded, faults),
  };
  return { walked, differences, lostBlobs };
}

type RecordedForms = Readonly<Record<EvidenceKind, Map<number, EvidenceForm>>>;
const newRecords = () => new Map<number, EvidenceForm>();

/** The newest chain row for each ref counts. */
function remember(row: EvidenceRow, recorded: RecordedForms, lostBlobs: Set<string>): void {
  const kind = evidenceKinds.find((one) => one === row.kind);
  if (kind) recorded[kind].set(Number(row.ref), { digest: row.digest, detail: row.detail });
  if (row.kind !== 'pruned' && row.kind !== 'lost') return;
  const gone = idsIn(row);
  if (row.ref === 'blob') for (const hash of gone) lostBlobs.add(String(hash));
  const kindGone = evidenceKinds.find((one) => one === row.ref);
  if (kindGone) for (const id of gone) recorded[kindGone].delete(Number(id));
}

/** A tampered row may hold anything. */
function idsIn({ detail, seq }: EvidenceRow): readonly (string | number)[] {
  try {
    return detail === null ? [] : evidenceRefs.decode(detail, seq);
  } catch {
    return [];
  }
}

async function compare(
  db: Database | Trx,
  kind: EvidenceKind,
  recorded: RecordedForms,
  faults: Faults,
): Promise<EvidenceDifferences> {
  const changed: number[] = [];
  const missing: number[] = [];
  const unknown: number[] = [];
  const ids = [...recorded[kind].keys()];
  for (let from = 0; from < ids.length; from += batch) {
    const some = ids.slice(from, from + batch);
    const forms = await formsOf(db, kind, some);
    for (const id of some) {
      const form = forms.get(id);
      const before = recorded[kind].get(id);
      if (form === undefined) missing.push(id);
      else if (before && !isSame(before, form, recorded.capture)) changed.push(id);
    }
  }
  for (let page = await owedAfter(db, kind, lowest, batch); page.length > 0; ) {
    unknown.push(...page.filter((id) => !recorded[kind].has(id)));
    page = await owedAfter(db, kind, page.at(-1) ?? 0, batch);
  }
  const word = rowWords[kind];
  for (const id of changed) faults.add('evidence', null, `${word} ${id} was changed since it was recorded`);
  for (const id of missing) faults.add('evidence', null, `${word} ${id} is gone, and no pruning removed it`);
  for (const id of unknown) faults.add('evidence', null, `${word} ${id} was not written by the product`);
  return { changed, missing, unknown };
}

/** Pruning removes a check's capture and nothing else of it. */
function isSame(before: EvidenceForm, now: EvidenceForm, captures: ReadonlyMap<number, EvidenceForm>): boolean {
  if (before.digest !== now.digest) return false;
  return before.detail === now.detail || (now.detail === null && !captures.has(Number(before.detail)));
}
