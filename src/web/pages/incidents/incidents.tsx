/** All incidents, newest first. */
import type { AttackKind } from '../../../core/domain/finding.ts';
import { holds } from '../../../core/people/actor.ts';
import { kindWords } from '../../../core/terms.ts';
import { plainText } from '../../../core/text.ts';
import { type IncidentFilter, type ListedIncident, readIncidents } from '../../../store/reads/incidents.ts';
import type { SignedInVisit, Visit } from '../../gate/route.ts';
import { Moment, StatusBadge } from '../../views/badges.tsx';
import { Icon } from '../../views/icon.tsx';
import { Keys } from '../../views/keys.tsx';
import { renderPage } from '../../views/layout.tsx';
import { lastPageInstead, Pager, pageNumber, withQuery } from '../../views/pager.tsx';
import { readSavedFilters, SavedFilters } from '../../views/saved-filters.tsx';
import { ChooseBox } from '../../views/several.tsx';
import { registeredAddress, render, roundedAge, span } from '../../views/wording.ts';
import { IncidentsBar } from './several-incidents.tsx';

const pageSize = 50;
const choices = ['live', 'ended', 'all'] as const;
const attackKinds = Object.keys(kindWords) as readonly AttackKind[];

export async function showIncidents(visit: SignedInVisit): Promise<Response> {
  const { texts } = visit;
  const page = pageNumber(visit.url);
  const filter = filterOf(visit, page);
  const { incidents, found } = await readIncidents(visit.web.parts.db, visit.scope, filter);
  const pages = Math.ceil(found / pageSize);
  const instead = lastPageInstead(visit, page, pages);
  if (instead) return instead;
  const names = { live: texts.incidentsLive, ended: texts.incidentsEnded, all: texts.incidentsAll };
  const mayChoose = holds(visit.actor, 'judge') && incidents.some(({ endedAt }) => endedAt === null);
  return renderPage(visit, {
    title: texts.incidentsTitle,
    section: 'incidents',
    assets: ['incident.css', 'incident.js'],
    body: (
      <>
        <div class="page-head">
          <h1>{texts.incidentsTitle}</h1>
          <nav class="tabs" aria-label={texts.incidentsTitle}>
            {choices.map((one) => (
              <a
                href={withQuery(visit.url, { status: one, page: null })}
                aria-current={one === filter.status ? 'true' : undefined}
              >
                {names[one]}
              </a>
            ))}
          </nav>
        </div>
        <SavedFilters visit={visit} filters={await readSavedFilters(visit, 'incidents')} />
        <Filters visit={visit} filter={filter} found={found} />
        <IncidentTable
          visit={visit}
          incidents={incidents}
          nothing={isNarrowed(filter) ? texts.incidentsNoMatch : texts.incidentsNone}
          choose={mayChoose}
        />
        {mayChoose && <IncidentsBar visit={visit} />}
        <Keys visit={visit} mayJudge={false} through="incidents" />
        <Pager visit={visit} page={page} pages={pages} />
      </>
    ),
  });
}

type ListFilter = Required<Omit<IncidentFilter, 'siteId' | 'agencyId' | 'since' | 'before'>>;

export function filterOf(visit: SignedInVisit, page: number): ListFilter {
  const value = (name: string) => visit.url.searchParams.get(name);
  return {
    status: choices.find((one) => one === value('status')) ?? 'live',
    kind: attackKinds.find((one) => one === value('kind')) ?? null,
    assignee: assigneesOf(visit).find(({ whose }) => whose === value('whose'))?.assignee ?? null,
    text: plainText(value('q') ?? '', 100),
    offset: (page - 1) * pageSize,
    limit: pageSize,
  };
}

/** Assignee filter, by keyword in the address. */
const assigneesOf = ({ texts, user }: SignedInVisit) =>
  [
    { whose: 'mine', assignee: user.id, text: texts.incidentsMine },
    { whose: 'nobody', assignee: 'nobody', text: texts.incidentNobody },
  ] as const;

const isNarrowed = ({ kind, assignee, text }: ListFilter) => kind !== null || assignee !== null || text !== '';

const Filters = ({ visit, filter, found }: { visit: SignedInVisit; filter: ListFilter; found: number }) => {
  const { texts } = visit;
  return (
    <search>
      <form class="filters" method="get" action="/incidents">
        <input type="hidden" name="status" value={filter.status} />
        <label class="search">
          <Icon name="search" />
          <span class="hidden">{texts.boardSearch}</span>
          <input type="search" name="q" value={filter.text} placeholder={texts.boardSearch} maxlength={100} />
        </label>
        <label>
          <span class="hidden">{texts.incidentsKind}</span>
          <select name="kind">
            <option value="">{texts.incidentsAnyKind}</option>
            {attackKinds.map((one) => (
              <option value={one} selected={one === filter.kind}>
                {render(visit, kindWords[one])}
              </option>
            ))}
          </select>
        </label>
        <label>
          <span class="hidden">{texts.incidentAssignee}</span>
          <select name="whose">
            <option value="">{texts.incidentsOfAnybody}</option>
            {assigneesOf(visit).map(({ whose, assignee, text }) => (
              <option value={whose} selected={assignee === filter.assignee}>
                {text}
              </option>
            ))}
          </select>
        </label>
        <button type="submit">{texts.search}</button>
        {isNarrowed(filter) && (
          <a href={withQuery(visit.url, { q: null, kind: null, whose: null, page: null })}>{texts.clearFilter}</a>
        )}
        <span class="found" role="status">
          {texts.incidentsFound(found)}
        </span>
        {found > 0 && <a href={`/incidents/export${visit.url.search}`}>{texts.exportList}</a>}
      </form>
    </search>
  );
};

interface TableProps {
  readonly visit: Visit;
  readonly incidents: readonly ListedIncident[];
  readonly nothing: string;
  /** Shown on the site's own page. */
  readonly ofOneSite?: boolean;
  /** Live ones have a checkbox, for deciding several together. */
  readonly choose?: boolean;
}

export const IncidentTable = ({ visit, incidents, nothing, ofOneSite = false, choose = false }: TableProps) =>
  incidents.length === 0 ? (
    <p class="empty sheet">{nothing}</p>
  ) : (
    <ul class={choose ? 'queue incidents choosing sheet' : 'queue incidents sheet'}>
      {incidents.map((incident) => (
        <li class={incident.status === 'open' ? 'edge-alarm' : `edge-${incident.status}`}>
          {choose && incident.endedAt === null && (
            <ChooseBox
              of="incident"
              number={incident.number}
              label={visit.texts.severalChoose(visit.texts.incidentTitle(incident.number))}
            />
          )}
          <StatusBadge visit={visit} status={incident.status} />
          <div>
            <a href={`/incidents/${incident.number}`} data-step>
              #{incident.number} {ofOneSite ? kindsText(visit, incident) : plainText(incident.siteName, 160)}
            </a>
            {!ofOneSite && <p>{kindsText(visit, incident)}</p>}
          </div>
          {!ofOneSite && (
            <p class="meta">
              {registeredAddress(incident.siteUrl)}
              {incident.agency !== null && ` · ${plainText(incident.agency, 120)}`}
            </p>
          )}
          <p class="meta">
            <Moment visit={visit} at={incident.openedAt} />
            {incident.endedAt !== null && (
              <span>{visit.texts.incidentLasted(span(visit, roundedAge(incident.endedAt - incident.openedAt)))}</span>
            )}
            <Assignee visit={visit} incident={incident} />
          </p>
        </li>
      ))}
    </ul>
  );

/** A live incident without an owner is worth pointing out. */
const Assignee = ({ visit, incident }: { visit: Visit; incident: ListedIncident }) => {
  const { texts } = visit;
  if (incident.assigneeName !== null) return <span>{texts.assignedTo(plainText(incident.assigneeName, 80))}</span>;
  return incident.endedAt === null ? <span class="old">{texts.incidentNobody}</span> : null;
};

function kindsText(visit: Visit, incident: ListedIncident): string {
  return incident.kinds.map((kind) => render(visit, kindWords[kind])).join(', ');
}
