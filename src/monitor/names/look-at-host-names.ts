/** The look of a target that is no page: the names of a registered host, against what is accepted of them. */
import type { Baseline } from '../../core/baseline.ts';
import { VonggacError } from '../../core/errors.ts';
import type { TargetState } from '../../core/model.ts';
import { getBaseline } from '../../store/baselines.ts';
import { getHostNames } from '../../store/host-names.ts';
import { findTargets } from '../../store/registry.ts';
import type { TargetRow } from '../../store/schema.ts';
import type { Observed } from '../observe.ts';
import type { Parts } from '../parts.ts';
import { siteHistory } from '../site-history.ts';
import { observeNames } from './observe-names.ts';

export async function lookAtHostNames(
  parts: Parts,
  target: TargetRow,
  state: TargetState,
  signal: AbortSignal | undefined,
): Promise<Observed> {
  const row = await getHostNames(parts.db, target.id);
  if (row === null) throw new VonggacError('not-found', `The names of ${target.url} are not watched any more.`);
  const home = await homeBaseline(parts, row.homeUrl);
  const history = await siteHistory(parts, target.siteId, parts.clock());
  return observeNames(parts, row, state, { ...history, home, countryOf: parts.countryOf }, signal);
}

/** What the page behind the names normally looks like; null as long as it was not learned. */
async function homeBaseline({ db }: Pick<Parts, 'db'>, homeUrl: string): Promise<Baseline | null> {
  const [page] = await findTargets(db, [homeUrl]);
  if (page === undefined || page.baselineVersion === 0) return null;
  return getBaseline(db, page.id, 'browser', page.baselineVersion);
}
