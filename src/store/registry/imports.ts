/** Long lists of portals that are being imported: each belongs to the account that sent it. */
import { type Selectable, sql } from 'kysely';
import type { LineResult } from '../../core/domain/import-line.ts';
import { lineResult, listedLine, type StoredLine, unusedHeadings } from '../codecs/import-codecs.ts';
import type { Database, Trx } from '../handle.ts';
import type { ImportLineTable, ImportTable } from '../schema/schema-imports.ts';

type LineState = ImportLineTable['state'];
type Row = Selectable<ImportTable>;

export interface ImportRecord extends Omit<Row, 'unusedJson'> {
  readonly unused: readonly string[];
}

export interface ImportLine extends StoredLine {
  readonly position: number;
  readonly line: number;
  readonly state: LineState;
  readonly result: LineResult | null;
}

export type NewImportLine = StoredLine & Pick<ImportLine, 'position' | 'line'>;

/** Deleted in one transaction. */
const batch = 500;

export async function insertImport(
  db: Database,
  { askedBy, at, unused, lines }: { askedBy: string; at: number; unused: readonly string[]; lines: number },
): Promise<number> {
  const { id } = await db
    .insertInto('imports')
    .values({
      askedBy,
      askedAt: at,
      unusedJson: unusedHeadings.encode(unused),
      step: 'receiving',
      lines,
      done: 0,
      added: 0,
      extended: 0,
      unchanged: 0,
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  return id;
}

export async function insertImportLines(
  db: Database,
  importId: number,
  lines: readonly NewImportLine[],
): Promise<void> {
  const rows = lines.map(({ position, line, cells, fault }) => {
    return { importId, position, line, lineJson: listedLine.encode({ cells, fault }), state: 'new' as const };
  });
  await db.insertInto('importLines').values(rows).execute();
}

/** Null when there is none, or it is somebody else's. */
export async function findImport(db: Database | Trx, id: number, askedBy: string): Promise<ImportRecord | null> {
  const row = await db
    .selectFrom('imports')
    .selectAll()
    .where('id', '=', id)
    .where('askedBy', '=', askedBy)
    .executeTakeFirst();
  return row ? recordOf(row) : null;
}

/** The person's own, the latest first. */
export async function importsOf(db: Database, askedBy: string): Promise<ImportRecord[]> {
  const rows = await db
    .selectFrom('imports')
    .selectAll()
    .where('askedBy', '=', askedBy)
    .where('step', '!=', 'receiving')
    .orderBy('id', 'desc')
    .execute();
  return rows.map(recordOf);
}

/** The one that has waited longest. */
export async function nextImport(db: Database): Promise<ImportRecord | null> {
  const row = await db
    .selectFrom('imports')
    .selectAll()
    .where('step', 'in', ['checking', 'registering'])
    .orderBy('id')
    .executeTakeFirst();
  return row ? recordOf(row) : null;
}

export async function saveImport(
  db: Database | Trx,
  id: number,
  changes: Partial<Pick<Row, 'step' | 'lines' | 'done' | 'added' | 'extended' | 'unchanged'>>,
): Promise<void> {
  await db.updateTable('imports').set(changes).where('id', '=', id).execute();
}

/** The next lines after a position, in the order of the file; only those in the given states. */
export async function importLines(
  db: Database | Trx,
  importId: number,
  {
    after = -1,
    states,
    most,
  }: { readonly after?: number; readonly states?: readonly LineState[]; readonly most: number },
): Promise<ImportLine[]> {
  const rows = await db
    .selectFrom('importLines')
    .selectAll()
    .where('importId', '=', importId)
    .where('position', '>', after)
    // Of several states the index would have to sort all lines: they are read in the order of the file instead.
    .$if(states?.length === 1, (query) => query.where('state', 'in', [...(states ?? [])]))
    .$if((states?.length ?? 0) > 1, (query) => query.where(sql`+"state"`, 'in', [...(states ?? [])]))
    .orderBy('position')
    .limit(most)
    .execute();
  return rows.map(({ lineJson, resultJson, position, line, state }) => {
    const key = `${importId}.${position}`;
    const result = resultJson === null ? null : lineResult.decode(resultJson, key);
    return { position, line, state, result, ...listedLine.decode(lineJson, key) };
  });
}

/** Number of lines by state. */
export async function countImportLines(db: Database, importId: number): Promise<Readonly<Record<LineState, number>>> {
  const rows = await db
    .selectFrom('importLines')
    .select(['state', ({ fn }) => fn.countAll<number>().as('count')])
    .where('importId', '=', importId)
    .groupBy('state')
    .execute();
  const none = { new: 0, bad: 0, added: 0, extended: 0, unchanged: 0 };
  return { ...none, ...Object.fromEntries(rows.map(({ state, count }) => [state, count])) };
}

export async function saveImportLine(
  trx: Trx,
  importId: number,
  position: number,
  changes: { readonly state: LineState; readonly result: LineResult | null; readonly line?: StoredLine },
): Promise<void> {
  const { state, result, line } = changes;
  await trx
    .updateTable('importLines')
    .set({
      state,
      resultJson: result === null ? null : lineResult.encode(result),
      ...(line ? { lineJson: listedLine.encode(line) } : {}),
    })
    .where('importId', '=', importId)
    .where('position', '=', position)
    .execute();
}

export async function deleteImportLine(trx: Trx, importId: number, position: number): Promise<void> {
  await trx.deleteFrom('importLines').where('importId', '=', importId).where('position', '=', position).execute();
}

/** The record goes first, so that nobody works on it any more. */
export async function deleteImport(db: Database, id: number): Promise<void> {
  await db.deleteFrom('imports').where('id', '=', id).execute();
  while (true) {
    const some = db.selectFrom('importLines').select('position').where('importId', '=', id).limit(batch);
    const gone = await db.deleteFrom('importLines').where('importId', '=', id).where('position', 'in', some).execute();
    if (gone.every(({ numDeletedRows }) => numDeletedRows === 0n)) return;
    await new Promise((resolve) => setImmediate(resolve));
  }
}

/** Nobody finished them. */
export async function forgetImports(db: Database, before: number): Promise<void> {
  const old = await db.selectFrom('imports').select('id').where('askedAt', '<', before).execute();
  for (const { id } of old) await deleteImport(db, id);
}

const recordOf = ({ unusedJson, ...row }: Row): ImportRecord => {
  return { ...row, unused: unusedHeadings.decode(unusedJson, row.id) };
};
