/**
 * One cheap look at a page of a site that is not a target: an HTTP capture, judged at first sight against what is known
 * of the site.
 */

import type { Capture } from '../../core/domain/capture.ts';
import type { Verdict } from '../../core/domain/finding.ts';
import type { ProbeRole } from '../../core/domain/target.ts';
import type { Look } from '../../core/facts/look.ts';
import { assess } from '../../core/judge/assess.ts';
import type { SiteKnowledge } from '../../core/pages/site-knowledge.ts';
import { isSuspicious } from '../../core/pages/suspicion.ts';
import { ignoredOn } from '../../store/incidents/ignored-changes.ts';
import { countSuspected, suspectPage } from '../../store/targets/suspected-pages.ts';
import { withText } from '../check/look/read-capture.ts';
import type { MonitorParts } from '../parts.ts';

export interface ProbeLook {
  readonly verdict: Verdict;
  /** Both null when nothing could be fetched. */
  readonly capture: Capture | null;
  readonly look: Look | null;
  /** Judged while changes of the site are ignored: must be judged again when that ends. */
  readonly isProvisional: boolean;
}

export interface Probe {
  readonly siteId: number;
  readonly url: string;
  readonly role: ProbeRole;
  /** Loaded only when the response needs judging. */
  readonly knowledge: () => Promise<SiteKnowledge>;
}

/** @returns null when the response equals the one that `isKnown` knows, so that nothing needs judging */
export async function lookAtProbe(
  parts: MonitorParts,
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
  const capture = outcome.ok ? await withText(parts, outcome.capture) : null;
  const look = capture && (await parts.judging.read(capture));
  const context = { targetUrl: url, at: now, baseline: null, ignored, site };
  const judged = look && (await parts.judging.assess(context, { looks: [look], failures: [] }));
  const failures = outcome.ok ? [] : [outcome.failure];
  // No response, or not readable in time: unknown, unless a redirect already led to a foreign host.
  const { verdict } = judged ?? assess(context, { looks: [], failures }, parts.policy);
  if (isSuspicious(verdict, parts.policy)) await suspect(parts, { siteId, url, role }, verdict);
  return { verdict, capture: outcome.ok ? outcome.capture : null, look, isProvisional: ignored.length > 0 };
}

/** From here on the page is checked like any target, until it is confirmed or cleared. */
async function suspect(parts: MonitorParts, page: Omit<Probe, 'knowledge'>, verdict: Verdict): Promise<void> {
  const { suspected, suspectedEvery } = parts.config.discovery;
  const host = URL.parse(page.url)?.hostname ?? '';
  const count = await countSuspected(parts.db, page.siteId);
  parts.log.info(
    { siteId: page.siteId, role: page.role, level: verdict.level, score: verdict.score, count },
    'a discovered page looks bad',
  );
  // The incident lists enough pages; others are found again once these are cleared.
  if (count >= suspected) return;
  await suspectPage(parts.db, { ...page, host }, { everyMs: suspectedEvery, now: parts.clock() });
}
