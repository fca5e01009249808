/** What a valid configuration may still lack. */
import { registrableDomain } from '../core/address.ts';
import type { Config } from './schema/schema.ts';

/** Null if messages can lead to the dashboard. */
export function publicUrlHint({ web }: Config): string | null {
  if (web.publicUrl !== undefined) return null;
  return 'web.publicUrl is not set: mails carry no links to the dashboard, nobody can acknowledge from a mail, and no forgotten password can be reset by mail';
}

/** Null if the public page is off, or stands apart from the dashboard and its mails can lead to it. */
export function publicPageHint({ web, requests }: Config): string | null {
  const { publicListen } = web;
  if (publicListen === undefined) return null;
  if (publicListen === web.listen) {
    return 'web.publicListen is the same as web.listen: give the public page an address of its own';
  }
  if (requests.publicUrl === undefined) {
    return 'requests.publicUrl is not set: confirmation mails carry no link, so no request can be confirmed';
  }
  if (requests.publicUrl === web.publicUrl) {
    return 'requests.publicUrl is the same as web.publicUrl: the public page needs a host name of its own';
  }
  if (requests.operator === '' || requests.contact === '') {
    return 'requests.operator and requests.contact are not both set: the page must say who processes personal data and how to reach them';
  }
  return null;
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
