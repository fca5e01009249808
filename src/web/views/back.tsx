/** The page a form was sent from, so the response can return there. */
import type { Visit } from '../gate/route.ts';
import type { Done } from './done.ts';
import { withQuery } from './pager.tsx';

const base = 'http://desk.invalid';

/** For a form: the current page, or the board after a rejected form. */
export const Back = ({ visit, to }: { visit: Visit; to?: string }) => {
  const here = visit.context.req.method === 'GET' ? withQuery(visit.url, {}) : '/';
  return <input type="hidden" name="back" value={to ?? here} />;
};

export function backOf(visit: Visit, otherwise: string): string {
  const back = visit.form.get('back');
  return back === undefined ? otherwise : localPath(back);
}

/** Only a path on this dashboard: `//other`, `/\other` and `/.//other`, which becomes `//other`, would leave it. */
export function localPath(path: string): string {
  const url = URL.parse(path, base);
  const isHere = url?.origin === base && path.startsWith('/') && !url.pathname.startsWith('//');
  return isHere && path.length <= 2_000 ? `${url.pathname}${url.search}` : '/';
}

/** The first page of that list, with the result notice: it may have fewer pages now. */
export function withDone(path: string, done: Done): string {
  return withQuery(new URL(path, base), { page: null, done });
}
