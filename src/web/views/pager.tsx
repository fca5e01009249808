import type { Visit } from '../gate/route.ts';

/** Links to the neighbouring pages; the rest of the query stays. */
export const Pager = ({ visit, page, pages }: { visit: Visit; page: number; pages: number }) => {
  if (pages <= 1) return null;
  const { texts } = visit;
  return (
    <nav class="pager" aria-label={texts.pageOf(page, pages)}>
      {page > 1 ? <a href={withQuery(visit.url, { page: String(page - 1) })}>{texts.previousPage}</a> : <span></span>}
      <span>{texts.pageOf(page, pages)}</span>
      {page < pages ? <a href={withQuery(visit.url, { page: String(page + 1) })}>{texts.nextPage}</a> : <span></span>}
    </nav>
  );
};

/** The same page with other query values; null removes one. The notice of a finished act is dropped. */
export function withQuery(url: URL, changes: Readonly<Record<string, string | null>>): string {
  const query = new URLSearchParams(url.search);
  query.delete('done');
  for (const [key, value] of Object.entries(changes)) {
    if (value === null) query.delete(key);
    else query.set(key, value);
  }
  const text = query.toString();
  return text === '' ? url.pathname : `${url.pathname}?${text}`;
}

/** Redirects to the last page when the requested one lies beyond it: a list may shrink while it is open. */
export function lastPageInstead(visit: Visit, page: number, pages: number): Response | null {
  if (page === 1 || page <= pages) return null;
  return visit.context.redirect(withQuery(visit.url, { page: pages > 1 ? String(pages) : null }), 303);
}

/** A page number from the address; anything invalid means page 1. */
export function pageNumber(url: URL): number {
  const text = url.searchParams.get('page') ?? '1';
  return /^[1-9]\d{0,5}$/.test(text) ? Number(text) : 1;
}
