/** Common to both chains: each row carries the hash of the previous row and a seal over its number and hash. */
import { createHash, hash } from 'node:crypto';
import type { Faults } from './faults.ts';

export interface ChainRow {
  readonly seq: number;
  readonly previousHash: string;
  readonly hash: string;
  readonly seal: string | null;
  /** The seal this connection would make now; null without a usable key. */
  readonly ownSeal: string | null;
}

/** Rows a person accepted as they were (`audit reseal`): they are compared as a whole, all others one by one. */
export interface Accepted {
  /** Number of the last one, 0 without any. */
  readonly upTo: number;
  /** Digest of them all. */
  readonly digest: string;
  /** Number of the row that followed. */
  readonly by: number;
}

export interface Walked {
  readonly rows: number;
  /** Number of the newest row. */
  readonly newest: number;
  readonly head: string;
  /** Of all rows as they are. */
  readonly digest: string;
  /** Rows that should have this key's seal, and those that have it. */
  readonly sealable: number;
  readonly sealed: number;
}

/** Below every possible row number: the product counts from 1, but a tampered table need not. */
export const lowest = Number.MIN_SAFE_INTEGER;

/** The hash before the first row. */
export const beginning = '0'.repeat(64);
const pageRows = 500;

export function hashText(text: string): string {
  return hash('sha256', text, 'hex');
}

/**
 * Walks a chain from its beginning and records faults.
 * @param read the rows after a number, in order
 * @param hashOf the hash a row should have
 */
export async function walkChain<Row extends ChainRow>(
  about: 'audit' | 'evidence',
  read: (after: number, limit: number) => Promise<readonly Row[]>,
  hashOf: (row: Row) => string,
  accepted: Accepted | null,
  faults: Faults,
  visit: (row: Row) => void = () => undefined,
): Promise<Walked> {
  const all = createHash('sha256');
  const state = { head: beginning, newest: 0, rows: 0, sealable: 0, sealed: 0 };
  const unsealed: number[] = [];
  const upTo = accepted?.upTo ?? 0;
  const forged: number[] = [];
  let isBegun = accepted === null;

  /** Runs once, between the accepted rows and the later ones. */
  function begin(next: number | null): void {
    if (isBegun || accepted === null) return;
    isBegun = true;
    if (all.copy().digest('hex') !== accepted.digest)
      faults.add(about, null, `rows up to ${upTo} were changed since they were accepted by 'audit reseal'`);
    if (next !== accepted.by) faults.add(about, accepted.by, `row ${accepted.by} is missing`);
    else state.newest = accepted.by - 1;
  }

  function check(row: Row, expectedHash: string): void {
    const next = state.newest + 1;
    if (row.seq !== next) faults.add(about, row.seq, `${rowsText(next, row.seq - 1)} missing`);
    else if (row.previousHash !== state.head)
      faults.add(about, row.seq, `row ${row.seq} does not follow from the row before it`);
    if (expectedHash !== row.hash) faults.add(about, row.seq, `row ${row.seq} was changed`);
    if (row.seal === null) unsealed.push(row.seq);
    else if (row.ownSeal !== null) {
      state.sealable += 1;
      if (row.seal === row.ownSeal) state.sealed += 1;
      else forged.push(row.seq);
    }
  }

  for (let after = lowest; ; ) {
    const page = await read(after, pageRows);
    for (const row of page) {
      after = row.seq;
      state.rows += 1;
      const expectedHash = hashOf(row);
      const isBeforeFirst = accepted === null && row.seq < 1;
      if (isBeforeFirst) faults.add(about, row.seq, `row ${row.seq} was inserted before the first one`);
      else if (row.seq > upTo) {
        begin(row.seq);
        check(row, expectedHash);
      }
      all.update(`${row.seq} ${row.hash} ${expectedHash} ${row.previousHash}\n`);
      if (isBeforeFirst) continue;
      visit(row);
      state.head = row.hash;
      state.newest = row.seq;
    }
    if (page.length < pageRows) break;
    // Yields the event loop to the running dashboard.
    await new Promise(setImmediate);
  }
  begin(null);
  if (unsealed.length > 0)
    faults.add(
      about,
      unsealed[0] ?? null,
      `${spanText(unsealed)} not sealed: there was no usable key when they were written`,
    );
  if (forged.length > 0 && state.sealed > 0)
    faults.add(
      about,
      forged[0] ?? null,
      `${spanText(forged)} sealed wrongly: written without the key, or with another one`,
    );
  return { ...state, digest: all.digest('hex') };
}

/** `row 7 is`, `rows 7 to 9 are`. */
export function rowsText(from: number, to: number): string {
  return from === to ? `row ${from} is` : `rows ${from} to ${to} are`;
}

function spanText(seqs: readonly number[]): string {
  const [first = 0] = seqs;
  const last = seqs.at(-1) ?? first;
  if (seqs.length === 1) return `row ${first} is`;
  return last - first + 1 === seqs.length ? rowsText(first, last) : `${seqs.length} rows from ${first} to ${last} are`;
}
