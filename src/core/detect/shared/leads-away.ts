import type { LinkFact } from '../../facts/page-facts.ts';
import type { LearnedView } from '../../learned/learned-view.ts';
import type { LookContext, ViewContext } from './detector.ts';
import { isServiceHost } from './known-service.ts';
import { whose } from './whose.ts';

/** Whether the page links to a stranger that it never linked. */
export function leadsAway(context: LookContext, { facts, learned }: ViewContext): boolean {
  return strangeLinks(context, facts.links, learned).length > 0;
}

/** Links to strangers that the page never linked. */
export function strangeLinks(
  context: LookContext,
  links: readonly LinkFact[],
  learned: LearnedView | null,
): LinkFact[] {
  const linked = new Set(learned?.hosts.links);
  return links.filter(({ host }) => host !== null && !linked.has(host) && isStranger(context, host));
}

/** Whether a host is neither the portal's, nor a public body's beside it, nor of a service that editors embed. */
export function isStranger({ policy, targetUrl }: LookContext, host: string | null): boolean {
  return whose(host, targetUrl) === 'foreign' && !isServiceHost(policy, host ?? '');
}
