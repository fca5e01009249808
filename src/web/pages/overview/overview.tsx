/** Figures of a period, for people responsible for many portals. */
import { attacksOf, type IncidentFact, timesOf } from '../../../core/incidents/figures.ts';
import { plainText } from '../../../core/text.ts';
import { readIncidentFacts, readOverviewSites, readUnseenCells } from '../../../store/reads/overview.ts';
import { type Agency, watchedAgencies } from '../../../store/registry/agencies.ts';
import type { SignedInVisit } from '../../gate/route.ts';
import { MissingPattern } from '../../views/charts/figure.tsx';
import { renderPage, Sheet } from '../../views/layout.tsx';
import { lastPageInstead, pageNumber, withQuery } from '../../views/pager.tsx';
import { durationText, moment } from '../../views/wording.ts';
import { AgencyTimesTable } from './agency-times.tsx';
import { AlarmCalendar, readAlarmDays } from './alarm-calendar.tsx';
import { IncidentBars } from './incident-bars.tsx';
import { type Period, type PeriodName, periodNames, periodOf } from './period.ts';
import { readPortalFigures } from './portal-figures.ts';
import { Portals } from './portals.tsx';

const pageSize = 25;

export async function showOverview(visit: SignedInVisit): Promise<Response> {
  const { db, config } = visit.web.parts;
  const { texts } = visit;
  const name = periodNames.find((one) => one === visit.url.searchParams.get('period')) ?? 'month';
  const period = periodOf(name, visit.now, config.schedule.timezone);
  const agencies = visit.scope.agencyId === null ? await watchedAgencies(db) : [];
  const agencyId = agencies.find(({ id }) => String(id) === visit.url.searchParams.get('agency'))?.id ?? null;
  const page = pageNumber(visit.url);
  const { sites, found } = await readOverviewSites(db, visit.scope, {
    agencyId,
    offset: (page - 1) * pageSize,
    limit: pageSize,
  });
  const pages = Math.ceil(found / pageSize);
  const instead = lastPageInstead(visit, page, pages);
  if (instead) return instead;
  const facts = await readIncidentFacts(db, visit.scope, period.span, { agencyId });
  const { unseen } = await readUnseenCells(db, visit.scope, period.buckets, { agencyId });
  const days = await readAlarmDays(visit, { agencyId });
  const portals = await readPortalFigures(visit, sites, period);
  return renderPage(visit, {
    title: texts.overviewTitle,
    section: 'overview',
    body: (
      <div class="overview">
        <MissingPattern />
        <Head visit={visit} period={period} agencies={agencies} agencyId={agencyId} />
        <KeyFigures visit={visit} facts={facts} />
        <div class="overview-pictures">
          <Sheet title={texts.barsTitle} id="bars">
            <IncidentBars visit={visit} facts={facts} buckets={period.buckets} unseen={unseen} />
          </Sheet>
          <Sheet title={texts.calendarTitle} id="calendar">
            <AlarmCalendar visit={visit} days={days} />
          </Sheet>
        </div>
        <AgencyTimesTable visit={visit} facts={facts} />
        <Portals visit={visit} period={period} portals={portals} page={page} pages={pages} />
      </div>
    ),
  });
}

interface HeadProps {
  readonly visit: SignedInVisit;
  readonly period: Period;
  readonly agencies: readonly Agency[];
  readonly agencyId: number | null;
}

const Head = ({ visit, period, agencies, agencyId }: HeadProps) => {
  const { texts } = visit;
  const names: Readonly<Record<PeriodName, string>> = {
    week: texts.timelineWeek,
    month: texts.timelineMonth,
    quarter: texts.periodQuarter,
    year: texts.periodYear,
  };
  return (
    <div class="page-head">
      <h1>{texts.overviewTitle}</h1>
      <p class="meta">{texts.overviewSpan(moment(visit, period.span.from), moment(visit, visit.now))}</p>
      <div class="overview-choices">
        <nav class="tabs" aria-label={texts.periodChoice}>
          {periodNames.map((one) => (
            <a
              href={withQuery(visit.url, { period: one === 'month' ? null : one, page: null })}
              aria-current={one === period.name ? 'true' : undefined}
            >
              {names[one]}
            </a>
          ))}
        </nav>
        {agencies.length > 1 && (
          <search>
            <form class="filters" method="get" action="/overview">
              {period.name !== 'month' && <input type="hidden" name="period" value={period.name} />}
              <label>
                <span class="hidden">{texts.siteAgency}</span>
                <select name="agency">
                  <option value="">{texts.filterAnyAgency}</option>
                  {agencies.map(({ id, name }) => (
                    <option value={id} selected={id === agencyId}>
                      {plainText(name, 80)}
                    </option>
                  ))}
                </select>
              </label>
              <button type="submit">{texts.overviewShow}</button>
            </form>
          </search>
        )}
      </div>
    </div>
  );
};

const KeyFigures = ({ visit, facts }: { visit: SignedInVisit; facts: readonly IncidentFact[] }) => {
  const { texts } = visit;
  const attacks = attacksOf(facts);
  const { acknowledge, recover } = timesOf(attacks);
  const live = attacks.filter(({ endedAt }) => endedAt === null).length;
  const duration = (ms: number | null) => (ms === null ? texts.figureNone : durationText(visit, ms));
  return (
    <dl class="key-figures">
      <div>
        <dt>{texts.figureIncidents}</dt>
        <dd>{attacks.length}</dd>
      </div>
      <div>
        <dt>{texts.figureLive}</dt>
        <dd>{live}</dd>
      </div>
      <div>
        <dt>{texts.figureFalse}</dt>
        <dd>{facts.length - attacks.length}</dd>
      </div>
      <div>
        <dt>{texts.figureAcknowledge}</dt>
        <dd>{duration(acknowledge.median)}</dd>
      </div>
      <div>
        <dt>{texts.figureRecover}</dt>
        <dd>{duration(recover.median)}</dd>
      </div>
    </dl>
  );
};
