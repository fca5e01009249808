/** Reads everything that a report of one period says, and computes its figures. */

import type { Config } from '../../config/schema/schema.ts';
import { dayOf, dayStarts } from '../../core/duty/days.ts';
import { VonggacError } from '../../core/errors.ts';
import { dueDayOf } from '../../core/reports/due-date.ts';
import { figuresOf, type PageHistory, type PeriodFigures, type PortalHistory } from '../../core/reports/figures.ts';
import { bucketsOf, type ReportSpan, spanBefore } from '../../core/reports/spans.ts';
import type { ReportFacts } from '../../core/reports/writing.ts';
import type { Database } from '../../store/handle.ts';
import { readWatchedSince, targetsOfSites } from '../../store/reads/looks.ts';
import { readEndings } from '../../store/reads/reports/endings.ts';
import { readPageHistory } from '../../store/reads/reports/page-history.ts';
import {
  countIncidentsOfRemoved,
  readReportedIncidents,
  readReportedSuspects,
} from '../../store/reads/reports/report-incidents.ts';
import {
  findTagName,
  type ReportedSite,
  type ReportScope,
  readReportedSites,
} from '../../store/reads/reports/report-scope.ts';
import { findAgency } from '../../store/registry/agencies.ts';

/** Certificates and registrations that end this soon are listed. */
const endingDays = 60;
const dayMs = 86_400_000;

export interface Gathering {
  readonly db: Database;
  readonly config: Pick<Config, 'schedule' | 'reports' | 'retention'>;
  readonly now: number;
}

export async function gatherFacts(gathering: Gathering, span: ReportSpan, scope: ReportScope): Promise<ReportFacts> {
  const { db, config, now } = gathering;
  const timeZone = config.schedule.timezone;
  const { parent, office, place, addressee, closingDays, dueDates } = config.reports;
  const agency = scope.agencyId === null ? null : await findAgency(db, { id: scope.agencyId });
  if (scope.agencyId !== null && agency === null)
    throw new VonggacError('not-found', `There is no agency ${scope.agencyId}: see 'vonggac agency list'.`);
  const tag = scope.tagKey === null ? null : await findTagName(db, scope.tagKey);
  if (scope.tagKey !== null && tag === null)
    throw new VonggacError('not-found', 'No portal has this tag: see the tags of the board.');
  const sites = await readReportedSites(db, scope);
  const targets = await targetsOfSites(
    db,
    sites.map(({ id }) => id),
  );
  const since = await readWatchedSince(
    db,
    targets.map(({ id }) => id),
  );
  const pages = targets.map(({ id, siteId, everyMs }) => ({
    id,
    siteId,
    everyMs: everyMs ?? config.schedule.every,
    // What retention removed was not missed.
    since: Math.max(since.get(id) ?? now, now - config.retention.history),
  }));
  const of = { sites, pages: Map.groupBy(pages, ({ siteId }) => siteId), scope };
  const earlier = spanBefore(span, closingDays, timeZone);
  const isOnRecord = pages.some((page) => page.since < earlier.to);
  return {
    span,
    spanBefore: earlier,
    madeAt: now,
    dueDay: dueDayOf(span, dueDates, timeZone),
    timeZone,
    buckets: bucketsOf(span, timeZone),
    figures: await figuresIn(gathering, span, of),
    before: isOnRecord ? recorded(await figuresIn(gathering, earlier, of)) : null,
    endings: await readEndings(db, scope, now + endingDays * dayMs),
    endingDays,
    scope: { agency: agency?.name ?? null, tag },
    office: { parent, name: office, place, addressee },
  };
}

/** A period without a look or an incident on record is nothing to compare with. */
function recorded(figures: PeriodFigures): PeriodFigures | null {
  return figures.looks + figures.flow.opened === 0 ? null : figures;
}

interface Reported {
  readonly sites: readonly ReportedSite[];
  readonly pages: ReadonlyMap<number, readonly (Pick<PageHistory, 'everyMs' | 'since'> & { readonly id: string })[]>;
  readonly scope: ReportScope;
}

async function figuresIn({ db, config, now }: Gathering, span: ReportSpan, { sites, pages, scope }: Reported) {
  const timeZone = config.schedule.timezone;
  const [first, end] = [dayOf(span.from, timeZone), dayOf(span.to, timeZone)];
  const starts = dayStarts(first, end - first, timeZone);
  const days = starts.slice(0, -1).map((from, index) => ({ from, to: starts[index + 1] ?? from }));
  const read = { from: span.from, to: Math.min(span.to, now) };
  const past = days.filter(({ from }) => from < now);
  const portals: PortalHistory[] = [];
  for (const site of sites) {
    const own: PageHistory[] = [];
    for (const { id, everyMs, since } of pages.get(site.id) ?? []) {
      own.push({ everyMs, since, ...(await readPageHistory(db, { id, everyMs, since }, past, now)) });
    }
    portals.push({ ...site, pages: own });
  }
  return figuresOf({
    span,
    now,
    days,
    buckets: bucketsOf(span, timeZone),
    portals,
    incidents: await readReportedIncidents(db, scope, read),
    suspects: await readReportedSuspects(db, scope, read),
    incidentsOfRemoved: await countIncidentsOfRemoved(db, scope, read),
  });
}
