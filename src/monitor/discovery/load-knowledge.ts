/** What is known of a site, for judging those of its pages that have no baseline. */
import type { NotFoundAnswers } from '../../core/pages/not-found-answers.ts';
import { type SiteKnowledge, siteKnowledge } from '../../core/pages/site-knowledge.ts';
import { getBaseline } from '../../store/baselines.ts';
import type { Database } from '../../store/database.ts';

/** Baselines read for one site: more of them say the same again. */
const mostBaselines = 8;

export async function loadKnowledge(db: Database, siteId: number): Promise<SiteKnowledge> {
  const targets = await registeredOf(db, siteId);
  const baselines = [];
  for (const { id, baselineVersion } of targets.filter((one) => one.baselineVersion > 0).slice(0, mostBaselines)) {
    const baseline = await getBaseline(db, id, 'browser', baselineVersion);
    if (baseline) baselines.push(baseline);
  }
  const row = await db.selectFrom('discoveries').select('notFoundJson').where('siteId', '=', siteId).executeTakeFirst();
  const notFound = row?.notFoundJson == null ? null : (JSON.parse(row.notFoundJson) as NotFoundAnswers);
  return siteKnowledge(
    targets.map(({ url }) => url),
    baselines,
    notFound,
  );
}

export async function registeredOf(db: Database, siteId: number) {
  return db
    .selectFrom('targets')
    .select(['id', 'url', 'baselineVersion'])
    .where('siteId', '=', siteId)
    .where('role', '=', 'registered')
    .orderBy('position')
    .execute();
}

/** Hosts, with their ports, whose pages belong to the site. */
export function hostsOf(targets: readonly { readonly url: string }[]): Set<string> {
  return new Set(targets.flatMap(({ url }) => URL.parse(url)?.host ?? []));
}
