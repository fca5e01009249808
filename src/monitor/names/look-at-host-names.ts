/** The look at a target that is not a page: the names of a registered host, against what is accepted for them. */

import { VonggacError } from '../../core/errors.ts';
import type { Baseline } from '../../core/learned/baseline.ts';
import { findTargets } from '../../store/registry/registry.ts';
import type { TargetRow } from '../../store/schema/schema.ts';
import { getBaseline } from '../../store/targets/baselines.ts';
import { getHostNames } from '../../store/targets/host-names.ts';
import { stateOf } from '../../store/targets/targets.ts';
import type { LookOptions } from '../check/look/look-at-page.ts';
import type { Observed } from '../check/look/observed.ts';
import { siteHistory } from '../check/look/site-history.ts';
import type { MonitorParts } from '../parts.ts';
import { observeNames } from './observe-names.ts';

export async function lookAtHostNames(parts: MonitorParts, target: TargetRow, options: LookOptions): Promise<Observed> {
  const row = await getHostNames(parts.db, target.id);
  if (row === null) throw new VonggacError('not-found', `The names of ${target.url} are no longer monitored.`);
  const home = await homeBaseline(parts, row.homeUrl);
  const history = await siteHistory(parts, target.siteId, parts.clock());
  return observeNames(parts, row, stateOf(target), { ...history, home, countryOf: parts.countryOf }, options);
}

/** The normal state of the page behind the names; null until it is learned. */
async function homeBaseline({ db }: Pick<MonitorParts, 'db'>, homeUrl: string): Promise<Baseline | null> {
  const [page] = await findTargets(db, [homeUrl]);
  if (page === undefined || page.baselineVersion === 0) return null;
  return getBaseline(db, page.id, 'browser', page.baselineVersion);
}
