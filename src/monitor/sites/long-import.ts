/** Long lists of portals in the dashboard: stored first, then checked and registered in the background. */
import type { LinePlan, LineResult } from '../../core/domain/import-line.ts';
import { VonggacError } from '../../core/errors.ts';
import { type Actor, assertMay } from '../../core/people/actor.ts';
import type { Database } from '../../store/handle.ts';
import {
  countImportLines,
  deleteImport,
  findImport,
  type ImportLine,
  type ImportRecord,
  importLines,
  insertImport,
  insertImportLines,
  saveImport,
  saveImportLine,
} from '../../store/registry/imports.ts';
import { write } from '../../store/write.ts';
import type { RecordParts } from '../parts.ts';
import { assertLength, type BadLine } from './import-sites.ts';
import { createPace } from './pace.ts';
import type { SitePlan } from './plan-site.ts';
import type { Cells, ListedLine, SiteList } from './read-site-list.ts';
import { type Column, columns } from './site-list-columns.ts';
import type { VettedSite } from './site-request.ts';

/** Longer lists are stored; shorter ones are checked and registered while the person waits. */
export const longerThan = 500;

/** Inserted by one statement. */
const mostAtOnce = 100;

/** @returns its number */
export async function beginLongImport(parts: RecordParts, actor: Actor, list: SiteList): Promise<number> {
  assertMay(actor, 'manage-sites', actor.scope.agencyId);
  const { lines, unused } = list;
  assertLength(lines.length);
  const { db } = parts;
  const id = await insertImport(db, { askedBy: actor.name, at: parts.clock(), unused, lines: lines.length });
  const pace = createPace();
  for (let at = 0; at < lines.length; at += mostAtOnce) {
    const piece = lines.slice(at, at + mostAtOnce).map((one, index) => ({ ...one, position: at + index }));
    await insertImportLines(db, id, piece);
    await pace.rest();
  }
  await saveImport(db, id, { step: 'checking' });
  return id;
}

export async function mendLongImport(
  parts: RecordParts,
  actor: Actor,
  id: number,
  cells: ReadonlyMap<number, Cells>,
): Promise<void> {
  await write(parts.db, async (trx) => {
    await ownAtRest(trx, actor, id);
    for (const [position, typed] of cells) {
      const [line] = await importLines(trx, id, { after: position - 1, states: ['bad'], most: 1 });
      if (line?.position !== position) continue;
      const mended = { cells: { ...line.cells, ...typed }, fault: null };
      await saveImportLine(trx, id, position, { state: 'new', result: null, line: mended });
    }
    await saveImport(trx, id, { step: 'checking', done: 0 });
  });
}

export async function registerLongImport(
  parts: RecordParts,
  actor: Actor,
  id: number,
  partial: boolean,
): Promise<void> {
  await write(parts.db, async (trx) => {
    const { step } = await ownAtRest(trx, actor, id);
    if (step !== 'checked') return;
    const [bad] = partial ? [] : await importLines(trx, id, { states: ['bad'], most: 1 });
    if (bad) {
      throw new VonggacError('refused', `Line ${bad.line} is invalid: correct it, or register the valid lines alone.`, {
        vi: `Dòng ${bad.line} chưa hợp lệ: hãy sửa, hoặc chỉ đăng ký các dòng đúng.`,
      });
    }
    await saveImport(trx, id, { step: 'registering', done: 0 });
  });
}

export async function dropLongImport(parts: RecordParts, actor: Actor, id: number): Promise<void> {
  assertMay(actor, 'manage-sites', actor.scope.agencyId);
  await ownImport(parts.db, actor, id);
  await deleteImport(parts.db, id);
}

/** @throws VonggacError also for somebody else's */
export async function ownImport(db: Parameters<typeof findImport>[0], actor: Actor, id: number): Promise<ImportRecord> {
  const found = await findImport(db, id, actor.name);
  if (found && found.step !== 'receiving') return found;
  throw new VonggacError('not-found', 'There is no such list: it was imported or deleted.');
}

async function ownAtRest(trx: Parameters<typeof findImport>[0], actor: Actor, id: number): Promise<ImportRecord> {
  assertMay(actor, 'manage-sites', actor.scope.agencyId);
  const found = await ownImport(trx, actor, id);
  if (found.step === 'checked' || found.step === 'registered') return found;
  throw new VonggacError('refused', 'This list is being worked on: wait until that is done.', {
    vi: 'Danh sách này đang được xử lý: hãy đợi xong rồi thao tác tiếp.',
  });
}

/** The cells as columns of this version. */
export function listedLineOf({ line, cells, fault }: ImportLine): ListedLine {
  return { line, cells: cellsOf(cells), fault };
}

function cellsOf(cells: ImportLine['cells']): Cells {
  return Object.fromEntries(columns.flatMap((column) => (column in cells ? [[column, cells[column]]] : [])));
}

/** Invalid lines for the page, up to `most`. */
export async function badLines(db: Database, id: number, most: number): Promise<(BadLine & { position: number })[]> {
  const lines = await importLines(db, id, { states: ['bad'], most });
  return lines.map(({ position, line, cells, result }) => {
    const problems = (result?.problems ?? []).map(({ column, words }) => ({ column: columnOf(column), words }));
    const reason = {
      vi: problems.map(({ words }) => words.vi).join(' '),
      en: problems.map(({ words }) => words.en).join('; '),
    };
    return { position, line, address: (cells.url ?? '').slice(0, 200), cells: cellsOf(cells), problems, reason };
  });
}

function columnOf(name: LineResult['problems'][number]['column']): Column | null {
  return columns.find((column) => column === name) ?? null;
}

/** A valid line as previews show it. */
export interface PlannedRow extends LinePlan {
  readonly line: number;
  readonly outcome: SitePlan['outcome'];
}

export function plannedRow(line: number, site: VettedSite, plan: SitePlan): PlannedRow {
  return {
    line,
    outcome: plan.outcome,
    name: site.name,
    address: site.addresses[0]?.url ?? '',
    agency: site.request.agency ?? null,
    pages: plan.pages.length,
    emails: plan.emails.length,
    tags: plan.tags.length,
    warnings: site.warnings,
  };
}

/** What is shown of a list: its step, and, once checked, up to so many of its lines. */
export async function readLongImport(db: Database, actor: Actor, id: number, most: { bad: number; good: number }) {
  const list = await ownImport(db, actor, id);
  const counts = await countImportLines(db, id);
  const lines = await importLines(db, id, { states: ['added', 'extended', 'unchanged'], most: most.good });
  const good = lines.flatMap(({ line, state, result }): PlannedRow[] =>
    state === 'new' || state === 'bad' || !result?.plan ? [] : [{ line, outcome: state, ...result.plan }],
  );
  return { list, counts, good, bad: await badLines(db, id, most.bad) };
}
