/** What a configuration without mistakes still lacks. */
import { registrableDomain } from '../core/address.ts';
import type { Config } from './schema.ts';

/** Null when the monitor can tell its own outage from the portals'. */
export function canariesHint({ canaries }: Config): string | null {
  if (canaries.urls.length === 0) {
    return 'none are named (canaries.urls): an outage of our own line would look like an outage of every portal';
  }
  const domains = new Set(canaries.urls.map((url) => registrableDomain(URL.parse(url)?.hostname ?? '')));
  return domains.size > 1 ? null : 'all canaries are of one owner, whose outage would look like ours: name another';
}
