/**
 * Works on stored lists in short pieces. Checking begins anew after a restart; a registered line is deleted in the
 * transaction that registers it, so registering goes on where it stopped.
 */
import type { LineResult } from '../../core/domain/import-line.ts';
import { isShown, VonggacError } from '../../core/errors.ts';
import type { Actor } from '../../core/people/actor.ts';
import type { Trx } from '../../store/handle.ts';
import { findUser } from '../../store/people/users.ts';
import {
  deleteImport,
  deleteImportLine,
  type ImportLine,
  type ImportRecord,
  importLines,
  nextImport,
  saveImport,
  saveImportLine,
} from '../../store/registry/imports.ts';
import { write } from '../../store/write.ts';
import { actorOf } from '../people/capabilities.ts';
import { type Among, type ImportParts, vetLine } from './import-sites.ts';
import { listedLineOf, plannedRow } from './long-import.ts';
import { ownAgency } from './own-agency.ts';
import { createPace } from './pace.ts';
import { enterSite } from './register-site.ts';
import { vetWithin } from './vet-within.ts';

/** Lines read at once, and written in one transaction if time allows. */
const mostAtOnce = 50;
/** Time for name lookups in each step. */
const lookUpMs = 300_000;

const valid = ['added', 'extended', 'unchanged'] as const;

/** Finishes the present step of the list that has waited longest. @returns whether there was one */
export async function workOnLongImport(parts: ImportParts, signal: AbortSignal): Promise<boolean> {
  const list = await nextImport(parts.db);
  if (list === null) return false;
  const user = await findUser(parts.db, list.askedBy);
  // Whoever lost the account, or the right, registers nothing more.
  const actor = user === null ? null : actorOf(user);
  if (actor === null || !actor.capabilities.has('manage-sites')) {
    await deleteImport(parts.db, list.id);
    return true;
  }
  const working = { ...parts, vet: vetWithin(parts, lookUpMs) };
  const among = { actor, agency: await ownAgency(parts.db, actor), seen: new Map<string, number>() };
  await (list.step === 'checking' ? checkLines : registerLines)(working, list, among, signal);
  return true;
}

interface Working extends Among {
  readonly seen: Map<string, number>;
}

async function checkLines(parts: ImportParts, { id }: ImportRecord, among: Working, signal: AbortSignal) {
  let after = -1;
  let done = 0;
  while (!signal.aborted) {
    const lines = await importLines(parts.db, id, { after, most: mostAtOnce });
    const last = lines.at(-1);
    if (last === undefined) {
      await saveImport(parts.db, id, { step: 'checked', lines: done, done });
      return;
    }
    const vetted = await vetPiece(parts, lines, among);
    after = last.position;
    done += lines.length;
    await write(parts.db, async (trx) => {
      for (const { position, state, result } of vetted) await saveImportLine(trx, id, position, { state, result });
      await saveImport(trx, id, { done });
    });
    await createPace().rest();
  }
}

type Vetted = Awaited<ReturnType<typeof vetPiece>>[number];

async function vetPiece(parts: ImportParts, lines: readonly ImportLine[], among: Working) {
  const pace = createPace();
  const vetted: (Pick<ImportLine, 'position' | 'state'> & { result: LineResult; entry: Entry | null })[] = [];
  for (const line of lines) {
    const { position } = line;
    const found = await vetLine(parts, listedLineOf(line), among);
    if ('problems' in found) {
      vetted.push({ position, state: 'bad', result: { plan: null, problems: found.problems }, entry: null });
    } else {
      const { site, plan } = found;
      for (const { url } of site.addresses) among.seen.set(url, line.line);
      const { line: _, outcome: state, ...shown } = plannedRow(line.line, site, plan);
      vetted.push({ position, state, result: { plan: shown, problems: [] }, entry: site });
    }
    if (pace.isOver()) await pace.rest();
  }
  return vetted;
}

type Entry = Extract<Awaited<ReturnType<typeof vetLine>>, { site: unknown }>['site'];

async function registerLines(parts: ImportParts, list: ImportRecord, among: Working, signal: AbortSignal) {
  const { id } = list;
  const counts = { added: list.added, extended: list.extended, unchanged: list.unchanged };
  let after = -1;
  while (!signal.aborted) {
    const lines = await importLines(parts.db, id, { after, states: valid, most: mostAtOnce });
    const last = lines.at(-1);
    if (last === undefined) {
      await saveImport(parts.db, id, { step: 'registered' });
      return;
    }
    after = last.position;
    const vetted = await vetPiece(parts, lines, among);
    // A transaction that ran out of time leaves the rest to the next one.
    for (let at = 0; at < vetted.length; ) at += await enterSome(parts, id, vetted.slice(at), among.actor, counts);
  }
}

type Counts = Record<(typeof valid)[number], number>;

async function enterSome(
  parts: ImportParts,
  id: number,
  vetted: readonly Vetted[],
  actor: Actor,
  counts: Counts,
): Promise<number> {
  const { written, now } = await write(parts.db, async (trx) => {
    const pace = createPace();
    const now = { ...counts };
    let written = 0;
    for (const one of vetted) {
      const outcome = await enterLine(trx, parts, id, one, actor);
      if (outcome !== null) now[outcome] += 1;
      written += 1;
      if (pace.isOver()) break;
    }
    await saveImport(trx, id, { ...now, done: now.added + now.extended + now.unchanged });
    return { written, now };
  });
  Object.assign(counts, now);
  await createPace().rest();
  return written;
}

/** @returns null when it turned out to be invalid */
async function enterLine(
  trx: Trx,
  parts: ImportParts,
  id: number,
  { position, result, entry }: Vetted,
  actor: Actor,
): Promise<keyof Counts | null> {
  if (entry === null) {
    await saveImportLine(trx, id, position, { state: 'bad', result });
    return null;
  }
  try {
    const { outcome } = await enterSite(trx, parts, entry, { merge: true, actor });
    await deleteImportLine(trx, id, position);
    return outcome;
  } catch (error) {
    if (!(error instanceof VonggacError) || !isShown(error)) throw error;
    const words = { vi: error.vi ?? error.message, en: error.message };
    const problems = [{ column: 'url', words }];
    await saveImportLine(trx, id, position, { state: 'bad', result: { plan: null, problems } });
    return null;
  }
}
