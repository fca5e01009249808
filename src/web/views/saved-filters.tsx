/** Above a list: the person's own saved filters, and the forms that save, rename and delete them. */
import {
  type FilteredList,
  filterAddress,
  filterQuery,
  longestFilterName,
  mostSavedFilters,
} from '../../core/people/saved-filter.ts';
import { plainText } from '../../core/text.ts';
import { type SavedFilter, savedFiltersOf } from '../../store/people/saved-filters.ts';
import type { SignedInVisit } from '../gate/route.ts';
import { PostForm } from './form.tsx';

export interface SavedFiltersOf {
  readonly list: FilteredList;
  /** What the list shows now. */
  readonly query: string;
  readonly saved: readonly SavedFilter[];
}

export async function readSavedFilters(visit: SignedInVisit, list: FilteredList): Promise<SavedFiltersOf> {
  const saved = await savedFiltersOf(visit.web.parts.db, visit.user.id, list);
  return { list, query: filterQuery(list, visit.url.searchParams), saved };
}

export const SavedFilters = ({ visit, filters }: { visit: SignedInVisit; filters: SavedFiltersOf }) => {
  const { texts } = visit;
  const { list, query, saved } = filters;
  const isKept = saved.some((one) => one.query === query);
  if (saved.length === 0 && query === '') return null;
  return (
    <div class="saved-filters">
      {saved.length > 0 && (
        <nav aria-label={texts.filtersSaved}>
          <ul>
            {saved.map((one) => (
              <li>
                <a
                  id={`filter-${one.id}`}
                  href={filterAddress(list, one.query)}
                  aria-current={one.query === query ? 'true' : undefined}
                >
                  {plainText(one.name, longestFilterName)}
                </a>
              </li>
            ))}
          </ul>
        </nav>
      )}
      {query !== '' && !isKept && saved.length < mostSavedFilters && <Save visit={visit} filters={filters} />}
      {saved.length > 0 && <Manage visit={visit} saved={saved} />}
    </div>
  );
};

const Save = ({ visit, filters: { list, query } }: { visit: SignedInVisit; filters: SavedFiltersOf }) => {
  const { texts } = visit;
  return (
    <details id="save-filter">
      <summary id="save-filter-summary">{texts.filterSave}</summary>
      <PostForm visit={visit} action="/filters">
        <input type="hidden" name="list" value={list} />
        <input type="hidden" name="query" value={query} />
        <label for="filter-name">{texts.filterName}</label>
        <input id="filter-name" name="name" maxlength={longestFilterName} required />
        <button type="submit" class="primary">
          {texts.filterSaveButton}
        </button>
      </PostForm>
    </details>
  );
};

const Manage = ({ visit, saved }: { visit: SignedInVisit; saved: readonly SavedFilter[] }) => {
  const { texts } = visit;
  return (
    <details id="manage-filters">
      <summary id="manage-filters-summary">{texts.filtersManage}</summary>
      <ul>
        {saved.map(({ id, name }) => (
          <li>
            <PostForm visit={visit} action={`/filters/${id}`}>
              <label class="hidden" for={`filter-name-${id}`}>
                {texts.filterNameOf(plainText(name, longestFilterName))}
              </label>
              <input
                id={`filter-name-${id}`}
                name="name"
                value={plainText(name, longestFilterName)}
                maxlength={longestFilterName}
                required
              />
              <button type="submit">{texts.filterRename}</button>
              <button type="submit" formaction={`/filters/${id}/delete`} formnovalidate>
                {texts.filterDelete}
              </button>
            </PostForm>
          </li>
        ))}
      </ul>
    </details>
  );
};
