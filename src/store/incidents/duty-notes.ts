/** Hand-over notes between duty shifts. */
import type { Insertable } from 'kysely';
import type { Scope } from '../../core/people/actor.ts';
import type { Database, Trx } from '../handle.ts';
import type { DutyNoteTable } from '../schema/schema-duty.ts';

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

/** Newest first. People of one agency read only its notes; people who serve every agency read all. */
export async function readDutyNotes(db: Database, { agencyId }: Scope, limit: number): Promise<DutyNote[]> {
  const notes = db.selectFrom('dutyNotes').select(['at', 'author', 'text']).orderBy('id', 'desc').limit(limit);
  return (agencyId === null ? notes : notes.where('agencyId', '=', agencyId)).execute();
}
