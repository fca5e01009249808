/** One cheap look at a page of a site that is no target: an HTTP capture, judged at first sight with what its site is known for. */
import { assess } from '../../core/assess.ts';
import type { Look } from '../../core/look.ts';
import type { Capture, Verdict } from '../../core/model.ts';
import type { ProbeRole, SiteKnowledge } from '../../core/pages/site-knowledge.ts';
import { isSuspicious } from '../../core/pages/suspicion.ts';
import { ignoredOn } from '../../store/ignored-changes.ts';
import { countSuspected, suspectPage } from '../../store/suspected-pages.ts';
import type { Parts } from '../parts.ts';

export interface ProbeLook {
  readonly verdict: Verdict;
  /** Both null when nothing could be fetched. */
  readonly capture: Capture | null;
  readonly look: Look | null;
  /** Judged while people ignore changes of the site: to be judged again when that ends. */
  readonly isProvisional: boolean;
}

export interface Probe {
  readonly siteId: number;
  readonly url: string;
  readonly role: ProbeRole;
  /** Loaded only when the answer needs judging. */
  readonly knowledge: () => Promise<SiteKnowledge>;
}

/** @returns null when the answer equals the one that `isKnown` knows, so that nothing needs judging */
export async function lookAtProbe(
  parts: Parts,
  { siteId, url, role, knowledge }: Probe,
  isKnown: (capture: Capture) => boolean,
  signal: AbortSignal,
): Promise<ProbeLook | null> {
  const outcome = await parts.takeCapture({ url, tier: 'http', profile: 'browser', realTime: true }, signal);
  signal.throwIfAborted();
  if (outcome.ok && isKnown(outcome.capture)) return null;
  const now = parts.clock();
  const site = { role, knowledge: await knowledge() };
  const ignored = await ignoredOn(parts.db, siteId, now);
  const look = outcome.ok ? await parts.judging.read(outcome.capture) : null;
  const context = { targetUrl: url, at: now, baseline: null, ignored, site };
  const judged = look && (await parts.judging.assess(context, { looks: [look], failures: [] }));
  const failures = outcome.ok ? [] : [outcome.failure];
  // Nothing came, or nobody could read it in time: unknown, unless the way there already led somewhere foreign.
  const { verdict } = judged ?? assess(context, { looks: [], failures }, parts.policy);
  if (isSuspicious(verdict, parts.policy)) await suspect(parts, { siteId, url, role }, verdict);
  return { verdict, capture: outcome.ok ? outcome.capture : null, look, isProvisional: ignored.length > 0 };
}

/** From here on the page is looked at like any target, until it is confirmed or cleared. */
async function suspect(parts: Parts, page: Omit<Probe, 'knowledge'>, verdict: Verdict): Promise<void> {
  const { suspected, suspectedEvery } = parts.config.discovery;
  const host = URL.parse(page.url)?.hostname ?? '';
  const count = await countSuspected(parts.db, page.siteId);
  parts.log.info(
    { siteId: page.siteId, role: page.role, level: verdict.level, score: verdict.score, count },
    'a discovered page looks bad',
  );
  // The incident names enough pages by then; the others are found again when these are cleared.
  if (count >= suspected) return;
  await suspectPage(parts.db, { ...page, host }, { everyMs: suspectedEvery, now: parts.clock() });
}
