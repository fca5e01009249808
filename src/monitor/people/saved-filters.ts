/** What people do with their own saved filters. */
import { VonggacError } from '../../core/errors.ts';
import { type FilteredList, filterKey, filterName, mostSavedFilters } from '../../core/people/saved-filter.ts';
import type { Trx } from '../../store/handle.ts';
import {
  deleteSavedFilter,
  findSavedFilter,
  putSavedFilter,
  renameSavedFilter,
  type SavedFilter,
  savedFiltersOf,
} from '../../store/people/saved-filters.ts';
import type { UserRow } from '../../store/people/users.ts';
import { write } from '../../store/write.ts';
import type { OperatorParts } from '../parts.ts';

type Parts = Pick<OperatorParts, 'db'>;

/** Saving under an existing name replaces that filter. */
export async function saveFilter(
  { db }: Parts,
  { id: userId }: UserRow,
  filter: { readonly list: FilteredList; readonly name: string; readonly query: string },
): Promise<void> {
  const { list, query } = filter;
  const { name, key } = named(filter.name);
  if (query === '') {
    throw new VonggacError('bad-input', 'Nothing is filtered: choose a filter, then save it.', {
      vi: 'Danh sách chưa được lọc: hãy lọc rồi lưu.',
    });
  }
  await write(db, async (trx) => {
    const own = await savedFiltersOf(trx, userId, list);
    if (own.length >= mostSavedFilters && !own.some((one) => one.key === key)) {
      throw new VonggacError('refused', `There are ${own.length} saved filters already: delete one first.`, {
        vi: `Đã lưu ${own.length} bộ lọc, nhiều nhất có thể: hãy xóa bớt một bộ lọc rồi lưu lại.`,
      });
    }
    await putSavedFilter(trx, { userId, list, name, key, query });
  });
}

/** @returns the list it belongs to */
export async function renameFilter(
  { db }: Parts,
  { id: userId }: UserRow,
  id: number,
  typed: string,
): Promise<SavedFilter> {
  const { name, key } = named(typed);
  return write(db, async (trx) => {
    const filter = await ownFilter(trx, userId, id);
    const others = (await savedFiltersOf(trx, userId, filter.list)).filter((one) => one.id !== id);
    if (others.some((one) => one.key === key)) {
      throw new VonggacError('refused', `Another filter is called '${name}': choose another name.`, {
        vi: `Đã có bộ lọc khác tên “${name}”: hãy đặt tên khác.`,
      });
    }
    await renameSavedFilter(trx, id, name, key);
    return filter;
  });
}

/** @returns what was deleted */
export async function deleteFilter({ db }: Parts, { id: userId }: UserRow, id: number): Promise<SavedFilter> {
  return write(db, async (trx) => {
    const filter = await ownFilter(trx, userId, id);
    await deleteSavedFilter(trx, id);
    return filter;
  });
}

async function ownFilter(trx: Trx, userId: number, id: number): Promise<SavedFilter> {
  const filter = await findSavedFilter(trx, userId, id);
  if (filter) return filter;
  throw new VonggacError('not-found', 'There is no such filter.');
}

function named(typed: string): { readonly name: string; readonly key: string } {
  const name = filterName(typed);
  const key = filterKey(name);
  if (key !== '') return { name, key };
  throw new VonggacError('bad-input', 'Name the filter.', { vi: 'Hãy đặt tên cho bộ lọc.' });
}
