import { areBothOfficial, registrableDomain } from '../../address.ts';

/** `official`: of another public body, under a suffix where outsiders get no domain. */
export type Whose = 'own' | 'official' | 'foreign';

/** Whose a host is, seen from the portal. @param host with a port perhaps; null is the page's own */
export function whose(host: string | null, targetUrl: string): Whose {
  const own = URL.parse(targetUrl)?.hostname ?? '';
  const name = (host ?? own).replace(/:\d+$/, '');
  if (registrableDomain(name) === registrableDomain(own)) return 'own';
  return areBothOfficial(name, own) ? 'official' : 'foreign';
}
