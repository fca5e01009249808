/** One portal: its pages, its daily history, its incidents. */

import { holds } from '../../../core/people/actor.ts';
import { plainText } from '../../../core/text.ts';
import { readIncidents } from '../../../store/reads/incidents.ts';
import { readSite, readTargets, type ShownSite, type ShownTarget } from '../../../store/reads/site.ts';
import { rankOf, stateOf } from '../../../store/reads/site-state.ts';
import { readSuspects } from '../../../store/reads/suspects.ts';
import { type FoundPagesTally, tallyFoundPages } from '../../../store/targets/found-pages.ts';
import { hostNamesOf } from '../../../store/targets/host-names.ts';
import type { SignedInVisit } from '../../gate/route.ts';
import { Moment, StateBadge } from '../../views/badges.tsx';
import { MissingPattern } from '../../views/charts/figure.tsx';
import { Icon } from '../../views/icon.tsx';
import { renderPage, Sheet } from '../../views/layout.tsx';
import { TagLinks } from '../../views/tags.tsx';
import { importanceText, moment, registeredAddress } from '../../views/wording.ts';
import { numberParam } from '../act.ts';
import { failurePage } from '../failure.tsx';
import { IncidentTable } from '../incidents/incidents.tsx';
import { readTimeline, TimelineView } from '../incidents/timeline.tsx';
import { AlarmCalendar, readAlarmDays } from '../overview/alarm-calendar.tsx';
import { periodOf } from '../overview/period.ts';
import { readPortalFigures } from '../overview/portal-figures.ts';
import { PortalMonth } from '../overview/portals.tsx';
import { HistoryPager, HistoryStrip, HistoryTabs, readHistoryOf } from './history.tsx';
import { ResponseTimesView, readResponseTimes } from './response-times.tsx';
import { SiteActs } from './site-acts.tsx';
import { readMaintenance, SiteMaintenance } from './site-maintenance.tsx';
import { SiteNames } from './site-names.tsx';
import { learningText, SiteTarget } from './site-target.tsx';

const shownIncidents = 20;

export async function showSite(visit: SignedInVisit): Promise<Response> {
  const { db, config } = visit.web.parts;
  const { texts } = visit;
  const site = await readSite(db, visit.scope, numberParam(visit, 'id'));
  if (!site) return failurePage(visit, 'not-found');
  const freshness = { now: visit.now, everyMs: config.schedule.every };
  const targets = await readTargets(db, visit.scope, freshness, { siteId: site.id });
  const { incidents } = await readIncidents(db, visit.scope, {
    status: 'all',
    siteId: site.id,
    offset: 0,
    limit: shownIncidents,
  });
  const suspects = await readSuspects(db, visit.scope, { siteId: site.id, offset: 0, limit: 1 });
  const found = await tallyFoundPages(db, site.id);
  const names = await hostNamesOf(db, site.id);
  const maintenance = await readMaintenance(visit, site.id);
  const timeline = await readTimeline(visit, targets);
  const pages = targets.filter(({ role }) => role === 'registered');
  const isPaused = site.status === 'paused';
  const history = await readHistoryOf(visit, { siteId: site.id, targets: pages, isPaused });
  const [home] = pages;
  const response = home && (await readResponseTimes(visit, home, timeline));
  const { timezone } = config.schedule;
  const month = periodOf('month', visit.now, timezone);
  const [figures] = await readPortalFigures(visit, [site], month);
  const days = await readAlarmDays(visit, { siteId: site.id });
  const live = incidents.find((one) => one.status === 'open' || one.status === 'acknowledged');
  return renderPage(visit, {
    title: plainText(site.name, 120),
    section: 'board',
    body: (
      <div class="site">
        <Head visit={visit} site={site} targets={targets} isLive={live !== undefined} />
        <div class="site-main">
          <MissingPattern />
          <TimelineView visit={visit} timeline={timeline} />
          {response && <ResponseTimesView visit={visit} times={response} />}
          <Sheet title={texts.historyStrip} id="looks" aside={<HistoryTabs visit={visit} history={history} />}>
            {history.entries.length === 0 && (
              <p class="empty">{history.filter === 'all' ? texts.looksNone : texts.historyNoneSuch}</p>
            )}
            <HistoryStrip visit={visit} history={history} />
            <HistoryPager visit={visit} history={history} />
          </Sheet>
          <Sheet title={texts.siteTargets} id="targets">
            <ul class="site-targets">
              {targets.map((target) => (
                <SiteTarget visit={visit} target={target} isPaused={isPaused} />
              ))}
            </ul>
          </Sheet>
          <Sheet title={texts.calendarTitle} id="calendar">
            {figures && <PortalMonth visit={visit} portal={figures} />}
            <AlarmCalendar visit={visit} days={days} />
          </Sheet>
        </div>
        <aside class="side">
          <Details visit={visit} site={site} found={found} />
          <SiteMaintenance visit={visit} siteId={site.id} all={maintenance} />
          <SiteNames visit={visit} hosts={names} />
          {suspects.found > 0 && (
            <Sheet title={`${texts.navSuspects} (${suspects.found})`} id="suspects">
              <p>
                <a href="/suspects">{texts.suspectsTitle}</a>
              </p>
            </Sheet>
          )}
          <Sheet title={texts.siteIncidents} id="incidents">
            <IncidentTable visit={visit} incidents={incidents} nothing={texts.siteNoIncidents} ofOneSite />
          </Sheet>
        </aside>
      </div>
    ),
  });
}

interface HeadProps {
  readonly visit: SignedInVisit;
  readonly site: ShownSite;
  readonly targets: readonly ShownTarget[];
  readonly isLive: boolean;
}

const Head = ({ visit, site, targets, isLive }: HeadProps) => {
  const { texts } = visit;
  const isPaused = site.status === 'paused';
  const worst = stateOf(Math.min(rankOf('paused'), ...targets.map((target) => rankOf(target.state))));
  return (
    <div class="page-head site-head">
      <div>
        <p class="crumbs">
          <a href="/">{texts.navBoard}</a>
        </p>
        <h1>{plainText(site.name, 160)}</h1>
        <p class="verdict">
          <StateBadge visit={visit} state={isLive ? 'alarm' : isPaused ? 'paused' : worst} />
          <span class="address">
            {registeredAddress(site.url)}
            {site.agency !== null && (
              <>
                {' · '}
                <a href={`/agencies/${site.agencyId}`}>{plainText(site.agency, 160)}</a>
              </>
            )}
          </span>
        </p>
        <Learning visit={visit} targets={targets} isPaused={isPaused} />
      </div>
      <SiteActs visit={visit} site={site} targets={targets} />
      {isPaused && (
        <p class="banner">
          <Icon name="paused" /> {texts.sitePausedNote}
          {site.pausedUntil !== null && ` ${texts.pausedUntilNote(moment(visit, site.pausedUntil))}`}
          {site.pauseReason !== null && ` ${texts.pauseReasonNote(plainText(site.pauseReason, 500))}`}
        </p>
      )}
    </div>
  );
};

/** Of the page that takes longest. */
const Learning = ({ visit, targets, isPaused }: Omit<HeadProps, 'site' | 'isLive'> & { isPaused: boolean }) => {
  const learning = targets.filter(({ role, status }) => role === 'registered' && status === 'learning');
  const texts = learning
    .toSorted((a, b) => a.looksLearned - b.looksLearned || b.nextCheckAt - a.nextCheckAt)
    .map((target) => learningText(visit, target, isPaused));
  if (texts[0] === undefined) return null;
  return (
    <p class="learning-now">
      <Icon name="learning" /> {visit.texts.baseline}: {texts[0]}
    </p>
  );
};

interface DetailsProps {
  readonly visit: SignedInVisit;
  readonly site: ShownSite;
  readonly found: FoundPagesTally;
}

const Details = ({ visit, site, found }: DetailsProps) => {
  const { texts } = visit;
  return (
    <Sheet
      title={texts.siteDetails}
      id="details"
      aside={holds(visit.actor, 'manage-sites') && <a href={`/sites/${site.id}/edit`}>{texts.editSite}</a>}
    >
      <dl class="facts">
        <dt>{texts.siteAgency}</dt>
        <dd>
          {site.agency === null ? (
            texts.siteNoAgency
          ) : (
            <a href={`/agencies/${site.agencyId}`}>{plainText(site.agency, 200)}</a>
          )}
        </dd>
        <dt>{texts.importance}</dt>
        <dd>{importanceText(texts, site.importance)}</dd>
        {site.tags.length > 0 && (
          <>
            <dt>{texts.siteTags}</dt>
            <dd>
              <TagLinks tags={site.tags} />
            </dd>
          </>
        )}
        <dt>{texts.siteRecipients}</dt>
        <dd>
          {site.recipients.length === 0 ? (
            <span class="old">{texts.siteNoRecipients}</span>
          ) : (
            <ul>
              {site.recipients.map((email) => (
                <li>{plainText(email, 120)}</li>
              ))}
            </ul>
          )}
        </dd>
        <dt>{texts.siteConsent}</dt>
        <dd>{site.consent === null ? texts.siteNoConsent : plainText(site.consent, 500)}</dd>
        <dt>{texts.siteFoundPages}</dt>
        <dd>
          {texts.siteFoundPagesKnown(found.known, found.lookedAt, found.bad)}
          {found.lastLookedAt !== null && (
            <>
              {' · '}
              <Moment visit={visit} at={found.lastLookedAt} />
            </>
          )}
        </dd>
        <dt>{texts.siteRegistered}</dt>
        <dd>
          <Moment visit={visit} at={site.createdAt} />
        </dd>
      </dl>
    </Sheet>
  );
};
