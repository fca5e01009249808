import type { LookContext, ViewContext } from './detector.ts';
import { isServiceHost } from './known-service.ts';
import { whose } from './whose.ts';

/** Whether the page links to a stranger that it never linked. */
export function leadsAway({ policy, targetUrl }: LookContext, { facts, learned }: ViewContext): boolean {
  const linked = new Set(learned?.hosts.links);
  return facts.links.some(
    ({ host }) =>
      host !== null && !linked.has(host) && whose(host, targetUrl) === 'foreign' && !isServiceHost(policy, host),
  );
}
