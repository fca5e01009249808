/** Walks the extracts of the audit log and the evidence chain, and compares the records with their digests. */
import { z } from 'zod';
import { type Claim, claim } from '../../../core/evidence/verdict.ts';
import { plainText } from '../../../core/text.ts';
import { hashText } from '../../../store/evidence/chain.ts';
import { type EvidenceRow, evidenceHash } from '../../../store/evidence/evidence.ts';
import { auditHash } from '../../../store/records/audit.ts';
import { jsonLinesOf } from './lines.ts';
import type { PackageEntry } from './read-package.ts';

const link = z.object({ seq: z.number(), previousHash: z.string(), hash: z.string() });
/** Of another matter. A row is either whole or this: what a hash does not cover must not stand beside it. */
const bare = z.strictObject({ ...link.shape, seal: z.string().nullable() });
const act = bare.extend({
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

export interface CheckedChains {
  readonly claims: readonly Claim[];
  /** What the chain vouches for, by kind and number, like `check 12`. */
  readonly records: ReadonlyMap<string, string>;
}

export async function checkChains(files: Chains, signal: AbortSignal): Promise<CheckedChains> {
  try {
    const audit = await checkAudit(files.audit, signal);
    const chain = await checkEvidence(files.evidence, signal);
    const found = await checkRecords(files.records, chain.digests, signal);
    return { claims: [audit, chain.claim, found.claim], records: found.records };
  } catch {
    if (signal.aborted) throw signal.reason;
    const sentence = 'The extract of the audit log or of the evidence chain cannot be read.';
    return { claims: [claim('audit', 'broken', sentence)], records: new Map() };
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
  for await (const value of jsonLinesOf(entry, signal)) {
    const row = link.parse(value);
    const whole = act.safeParse(value);
    const isWhole = whole.success || bare.safeParse(value).success;
    const fault = isWhole
      ? follow('The audit log', before, row, whole.success ? auditHash(whole.data) : null)
      : `The audit log: row ${row.seq} was changed.`;
    if (fault !== null) return claim('audit', 'broken', fault);
    before = row;
    rows += 1;
  }
  return claim('audit', 'holds', `The ${rows} rows of the audit log follow one from the other.`);
}

/** Single rows come before the contiguous part, or rows could be taken out of it. */
function inOrder(last: { seq: number; isApart: boolean } | null, { seq }: Link, isApart: boolean): string | null {
  if (last === null || (seq > last.seq && (last.isApart || !isApart))) return null;
  return `The evidence chain: row ${seq} is not where it belongs.`;
}

async function checkEvidence(entry: PackageEntry, signal: AbortSignal) {
  let last: (Link & { readonly isApart: boolean }) | null = null;
  let rows = 0;
  let fault: string | null = null;
  const digests = new Map<string, string>();
  for await (const value of jsonLinesOf(entry, signal)) {
    const row = evidence.parse(value);
    const hash = evidenceHash(row as EvidenceRow);
    const isApart = row.apart === true;
    fault ??=
      inOrder(last, row, isApart) ?? follow('The evidence chain', isApart || last?.isApart ? null : last, row, hash);
    last = { ...row, isApart };
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
  const records = new Map<string, string>();
  const broken = (sentence: string) => ({ claim: claim('audit', 'broken', sentence), records });
  for await (const value of jsonLinesOf(entry, signal)) {
    const { kind, ref, text } = record.parse(value);
    const name = plainText(`${kind} ${ref}`, 60);
    const digest = digests.get(`${kind} ${ref}`);
    if (digest === undefined) return broken(`The evidence chain does not know the record '${name}'.`);
    if (digest !== hashText(text)) return broken(`The record '${name}' was changed since it was chained.`);
    records.set(`${kind} ${ref}`, text);
  }
  const sentence = `All ${records.size} records are as the evidence chain has them.`;
  return { claim: claim('audit', 'holds', sentence), records };
}
