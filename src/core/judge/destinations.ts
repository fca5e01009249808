/** Where a look leads the visitor: response addresses, script navigations and meta refreshes. */
import { registrableDomain } from '../address.ts';
import type { Hop } from '../domain/capture.ts';
import { readRefresh } from '../facts/links/refresh.ts';
import type { Look } from '../facts/look.ts';

export type Means = 'answer' | 'refresh' | 'script';

export interface Destination {
  readonly url: string;
  readonly means: Means;
}

/** Seconds up to which a meta refresh redirects the visitor rather than offering a choice. */
const soonSeconds = 30;

/** Where the responses lead, whether or not anything was found there. */
export function wayOf(hops: readonly Hop[]): Destination[] {
  const found = hops.flatMap(({ url, via, leadsTo }): Destination[] => [
    { url, means: meansOf(via) },
    ...(leadsTo === undefined ? [] : [{ url: leadsTo, means: 'answer' as const }]),
  ]);
  return found.filter(({ url }) => addressDomain(url) !== '');
}

/** In order met, the final address first; addresses of a page that names none are omitted. */
export function destinations(look: Look): Destination[] {
  const found: Destination[] = [{ url: look.finalUrl, means: meansOf(look.hops.at(-1)?.via) }, ...wayOf(look.hops)];
  for (const url of look.navigations) found.push({ url, means: 'script' });
  for (const refresh of [headerRefresh(look), look.received?.refresh, look.rendered?.refresh]) {
    if (refresh == null || refresh.url === '' || refresh.seconds > soonSeconds) continue;
    const url = URL.parse(refresh.url, look.finalUrl);
    if (url !== null) found.push({ url: url.href, means: 'refresh' });
  }
  return found.filter(({ url }) => addressDomain(url) !== '');
}

/** The Refresh header of the response: whether followed or not, its target may be dead or refused. */
function headerRefresh({ headers }: Look): ReturnType<typeof readRefresh> | null {
  const header = headers.find(([name]) => name.toLowerCase() === 'refresh');
  return header === undefined ? null : readRefresh(header[1]);
}

/** Registrable domain of an http or https address; empty for any other. */
export function addressDomain(url: string): string {
  const parsed = URL.parse(url);
  if (parsed === null || !/^https?:$/.test(parsed.protocol)) return '';
  return registrableDomain(parsed.hostname);
}

function meansOf(via: string | undefined): Means {
  return via === 'refresh' || via === 'script' ? via : 'answer';
}
