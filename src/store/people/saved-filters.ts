/** Saved filters; each belongs to one person. */
import type { Selectable } from 'kysely';
import type { FilteredList } from '../../core/people/saved-filter.ts';
import type { Database, Trx } from '../handle.ts';
import type { SavedFilterTable } from '../schema/schema-people.ts';

export type SavedFilter = Selectable<SavedFilterTable>;

/** By name. */
export async function savedFiltersOf(db: Database | Trx, userId: number, list: FilteredList): Promise<SavedFilter[]> {
  return db
    .selectFrom('savedFilters')
    .selectAll()
    .where('userId', '=', userId)
    .where('list', '=', list)
    .orderBy('key')
    .execute();
}

/** Null when there is none, or it is somebody else's. */
export async function findSavedFilter(db: Database | Trx, userId: number, id: number): Promise<SavedFilter | null> {
  const row = await db
    .selectFrom('savedFilters')
    .selectAll()
    .where('id', '=', id)
    .where('userId', '=', userId)
    .executeTakeFirst();
  return row ?? null;
}

/** Replaces the person's filter of the same name. */
export async function putSavedFilter(trx: Trx, filter: Omit<SavedFilter, 'id'>): Promise<void> {
  const { name, query } = filter;
  await trx
    .insertInto('savedFilters')
    .values(filter)
    .onConflict((c) => c.columns(['userId', 'list', 'key']).doUpdateSet({ name, query }))
    .execute();
}

export async function renameSavedFilter(trx: Trx, id: number, name: string, key: string): Promise<void> {
  await trx.updateTable('savedFilters').set({ name, key }).where('id', '=', id).execute();
}

export async function deleteSavedFilter(trx: Trx, id: number): Promise<void> {
  await trx.deleteFrom('savedFilters').where('id', '=', id).execute();
}
