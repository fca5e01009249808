/** Filters of lists that a person keeps under a name. */
import { foldText } from '../facts/text/text-folding.ts';
import { plainText } from '../text.ts';

interface List {
  readonly path: string;
  /** Query parameters that narrow or sort the list. */
  readonly keys: readonly string[];
  /** Parameters whose value is the same as leaving them out. */
  readonly defaults: Readonly<Record<string, string>>;
}

export const filteredLists = {
  board: { path: '/', keys: ['q', 'state', 'importance', 'agency', 'tag', 'sort', 'as'], defaults: { sort: 'state' } },
  incidents: { path: '/incidents', keys: ['status', 'q', 'kind', 'whose'], defaults: { status: 'live' } },
} as const satisfies Record<string, List>;

export type FilteredList = keyof typeof filteredLists;

/** Of one person, for each list. */
export const mostSavedFilters = 20;
export const longestFilterName = 60;
const longestValue = 200;

/** The filter in an address, always written the same way; empty when nothing is filtered or sorted. */
export function filterQuery(list: FilteredList, given: URLSearchParams): string {
  const { keys, defaults }: List = filteredLists[list];
  const query = new URLSearchParams();
  for (const key of keys) {
    const value = plainText(given.get(key) ?? '', longestValue);
    if (value !== '' && value !== defaults[key]) query.set(key, value);
  }
  return query.toString();
}

export const filterName = (text: string): string => plainText(text, longestFilterName);

/** Equal for names that differ only in accents, case or spacing. */
export const filterKey = (name: string): string => foldText(filterName(name));

export function filterAddress(list: FilteredList, query: string): string {
  const { path } = filteredLists[list];
  return query === '' ? path : `${path}?${query}`;
}
