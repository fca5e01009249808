/** Hand-over notes of people on duty. */
import type { Insertable } from 'kysely';
import type { Database, Trx } from './database.ts';
import type { Scope } from './reads/scope.ts';
import type { DutyNoteTable } from './schema-duty.ts';

/** @returns its number */
export async function insertDutyNote(trx: Trx, note: Insertable<DutyNoteTable>): Promise<number> {
  const { id } = await trx.insertInto('dutyNotes').values(note).returning('id').executeTakeFirstOrThrow();
  return id;
}

export interface DutyNote {
  readonly at: number;
  readonly author: string;
  readonly text: string;
}

/** The newest ones first. Who serves one agency reads that agency's only, who serves all reads all. */
export async function readDutyNotes(db: Database, { agencyId }: Scope, limit: number): Promise<DutyNote[]> {
  const notes = db.selectFrom('dutyNotes').select(['at', 'author', 'text']).orderBy('id', 'desc').limit(limit);
  return (agencyId === null ? notes : notes.where('agencyId', '=', agencyId)).execute();
}
