/** One agency: its portals with state and availability, its incidents, and whom to call. */
import { plainText } from '../../../core/text.ts';
import { type BoardSite, readBoard } from '../../../store/reads/board.ts';
import { type ListedIncident, readIncidents } from '../../../store/reads/incidents.ts';
import type { Agency } from '../../../store/registry/agencies.ts';
import { contactsOf } from '../../../store/registry/contacts.ts';
import { type PortalAvailability, readAgency, readAvailability } from '../../../store/registry/listed-agencies.ts';
import { sitesOfAgency } from '../../../store/registry/registry.ts';
import type { SignedInVisit } from '../../gate/route.ts';
import { StateBadge } from '../../views/badges.tsx';
import { renderPage, Sheet } from '../../views/layout.tsx';
import { percent, registeredAddress } from '../../views/wording.ts';
import { numberParam } from '../act.ts';
import { failurePage } from '../failure.tsx';
import { IncidentTable } from '../incidents/incidents.tsx';
import { Contacts } from './contacts.tsx';

const dayMs = 86_400_000;
const yearMs = 366 * dayMs;
const shownPortals = 100;
const shownIncidents = 30;
const spans = [30, 90] as const;

export async function showAgency(visit: SignedInVisit): Promise<Response> {
  const agency = await readAgency(visit.web.parts.db, visit.scope, numberParam(visit, 'id'));
  return agency ? agencyPage(visit, agency) : failurePage(visit, 'not-found');
}

interface Portals {
  readonly sites: readonly BoardSite[];
  readonly found: number;
  /** By number of days, then portal. */
  readonly availability: ReadonlyMap<number, ReadonlyMap<number, PortalAvailability>>;
}

/** @param problem what was wrong with a submitted contact; the visit's form holds its values */
export async function agencyPage(
  visit: SignedInVisit,
  agency: Agency,
  problem: string | null = null,
): Promise<Response> {
  const { texts, now } = visit;
  const { db } = visit.web.parts;
  const filter = { status: 'all', agencyId: agency.id, since: now - yearMs, offset: 0, limit: shownIncidents } as const;
  const { incidents, found } = await readIncidents(db, visit.scope, filter);
  const contacts = await contactsOf(db, agency.id);
  const portals = await readPortals(visit, agency);
  const sites = await sitesOfAgency(db, agency.id);
  return renderPage(visit, {
    title: plainText(agency.name, 120),
    section: 'agencies',
    status: problem === null ? 200 : 400,
    body: (
      <div class="site agency-page">
        <div class="page-head site-head">
          <div>
            <p class="crumbs">
              <a href="/agencies">{texts.agenciesTitle}</a>
            </p>
            <h1>{plainText(agency.name, 200)}</h1>
          </div>
        </div>
        <aside class="side">
          <Contacts visit={visit} agency={agency} contacts={contacts} sites={sites} problem={problem} />
        </aside>
        <div class="site-main">
          <PortalsSheet visit={visit} agency={agency} portals={portals} />
          <Incidents visit={visit} agency={agency} incidents={incidents} found={found} />
        </div>
      </div>
    ),
  });
}

async function readPortals(visit: SignedInVisit, agency: Agency): Promise<Portals> {
  const { db, config } = visit.web.parts;
  const freshness = { now: visit.now, everyMs: config.schedule.every };
  const all = { state: null, importance: null, text: '', page: 1, pageSize: shownPortals };
  const { sites, found } = await readBoard(db, visit.scope, freshness, { ...all, agencyId: agency.id });
  const availability = new Map<number, ReadonlyMap<number, PortalAvailability>>();
  for (const days of spans) {
    availability.set(days, await readAvailability(db, agency.id, visit.now - days * dayMs, visit.now));
  }
  return { sites, found, availability };
}

interface PortalsProps {
  readonly visit: SignedInVisit;
  readonly agency: Agency;
  readonly portals: Portals;
}

const PortalsSheet = ({ visit, agency, portals }: PortalsProps) => {
  const { texts } = visit;
  const { sites, found, availability } = portals;
  return (
    <Sheet title={texts.agencyPortals} id="portals">
      {sites.length === 0 && <p class="empty">{texts.agencyNoPortals}</p>}
      {sites.length > 0 && (
        <>
          <table class="portals">
            <thead>
              <tr>
                <th scope="col">{texts.columnSite}</th>
                <th scope="col">{texts.columnState}</th>
                {spans.map((days) => (
                  <th scope="col">{texts.agencyDays(days)}</th>
                ))}
              </tr>
            </thead>
            <tbody>
              {sites.map((site) => (
                <tr>
                  <th scope="row">
                    <a href={`/sites/${site.id}`}>{plainText(site.name, 160)}</a>
                    <small>{registeredAddress(site.url)}</small>
                  </th>
                  <td>
                    <StateBadge visit={visit} state={site.state} />
                  </td>
                  {spans.map((days) => (
                    <td>
                      <Share visit={visit} days={days} availability={availability.get(days)?.get(site.id)} />
                    </td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
          <p class="hint">{texts.agencyAvailabilityHelp}</p>
        </>
      )}
      {found > sites.length && (
        <p>
          <a href={`/?agency=${agency.id}`}>{texts.agencyMorePortals(found)}</a>
        </p>
      )}
    </Sheet>
  );
};

interface ShareProps {
  readonly visit: SignedInVisit;
  readonly days: number;
  readonly availability: PortalAvailability | undefined;
}

/** States the days without looks, so that a share of a few days is not mistaken for the whole period. */
const Share = ({ visit, days, availability }: ShareProps) => {
  const { texts } = visit;
  const share = availability?.share ?? null;
  if (!availability || share === null) return <span class="old">{texts.agencyNoHistory}</span>;
  return (
    <>
      <span class="span-days">{texts.agencyDays(days)}: </span>
      {percent(visit, share)}
      {availability.missingDays > 0 && <small class="old">{texts.agencyMissingDays(availability.missingDays)}</small>}
    </>
  );
};

interface IncidentsProps {
  readonly visit: SignedInVisit;
  readonly agency: Agency;
  readonly incidents: readonly ListedIncident[];
  readonly found: number;
}

const Incidents = ({ visit, agency, incidents, found }: IncidentsProps) => (
  <Sheet title={visit.texts.agencyIncidents} id="incidents">
    <IncidentTable visit={visit} incidents={incidents} nothing={visit.texts.agencyNoIncidents} />
    {found > incidents.length && (
      <p>
        <a href={`/incidents?status=all&q=${encodeURIComponent(agency.name)}`}>
          {visit.texts.agencyAllIncidents(found)}
        </a>
      </p>
    )}
  </Sheet>
);
