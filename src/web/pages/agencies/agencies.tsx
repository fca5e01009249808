/** All agencies that somebody may see, the worst first. */
import { plainText } from '../../../core/text.ts';
import { type ListedAgency, readAgencies } from '../../../store/registry/listed-agencies.ts';
import type { SignedInVisit } from '../../gate/route.ts';
import { StateBadge } from '../../views/badges.tsx';
import { Icon } from '../../views/icon.tsx';
import { renderPage } from '../../views/layout.tsx';
import { lastPageInstead, Pager, pageNumber } from '../../views/pager.tsx';

const pageSize = 50;

export async function showAgencies(visit: SignedInVisit): Promise<Response> {
  const { texts } = visit;
  const { db, config } = visit.web.parts;
  const text = plainText(visit.url.searchParams.get('q') ?? '', 100);
  const page = pageNumber(visit.url);
  const freshness = { now: visit.now, everyMs: config.schedule.every };
  const filter = { text, offset: (page - 1) * pageSize, limit: pageSize };
  const { agencies, found } = await readAgencies(db, visit.scope, freshness, filter);
  const pages = Math.ceil(found / pageSize);
  const instead = lastPageInstead(visit, page, pages);
  if (instead) return instead;
  return renderPage(visit, {
    title: texts.agenciesTitle,
    section: 'agencies',
    body: (
      <>
        <div class="page-head">
          <h1>{texts.agenciesTitle}</h1>
          <p>{texts.agenciesIntro}</p>
        </div>
        {visit.scope.agencyId === null && <Search visit={visit} text={text} found={found} />}
        {agencies.length === 0 && <p class="empty sheet">{text === '' ? texts.agenciesNone : texts.agenciesNoMatch}</p>}
        {agencies.length > 0 && (
          <ul class="agency-list sheet">
            {agencies.map((agency) => (
              <Line visit={visit} agency={agency} />
            ))}
          </ul>
        )}
        <Pager visit={visit} page={page} pages={pages} />
      </>
    ),
  });
}

const Search = ({ visit, text, found }: { visit: SignedInVisit; text: string; found: number }) => (
  <search>
    <form class="filters" method="get" action="/agencies">
      <label class="search">
        <Icon name="search" />
        <span class="hidden">{visit.texts.agenciesSearch}</span>
        <input type="search" name="q" value={text} placeholder={visit.texts.agenciesSearch} />
      </label>
      <button type="submit">{visit.texts.search}</button>
      {text !== '' && <a href="/agencies">{visit.texts.clearFilter}</a>}
      <span class="found" role="status">
        {visit.texts.agenciesFound(found)}
      </span>
    </form>
  </search>
);

const Line = ({ visit, agency }: { visit: SignedInVisit; agency: ListedAgency }) => {
  const { texts } = visit;
  const { id, name, state, portals, openIncidents, contacts } = agency;
  return (
    <li>
      <div>{state !== null && <StateBadge visit={visit} state={state} />}</div>
      <p>
        <a href={`/agencies/${id}`}>{plainText(name, 160)}</a>
      </p>
      <p class="meta">
        <span>{texts.agencyPortalCount(portals)}</span>
        {openIncidents > 0 && <span>{texts.agencyOpenIncidents(openIncidents)}</span>}
        {contacts > 0 ? <span>{texts.agencyContactCount(contacts)}</span> : <span>{texts.agencyNoContacts}</span>}
      </p>
    </li>
  );
};
