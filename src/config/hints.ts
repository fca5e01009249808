/** What a valid configuration may still lack. */
import { registrableDomain } from '../core/address.ts';
import type { Config } from './schema/schema.ts';

/** Null if messages can lead to the dashboard. */
export function publicUrlHint({ web }: Config): string | null {
  if (web.publicUrl !== undefined) return null;
  return 'web.publicUrl is not set: mails carry no links to the dashboard, nobody can acknowledge from a mail, and no forgotten password can be reset by mail';
}

/** Null if the monitor can tell its own outage from the portals'. */
export function canariesHint({ canaries }: Config): string | null {
  if (canaries.urls.length === 0) {
    return 'none are configured (canaries.urls): an outage of our own connection would look like an outage of every portal';
  }
  const domains = new Set(canaries.urls.map((url) => registrableDomain(URL.parse(url)?.hostname ?? '')));
  return domains.size > 1
    ? null
    : 'all canaries belong to one owner, whose outage would look like our own: add another';
}
