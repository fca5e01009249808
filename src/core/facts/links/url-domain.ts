import { registrableDomain } from '../../address.ts';

/** The registrable domain of an address; null where it has none. */
export function urlDomain(url: string): string | null {
  const host = URL.parse(url)?.hostname ?? '';
  return host === '' ? null : registrableDomain(host);
}
