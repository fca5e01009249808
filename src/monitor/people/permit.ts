import { type Actor, assertMay, type Capability } from '../../core/people/actor.ts';
import type { Database, Trx } from '../../store/handle.ts';
import { agencyIdOfSite } from '../../store/registry/registry.ts';

/** Checks against the site's current agency: it may have changed since the page was shown. */
export async function assertMayAtSite(
  db: Database | Trx,
  actor: Actor,
  capability: Capability,
  siteId: number,
): Promise<void> {
  assertMay(actor, capability, await agencyIdOfSite(db, siteId));
}
