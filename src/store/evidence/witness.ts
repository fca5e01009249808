/**
 * The witness: a small sealed file beside the database that records the newest committed rows of both chains. Cutting
 * rows off at the end, or restoring an older database, leaves a valid chain; the witness reveals it.
 *
 * It never runs ahead of what survives a power cut, and is written after the commit, so it may be behind: rows it does
 * not contain yet are not a fault.
 */
import { randomBytes } from 'node:crypto';
import { open, readFile, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type Sqlite from 'better-sqlite3';
import { z } from 'zod';
import { giveToOwner, isCode, placeNew } from './key-file.ts';
import { readSealKey, sealOf } from './seal-key.ts';

/** The newest row of a chain: number 0 and 64 zeros while it is empty. */
export interface ChainHead {
  readonly rows: number;
  readonly head: string;
  /** The row's time. */
  readonly at: number;
}

export interface Heads {
  readonly audit: ChainHead;
  readonly evidence: ChainHead;
}

export type FoundWitness =
  | { readonly state: 'good'; readonly heads: Heads }
  /** Not sealed with this key, or unreadable. */
  | { readonly state: 'foreign' }
  | { readonly state: 'absent' };

const storedHead = z.object({ rows: z.number(), head: z.string(), at: z.number() });
const storedWitness = z.object({ audit: storedHead, evidence: storedHead, seal: z.string() });

const none: ChainHead = { rows: 0, head: '0'.repeat(64), at: 0 };

export function witnessFile(dir: string): string {
  return join(dir, 'audit-witness');
}

/** Without a usable key every witness is foreign. */
export async function readWitness(dir: string): Promise<FoundWitness> {
  const { key } = readSealKey(dir);
  try {
    const text = await readFile(witnessFile(dir), 'utf8');
    const { audit, evidence, seal } = storedWitness.parse(JSON.parse(text));
    const heads = { audit, evidence };
    const isOurs = key !== null && seal === sealOfHeads(key, heads);
    return isOurs ? { state: 'good', heads } : { state: 'foreign' };
  } catch (error) {
    return { state: isCode(error, 'ENOENT') ? 'absent' : 'foreign' };
  }
}

/** Creates the first, empty witness; an existing one stays. */
export async function beginWitness(dir: string): Promise<void> {
  const { key } = readSealKey(dir);
  if (key !== null) await placeNew(witnessFile(dir), witnessText(key, { audit: none, evidence: none }));
}

/**
 * Advances the witness. One that is missing, foreign, or refers to rows that are gone is left alone: `doctor` reports
 * it until a person decides.
 */
export async function keepWitness(sqlite: Sqlite.Database, file: string, dir: string, heads: Heads): Promise<void> {
  const found = await readWitness(dir);
  if (found.state !== 'good') return;
  const { audit, evidence } = found.heads;
  const isNews = heads.audit.rows + heads.evidence.rows > audit.rows + evidence.rows;
  if (!isNews || !isIn(sqlite, 'audit', audit) || !isIn(sqlite, 'evidence', evidence)) return;
  await replaceWitness(file, dir, heads);
}

/** Overwrites the witness, whatever it held. */
export async function replaceWitness(file: string, dir: string, heads: Heads): Promise<void> {
  const { key } = readSealKey(dir);
  if (key === null) return;
  // A commit is durable only once the WAL is on disk; after a power cut the witness must not be ahead of it.
  await sync(`${file}-wal`).catch((error: unknown) => {
    if (!isCode(error, 'ENOENT')) throw error;
  });
  const path = witnessFile(dir);
  const aside = `${path}.${randomBytes(8).toString('hex')}`;
  try {
    const handle = await open(aside, 'wx', 0o600);
    try {
      await handle.writeFile(witnessText(key, heads));
      await handle.sync();
    } finally {
      await handle.close();
    }
    await giveToOwner(aside);
    await rename(aside, path);
    await sync(dirname(path));
  } finally {
    await rm(aside, { force: true });
  }
}

async function sync(path: string): Promise<void> {
  const handle = await open(path, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

function isIn(sqlite: Sqlite.Database, table: keyof Heads, { rows, head }: ChainHead): boolean {
  if (rows === 0) return true;
  const row = sqlite.prepare(`select hash from ${table} where seq = ?`).get(rows) as { hash: string } | undefined;
  return row?.hash === head;
}

function witnessText(key: Buffer, heads: Heads): string {
  return `${JSON.stringify({ ...heads, seal: sealOfHeads(key, heads) })}\n`;
}

function sealOfHeads(key: Buffer, { audit, evidence }: Heads): string {
  const parts = [audit, evidence].flatMap(({ rows, head, at }) => [rows, head, at]);
  return sealOf(key, 'witness', '', JSON.stringify(parts));
}
