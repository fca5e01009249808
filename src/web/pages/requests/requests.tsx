/** The queue of what outsiders ask for; equal requests stand together. */
import { closedStatuses, openStatuses } from '../../../core/requests/request.ts';
import { plainText, shownAddress } from '../../../core/text.ts';
import { countByStatus, listRequests, type StoredRequest } from '../../../store/requests/requests.ts';
import type { SignedInVisit } from '../../gate/route.ts';
import { Age } from '../../views/badges.tsx';
import { renderPage } from '../../views/layout.tsx';

export async function showRequests(visit: SignedInVisit): Promise<Response> {
  const { texts, web } = visit;
  const isClosed = visit.url.searchParams.get('show') === 'closed';
  const requests = await listRequests(web.parts.db, isClosed ? closedStatuses : openStatuses);
  const unconfirmed = (await countByStatus(web.parts.db)).get('unconfirmed') ?? 0;
  return renderPage(visit, {
    title: texts.requestsTitle,
    section: 'requests',
    body: (
      <>
        <div class="page-head">
          <h1>{texts.requestsTitle}</h1>
          <p>{texts.requestsIntro}</p>
          <p class="buttons">
            <a class="button" href="/requests/import">
              {texts.requestsImport}
            </a>
          </p>
          <nav class="tabs" aria-label={texts.requestsTitle}>
            <a href="/requests" aria-current={isClosed ? undefined : 'page'}>
              {texts.requestsOpen}
            </a>
            <a href="/requests?show=closed" aria-current={isClosed ? 'page' : undefined}>
              {texts.requestsClosed}
            </a>
          </nav>
        </div>
        {requests.length === 0 ? (
          <p class="empty sheet">{isClosed ? texts.requestsNoneClosed : texts.requestsNone}</p>
        ) : (
          <ul class="request-list sheet">
            {joined(requests).map((same) => (
              <Line visit={visit} same={same} />
            ))}
          </ul>
        )}
        {unconfirmed > 0 && !isClosed && <p class="hint">{texts.requestsUnconfirmed(unconfirmed)}</p>}
      </>
    ),
  });
}

/** Waiting ones first, each with its equals; the oldest stands for them. */
function joined(requests: readonly StoredRequest[]): StoredRequest[][] {
  const groups = Map.groupBy(requests, ({ duplicateKey, status }) => `${status} ${duplicateKey}`);
  const oldestFirst = [...groups.values()].map((same) => same.toSorted((a, b) => a.id - b.id));
  const rank = ([first]: readonly StoredRequest[]) => (first?.status === 'waiting' ? 0 : 1);
  return oldestFirst.toSorted((a, b) => rank(a) - rank(b) || (a[0]?.id ?? 0) - (b[0]?.id ?? 0));
}

const Line = ({ visit, same }: { visit: SignedInVisit; same: readonly StoredRequest[] }) => {
  const { texts } = visit;
  const [first] = same;
  if (first === undefined) return null;
  const { id, kind, status, createdAt, details } = first;
  const repeats = same.reduce((sum, one) => sum + one.repeats, 0);
  return (
    <li>
      <p class={`request-status request-${status}`}>{texts.requestStatus(status)}</p>
      <div>
        <p>
          <a href={`/requests/${id}`} dir="auto">
            {titleOf(visit, first)}
          </a>
        </p>
        <p class="meta">
          {[
            texts.requestNumber(id),
            kind === 'watch' ? texts.requestWatch : texts.requestReport,
            ...(details?.kind === 'watch' ? [texts.requestPortals(details.portals.length)] : []),
            ...(same.length > 1 ? [texts.requestSame(same.length)] : []),
            ...(repeats > 0 ? [texts.requestRepeats(repeats)] : []),
          ].join(' · ')}{' '}
          · {texts.requestReceived} <Age visit={visit} at={createdAt} />
        </p>
      </div>
    </li>
  );
};

/** What it is about, in one line. */
export function titleOf({ texts }: SignedInVisit, { details, id }: StoredRequest): string {
  if (details === null) return texts.requestNumber(id);
  return details.kind === 'watch' ? plainText(details.agency, 160) : shownAddress(details.url, 160);
}
