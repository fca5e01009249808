/** Saves, renames and deletes the person's own filters. */
import { type FilteredList, filterAddress, filteredLists, filterQuery } from '../../../core/people/saved-filter.ts';
import {
  deleteFilter as deleteOwn,
  renameFilter as renameOwn,
  saveFilter as saveOwn,
} from '../../../monitor/people/saved-filters.ts';
import type { SignedInVisit } from '../../gate/route.ts';
import { withDone } from '../../views/back.tsx';
import { numberParam } from '../act.ts';
import { failurePage } from '../failure.tsx';

export async function saveFilter(visit: SignedInVisit): Promise<Response> {
  const { form, web } = visit;
  const list = (Object.keys(filteredLists) as FilteredList[]).find((one) => one === form.get('list'));
  if (list === undefined) return failurePage(visit, 'not-found');
  const query = filterQuery(list, new URLSearchParams(form.get('query') ?? ''));
  await saveOwn(web.parts, visit.user, { list, query, name: form.get('name') ?? '' });
  return visit.context.redirect(withDone(filterAddress(list, query), 'filter-saved'), 303);
}

export async function renameFilter(visit: SignedInVisit): Promise<Response> {
  const { form, web } = visit;
  const { list, query } = await renameOwn(web.parts, visit.user, numberParam(visit, 'id'), form.get('name') ?? '');
  return visit.context.redirect(withDone(filterAddress(list, query), 'filter-renamed'), 303);
}

export async function deleteFilter(visit: SignedInVisit): Promise<Response> {
  const { list } = await deleteOwn(visit.web.parts, visit.user, numberParam(visit, 'id'));
  return visit.context.redirect(withDone(filterAddress(list, ''), 'filter-deleted'), 303);
}
