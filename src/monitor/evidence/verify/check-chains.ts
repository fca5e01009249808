/** Walks the extracts of the audit log and the evidence chain, and compares the records with their digests. */
import { createInterface } from 'node:readline';
import { z } from 'zod';
import { type Claim, claim } from '../../../core/evidence/verdict.ts';
import { plainText } from '../../../core/text.ts';
import { hashText } from '../../../store/evidence/chain.ts';
import { type EvidenceRow, evidenceHash } from '../../../store/evidence/evidence.ts';
import { auditHash } from '../../../store/records/audit.ts';
import type { PackageEntry } from './read-package.ts';

/** Limit on each of the three files; only one line is in memory at a time. */
const maxBytes = 500_000_000;

const link = z.object({ seq: z.number(), previousHash: z.string(), hash: z.string() });
const act = link.extend({
  at: z.number(),
  actor: z.string(),
  act: z.string(),
  subject: z.string(),
  detailJson: z.string(),
});
const evidence = link.extend({
  at: z.number(),
  kind: z.string(),
  ref: z.string(),
  detail: z.string().nullable(),
  digest: z.string(),
  apart: z.boolean().optional(),
});
const record = z.object({ kind: z.string(), ref: z.string(), text: z.string() });

interface Chains {
  readonly audit: PackageEntry;
  readonly evidence: PackageEntry;
  readonly records: PackageEntry;
}

export async function checkChains(files: Chains, signal: AbortSignal): Promise<Claim[]> {
  try {
    const audit = await checkAudit(files.audit, signal);
    const chain = await checkEvidence(files.evidence, signal);
    return [audit, chain.claim, await checkRecords(files.records, chain.digests, signal)];
  } catch {
    if (signal.aborted) throw signal.reason;
    return [claim('audit', 'broken', 'The extract of the audit log or of the evidence chain cannot be read.')];
  }
}

type Link = z.output<typeof link>;

/** @returns a fault in one sentence, or null */
function follow(what: string, before: Link | null, row: Link, hash: string | null): string | null {
  if (before !== null && row.seq !== before.seq + 1)
    return `${what}: rows between ${before.seq} and ${row.seq} are missing.`;
  if (before !== null && row.previousHash !== before.hash)
    return `${what}: row ${row.seq} does not follow from the row before it.`;
  return hash === null || hash === row.hash ? null : `${what}: row ${row.seq} was changed.`;
}

async function checkAudit(entry: PackageEntry, signal: AbortSignal): Promise<Claim> {
  let before: Link | null = null;
  let rows = 0;
  for await (const value of lines(entry, signal)) {
    const row = link.parse(value);
    const whole = act.safeParse(value);
    const fault = follow('The audit log', before, row, whole.success ? auditHash(whole.data) : null);
    if (fault !== null) return claim('audit', 'broken', fault);
    before = row;
    rows += 1;
  }
  return claim('audit', 'holds', `The ${rows} rows of the audit log follow one from the other.`);
}

async function checkEvidence(entry: PackageEntry, signal: AbortSignal) {
  let before: Link | null = null;
  let rows = 0;
  let fault: string | null = null;
  const digests = new Map<string, string>();
  for await (const value of lines(entry, signal)) {
    const row = evidence.parse(value);
    const hash = evidenceHash(row as EvidenceRow);
    fault ??= follow('The evidence chain', row.apart === true ? null : before, row, hash);
    before = row.apart === true ? null : row;
    digests.set(`${row.kind} ${row.ref}`, row.digest);
    rows += 1;
  }
  const found =
    fault === null
      ? claim('audit', 'holds', `The ${rows} rows of the evidence chain follow one from the other.`)
      : claim('audit', 'broken', fault);
  return { claim: found, digests };
}

async function checkRecords(entry: PackageEntry, digests: ReadonlyMap<string, string>, signal: AbortSignal) {
  let records = 0;
  for await (const value of lines(entry, signal)) {
    const { kind, ref, text } = record.parse(value);
    const name = plainText(`${kind} ${ref}`, 60);
    const digest = digests.get(`${kind} ${ref}`);
    if (digest === undefined) return claim('audit', 'broken', `The evidence chain does not know the record '${name}'.`);
    if (digest !== hashText(text))
      return claim('audit', 'broken', `The record '${name}' was changed since it was chained.`);
    records += 1;
  }
  return claim('audit', 'holds', `All ${records} records are as the evidence chain has them.`);
}

async function* lines(entry: PackageEntry, signal: AbortSignal): AsyncGenerator<unknown> {
  if (entry.sizeBytes > maxBytes) throw new Error('too large');
  const input = await entry.open();
  try {
    for await (const line of createInterface({ input, signal, crlfDelay: Number.POSITIVE_INFINITY }))
      yield JSON.parse(line);
  } finally {
    input.destroy();
  }
}
