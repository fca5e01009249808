/** What is known of a site, for judging its pages that have no baseline. */
import { type SiteKnowledge, siteKnowledge } from '../../core/pages/site-knowledge.ts';
import type { Database } from '../../store/handle.ts';
import { getBaseline } from '../../store/targets/baselines.ts';
import { notFoundAnswers } from '../../store/targets/discoveries.ts';
import { registeredTargets } from '../../store/targets/targets.ts';

/** Most baselines read per site: further ones add nothing new. */
const mostBaselines = 8;

export async function loadKnowledge(db: Database, siteId: number): Promise<SiteKnowledge> {
  const targets = await registeredTargets(db, siteId);
  const baselines = [];
  for (const { id, baselineVersion } of targets.filter((one) => one.baselineVersion > 0).slice(0, mostBaselines)) {
    const baseline = await getBaseline(db, id, 'browser', baselineVersion);
    if (baseline) baselines.push(baseline);
  }
  return siteKnowledge(
    targets.map(({ url }) => url),
    baselines,
    await notFoundAnswers(db, siteId),
  );
}

/** Hosts, with their ports, whose pages belong to the site. */
export function hostsOf(targets: readonly { readonly url: string }[]): Set<string> {
  return new Set(targets.flatMap(({ url }) => URL.parse(url)?.host ?? []));
}
