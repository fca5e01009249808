/** The figures of a period, from what was recorded. What nobody recorded is null and said to be missing, never 0. */
import type { AttackKind } from '../domain/finding.ts';
import type { IncidentStatus } from '../domain/incident.ts';
import { availabilityOf, availableShare } from '../history/availability.ts';
import { type Cell, type CellLooks, coverageOf, meanCoverage, totalCoverage } from '../history/coverage.ts';
import type { LookResultCount } from '../history/look-hour.ts';
import { type Durations, durationsOf } from '../incidents/figures.ts';
import type { Gap } from './gaps.ts';
import type { ReportSpan, SpanBucket } from './spans.ts';

export interface IncidentRecord {
  readonly number: number;
  readonly siteId: number;
  readonly site: string;
  readonly agency: string | null;
  readonly kinds: readonly AttackKind[];
  readonly openedAt: number;
  readonly endedAt: number | null;
  /** As it is now. */
  readonly status: IncidentStatus;
  /** When somebody first took it on. */
  readonly acknowledgedAt: number | null;
  /** Its first page looked normal in the five minutes that begin here, and never again before the opening; null: unknown. */
  readonly lastCleanAt: number | null;
}

export interface SuspectRecord {
  readonly firstSeenAt: number;
  readonly endedAt: number | null;
  readonly status: 'open' | 'dismissed' | 'closed' | 'promoted';
}

export interface PageHistory {
  readonly everyMs: number;
  /** Since when looks have been due. */
  readonly since: number;
  /** By day of the period. */
  readonly looks: readonly CellLooks[];
  readonly lookCount: number;
  readonly missedCount: number;
  readonly results: readonly LookResultCount[];
  readonly gaps: readonly Gap[];
}

export interface PortalHistory {
  readonly id: number;
  readonly name: string;
  readonly url: string;
  readonly agency: string | null;
  readonly pages: readonly PageHistory[];
}

export interface Ending {
  readonly site: string;
  readonly host: string;
  readonly what: 'certificate' | 'registration';
  readonly endsAt: number;
}

/** Everything that is read for one period. */
export interface PeriodRecords {
  readonly span: ReportSpan;
  /** When it is read; a period that is not over ends here. */
  readonly now: number;
  readonly days: readonly Cell[];
  readonly buckets: readonly SpanBucket[];
  readonly portals: readonly PortalHistory[];
  /** Opened before the end of the period and not over before its beginning. */
  readonly incidents: readonly IncidentRecord[];
  /** First seen in the period. */
  readonly suspects: readonly SuspectRecord[];
  /** Incidents of portals that are no longer watched; they are in no other figure. */
  readonly incidentsOfRemoved: number;
}

export interface IncidentLine extends Omit<IncidentRecord, 'status' | 'lastCleanAt'> {
  /** At the end of the period. */
  readonly state: IncidentStatus;
  readonly detectMs: number | null;
  readonly acknowledgeMs: number | null;
  readonly recoverMs: number | null;
}

export interface PortalLine {
  readonly id: number;
  readonly name: string;
  readonly url: string;
  readonly agency: string | null;
  readonly coverage: number | null;
  readonly availability: number | null;
  readonly looks: number;
  readonly incidents: number;
  readonly longestGap: Gap | null;
  /** Total of its gaps. */
  readonly gapMs: number;
  readonly gaps: number;
}

export interface TimedDurations extends Durations {
  /** Incidents that it could be known of. */
  readonly of: number;
}

export interface Times {
  readonly detect: TimedDurations;
  readonly acknowledge: TimedDurations;
  readonly recover: TimedDurations;
}

export interface AgencyLine extends Times {
  /** Null: portals without an agency. */
  readonly agency: string | null;
  readonly portals: number;
  readonly incidents: number;
  readonly coverage: number | null;
  readonly availability: number | null;
}

export interface Flow {
  readonly openAtStart: number;
  readonly opened: number;
  readonly resolved: number;
  readonly dismissed: number;
  readonly openAtEnd: number;
}

export interface PeriodFigures {
  readonly portals: number;
  readonly pages: number;
  readonly looks: number;
  readonly missedLooks: number;
  readonly coverage: number | null;
  readonly availability: number | null;
  readonly portalsWithoutHistory: number;
  /** When the earliest look of the portals was due; null when there is none. */
  readonly historySince: number | null;
  readonly flow: Flow;
  readonly byKind: readonly {
    readonly kind: AttackKind;
    readonly opened: number;
    readonly states: Readonly<Record<IncidentStatus, number>>;
  }[];
  /** By bucket; null: nothing at all was looked at. */
  readonly byBucket: readonly (ReadonlyMap<AttackKind, number> | null)[];
  /** Mean over all portals, by bucket; null: none was to be watched. */
  readonly coverageByBucket: readonly (number | null)[];
  readonly times: Times;
  readonly agencies: readonly AgencyLine[];
  readonly incidents: readonly IncidentLine[];
  readonly portalLines: readonly PortalLine[];
  readonly suspects: {
    readonly found: number;
    readonly open: number;
    readonly dismissed: number;
    readonly closed: number;
    readonly promoted: number;
    readonly decide: Durations;
  };
  /** Of the incidents opened in the period that were over at its end, the share that was dismissed. */
  readonly falseAlarmShare: number | null;
  readonly incidentsOfRemoved: number;
}

export function figuresOf(records: PeriodRecords): PeriodFigures {
  const { span, portals, incidents, suspects, buckets, days, now } = records;
  const end = Math.min(span.to, now);
  const lines = incidents.map((one) => lineOf(one, end));
  const opened = lines.filter(({ openedAt }) => openedAt >= span.from);
  const watched = portals.map((portal) => watchedPortal(portal, records));
  const portalLines = watched.map(({ portal, coverage, availability, looks }): PortalLine => {
    const gaps = portal.pages.flatMap((page) => page.gaps);
    return {
      id: portal.id,
      name: portal.name,
      url: portal.url,
      agency: portal.agency,
      coverage: totalCoverage(coverage),
      availability,
      looks,
      incidents: attacks(opened).filter(({ siteId }) => siteId === portal.id).length,
      longestGap: gaps.toSorted((a, b) => b.to - b.from - (a.to - a.from))[0] ?? null,
      gapMs: gaps.reduce((sum, { from, to }) => sum + (to - from), 0),
      gaps: gaps.length,
    };
  });
  const pages = portals.flatMap((portal) => portal.pages);
  const looks = sum(pages, ({ lookCount }) => lookCount);
  const over = opened.filter(({ state }) => state === 'resolved' || state === 'dismissed');
  const since = pages.filter(({ lookCount }) => lookCount > 0).map((page) => page.since);
  return {
    portals: portals.length,
    pages: pages.length,
    looks,
    missedLooks: sum(pages, ({ missedCount }) => missedCount),
    coverage: mean(portalLines.map(({ coverage }) => coverage)),
    availability: availabilityOfAll(pages),
    portalsWithoutHistory: portalLines.filter(({ coverage }) => coverage === null).length,
    historySince: since.length === 0 ? null : Math.min(...chunkMins(since)),
    flow: flowOf(lines, span, end),
    byKind: byKind(opened),
    byBucket: byBucket(attacks(opened), buckets, watched, days, now),
    coverageByBucket: buckets.map((bucket) => bucketCoverage(bucket, watched, days)),
    times: timesOf(opened),
    agencies: agencyLines(opened, portalLines, portals),
    incidents: opened,
    portalLines,
    suspects: suspectFigures(suspects, end),
    falseAlarmShare: over.length === 0 ? null : over.filter(({ state }) => state === 'dismissed').length / over.length,
    incidentsOfRemoved: records.incidentsOfRemoved,
  };
}

interface WatchedPortal {
  readonly portal: PortalHistory;
  readonly coverage: readonly (number | null)[];
  readonly availability: number | null;
  readonly looks: number;
}

function watchedPortal(portal: PortalHistory, { days, now }: PeriodRecords): WatchedPortal {
  const ofPages = portal.pages.map(({ looks, everyMs, since }) => coverageOf(looks, days, { everyMs, since, now }));
  return {
    portal,
    coverage: meanCoverage(ofPages, days.length),
    availability: availabilityOfAll(portal.pages),
    looks: sum(portal.pages, ({ lookCount }) => lookCount),
  };
}

function availabilityOfAll(pages: readonly PageHistory[]): number | null {
  const looks = sum(pages, ({ lookCount }) => lookCount);
  return availableShare(
    availabilityOf(
      looks,
      pages.flatMap(({ results }) => results),
    ),
  );
}

/** An incident as it stood at the end of the period. */
function lineOf({ status, lastCleanAt, ...incident }: IncidentRecord, end: number): IncidentLine {
  const { openedAt, endedAt, acknowledgedAt } = incident;
  const isOver = endedAt !== null && endedAt < end && (status === 'resolved' || status === 'dismissed');
  const isTaken = acknowledgedAt !== null && acknowledgedAt < end;
  const state = isOver ? status : isTaken ? 'acknowledged' : 'open';
  return {
    ...incident,
    state,
    detectMs: lastCleanAt === null ? null : Math.max(0, openedAt - lastCleanAt),
    acknowledgeMs: isTaken ? acknowledgedAt - openedAt : null,
    recoverMs: isOver && status === 'resolved' ? endedAt - openedAt : null,
  };
}

/** A false alarm is no incident. */
function attacks(lines: readonly IncidentLine[]): readonly IncidentLine[] {
  return lines.filter(({ state }) => state !== 'dismissed');
}

/** openAtStart + opened - resolved - dismissed = openAtEnd. */
function flowOf(lines: readonly IncidentLine[], { from }: ReportSpan, end: number): Flow {
  const isOpenAt = (at: number) => (line: IncidentLine) =>
    line.openedAt < at && (line.endedAt === null || line.endedAt >= at);
  const ended = lines.filter(({ endedAt }) => endedAt !== null && endedAt >= from && endedAt < end);
  return {
    openAtStart: lines.filter(isOpenAt(from)).length,
    opened: lines.filter(({ openedAt }) => openedAt >= from).length,
    resolved: ended.filter(({ state }) => state === 'resolved').length,
    dismissed: ended.filter(({ state }) => state === 'dismissed').length,
    openAtEnd: lines.filter(isOpenAt(end)).length,
  };
}

function byKind(opened: readonly IncidentLine[]): PeriodFigures['byKind'] {
  return [...Map.groupBy(opened, ({ kinds }) => kinds[0])]
    .flatMap(([kind, own]) => {
      if (kind === undefined) return [];
      const count = (state: IncidentStatus) => own.filter((line) => line.state === state).length;
      const states = {
        open: count('open'),
        acknowledged: count('acknowledged'),
        resolved: count('resolved'),
        dismissed: count('dismissed'),
      };
      return [{ kind, opened: own.length, states }];
    })
    .toSorted((a, b) => b.opened - a.opened || (a.kind < b.kind ? -1 : 1));
}

function byBucket(
  lines: readonly IncidentLine[],
  buckets: readonly SpanBucket[],
  portals: readonly WatchedPortal[],
  days: readonly Cell[],
  now: number,
): PeriodFigures['byBucket'] {
  const lookedAt = new Set(
    portals.flatMap(({ portal }) => portal.pages.flatMap(({ looks }) => looks.map(({ cell }) => cell))),
  );
  return buckets.map(({ from, to }) => {
    const counts = new Map<AttackKind, number>();
    for (const { openedAt, kinds } of lines) {
      const [kind] = kinds;
      if (kind !== undefined && openedAt >= from && openedAt < to) counts.set(kind, (counts.get(kind) ?? 0) + 1);
    }
    if (counts.size > 0) return counts;
    const isSeen = days.some((day, index) => day.from >= from && day.from < to && lookedAt.has(index));
    return isSeen && from < now ? counts : null;
  });
}

function bucketCoverage(
  { from, to }: SpanBucket,
  portals: readonly WatchedPortal[],
  days: readonly Cell[],
): number | null {
  const inside = days.flatMap((day, index) => (day.from >= from && day.from < to ? [index] : []));
  return mean(portals.map(({ coverage }) => mean(inside.map((index) => coverage[index] ?? null))));
}

/** Nearest rank; incidents of which a time is unknown are left out and counted in `of`. */
function timesOf(opened: readonly IncidentLine[]): Times {
  const lines = attacks(opened);
  const timed = (of: (line: IncidentLine) => number | null): TimedDurations => ({
    ...durationsOf(lines.flatMap((line) => of(line) ?? [])),
    of: lines.length,
  });
  return {
    detect: timed(({ detectMs }) => detectMs),
    acknowledge: timed(({ acknowledgeMs }) => acknowledgeMs),
    recover: timed(({ recoverMs }) => recoverMs),
  };
}

function agencyLines(
  opened: readonly IncidentLine[],
  lines: readonly PortalLine[],
  portals: readonly PortalHistory[],
): AgencyLine[] {
  const incidentsOf = Map.groupBy(opened, ({ agency }) => agency);
  const pagesOf = Map.groupBy(portals, ({ agency }) => agency);
  return [...Map.groupBy(lines, ({ agency }) => agency)]
    .map(([agency, own]) => ({
      agency,
      portals: own.length,
      incidents: attacks(incidentsOf.get(agency) ?? []).length,
      coverage: mean(own.map(({ coverage }) => coverage)),
      availability: availabilityOfAll((pagesOf.get(agency) ?? []).flatMap(({ pages }) => pages)),
      ...timesOf(incidentsOf.get(agency) ?? []),
    }))
    .toSorted((a, b) => b.incidents - a.incidents || (a.agency ?? '\uffff').localeCompare(b.agency ?? '\uffff', 'vi'));
}

function suspectFigures(suspects: readonly SuspectRecord[], end: number): PeriodFigures['suspects'] {
  const states = suspects.map(({ status, endedAt }) => (endedAt !== null && endedAt < end ? status : 'open'));
  const count = (status: SuspectRecord['status']) => states.filter((one) => one === status).length;
  return {
    found: suspects.length,
    open: count('open'),
    dismissed: count('dismissed'),
    closed: count('closed'),
    promoted: count('promoted'),
    decide: durationsOf(
      suspects.flatMap(({ status, firstSeenAt, endedAt }) =>
        endedAt !== null && endedAt < end && (status === 'dismissed' || status === 'promoted')
          ? endedAt - firstSeenAt
          : [],
      ),
    ),
  };
}

function mean(values: readonly (number | null)[]): number | null {
  const known = values.filter((value) => value !== null);
  return known.length === 0 ? null : known.reduce((total, value) => total + value, 0) / known.length;
}

function sum<T>(all: readonly T[], of: (one: T) => number): number {
  return all.reduce((total, one) => total + of(one), 0);
}

/** The least of each thousand: an argument list has a limit. */
function chunkMins(values: readonly number[]): number[] {
  return Array.from({ length: Math.ceil(values.length / 1_000) }, (_, index) =>
    Math.min(...values.slice(index * 1_000, (index + 1) * 1_000)),
  );
}
