/** Hosts under top-level domains that cost next to nothing, which attackers buy for one campaign and throw away. */

/**
 * By the share of malicious names, published every quarter by those who count them. Widgets, advertisers and counters that
 * pages of many owners embed come from older domains: of some 800 recorded ordinary pages none loads a script or hides a
 * frame from one of these.
 */
const cheap: ReadonlySet<string> = new Set(
  (
    'autos beauty bet bid bond boats buzz cam casino cf cfd click club cyou date fun ga gq hair homes icu ' +
    'lat link loan lol makeup men ml mom monster motorcycles online party pics pw quest racing rest sbs shop ' +
    'site skin space store stream tk top trade vip website win wtf xyz yachts zip'
  ).split(' '),
);

/** Whether a host has such a name, or none at all. @param host perhaps with a port */
export function isThrowawayHost(host: string): boolean {
  return hasThrowawayName(host) || /^\d{1,3}(?:\.\d{1,3}){3}$/.test(host.replace(/:\d+$/, ''));
}

export function hasThrowawayName(host: string): boolean {
  const name = host.replace(/:\d+$/, '');
  return cheap.has(name.slice(name.lastIndexOf('.') + 1));
}
