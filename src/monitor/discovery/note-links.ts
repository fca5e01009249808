/** Pages that a clean look links to become known to discovery. */
import { linksIn } from '../../core/pages/links-in.ts';
import { noteFoundPages } from '../../store/found-pages.ts';
import type { TargetRow } from '../../store/schema.ts';
import type { Observed } from '../observe.ts';
import type { Parts } from '../parts.ts';
import { hostsOf, registeredOf } from './load-knowledge.ts';

/** Of one page: more are a list, and what is new on it stands first. */
export const mostLinks = 300;

/** Browser looks only: they come seldom, and see what scripts add. What a special visitor was shown is nobody's page yet. */
export async function noteLinks(
  parts: Pick<Parts, 'db' | 'config' | 'clock' | 'log'>,
  target: Pick<TargetRow, 'siteId'>,
  { captures, deepest, verdict }: Pick<Observed, 'captures' | 'deepest' | 'verdict'>,
): Promise<void> {
  const { enabled, keep } = parts.config.discovery;
  if (!enabled || deepest !== 'browser' || verdict.level !== 'clean') return;
  const registered = await registeredOf(parts.db, target.siteId);
  const hosts = hostsOf(registered);
  const watched = new Set(registered.map(({ url }) => url));
  const found = captures
    .filter(({ profile }) => profile === 'browser')
    .flatMap((capture) =>
      [capture.html, capture.rendering?.html ?? ''].map((html) => ({ html, url: capture.finalUrl })),
    )
    .flatMap(({ html, url }) => linksIn(html, url, hosts, mostLinks))
    .filter(({ url }) => !watched.has(url))
    .map((page) => ({ ...page, modifiedAt: null }));
  await noteFoundPages(parts.db, target.siteId, found, 'link', { most: keep, now: parts.clock() });
}
