/** Coverage and availability of each portal over a period. */
import { availabilityOf, availableShare } from '../../../core/history/availability.ts';
import { coverageOf, meanCoverage, totalCoverage } from '../../../core/history/coverage.ts';
import { readWatchedSince, targetsOfSites } from '../../../store/reads/looks.ts';
import { type OverviewSite, readCellLooks, readResults } from '../../../store/reads/overview.ts';
import type { SignedInVisit } from '../../gate/route.ts';
import type { Period } from './period.ts';

export interface PortalFigures {
  readonly site: OverviewSite;
  /** Per cell; null before the portal was watched, and in the future. */
  readonly coverage: readonly (number | null)[];
  readonly covered: number | null;
  /** Null when no look is conclusive. */
  readonly available: number | null;
  readonly looks: number;
}

type Bounds = Pick<Period, 'span' | 'cells'>;

export async function readPortalFigures(
  visit: SignedInVisit,
  sites: readonly OverviewSite[],
  period: Bounds,
): Promise<PortalFigures[]> {
  const { db } = visit.web.parts;
  const targets = await targetsOfSites(
    db,
    sites.map(({ id }) => id),
  );
  const since = await readWatchedSince(
    db,
    targets.map(({ id }) => id),
  );
  const figures: PortalFigures[] = [];
  for (const site of sites) {
    const own = targets
      .filter(({ siteId }) => siteId === site.id)
      .map((target) => ({ ...target, since: since.get(target.id) ?? visit.now }));
    figures.push(await figuresOf(visit, site, own, period));
    // A year of a portal with many pages is megabytes to read, so this yields to other requests and looks.
    await new Promise(setImmediate);
  }
  return figures;
}

interface Watched {
  readonly id: string;
  readonly everyMs: number | null;
  readonly since: number;
}

async function figuresOf(
  visit: SignedInVisit,
  site: OverviewSite,
  targets: readonly Watched[],
  { span, cells }: Bounds,
): Promise<PortalFigures> {
  const { db, config } = visit.web.parts;
  const ofTargets: (number | null)[][] = [];
  for (const { id, everyMs, since } of targets) {
    const looks = await readCellLooks(db, id, cells);
    ofTargets.push(coverageOf(looks, cells, { everyMs: everyMs ?? config.schedule.every, since, now: visit.now }));
  }
  const coverage = meanCoverage(ofTargets, cells.length);
  const ids = targets.map(({ id }) => id);
  const { looks, results } = await readResults(db, ids, span);
  const availability = availabilityOf(looks, results);
  return {
    site,
    coverage,
    covered: totalCoverage(coverage),
    available: availableShare(availability),
    looks: availability.looks,
  };
}
