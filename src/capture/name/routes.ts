/** Where each spelling of a site's address leads: with and without `www`, over http and https. Never judges. */
import { domainOf } from '../../core/address.ts';
import type { RouteLook } from '../../core/names/name-look.ts';
import type { TakeCapture } from '../../core/ports.ts';

/**
 * At most four addresses, the registered one first; sequentially per host. Never throws for remote failures: a spelling
 * that does not resolve is recorded like any other.
 *
 * @param take must end within its own total time
 */
export async function lookAtRoutes(url: string, take: TakeCapture, signal: AbortSignal): Promise<RouteLook[]> {
  const byHost = spellingsOf(url).map(async (spellings) => {
    const looks: RouteLook[] = [];
    for (const one of spellings) looks.push(await lookAtRoute(one, take, signal));
    return looks;
  });
  return (await Promise.all(byHost)).flat();
}

async function lookAtRoute(url: string, take: TakeCapture, signal: AbortSignal): Promise<RouteLook> {
  const outcome = await take({ url, tier: 'http', profile: 'browser', realTime: true }, signal);
  if (!outcome.ok) {
    const { hops, kind } = outcome.failure;
    return { url, hops, finalUrl: null, status: null, failure: kind };
  }
  const { hops, finalUrl, status } = outcome.capture;
  return { url, hops, finalUrl, status, failure: null };
}

/** Home addresses to try, grouped by host. */
function spellingsOf(url: string): string[][] {
  const registered = URL.parse(url);
  if (registered === null || !/^https?:$/.test(registered.protocol)) return [];
  const home = new URL('/', registered);
  const sibling = siblingOf(home.hostname);
  return [home.hostname, ...(sibling === null ? [] : [sibling])].map((host) => {
    const own = withHost(home, host);
    // An explicit port belongs to the registered scheme.
    if (home.port !== '') return [own.href];
    const other = new URL(own);
    other.protocol = home.protocol === 'https:' ? 'http:' : 'https:';
    return [own.href, other.href];
  });
}

function withHost(url: URL, host: string): URL {
  const copy = new URL(url);
  copy.hostname = host;
  return copy;
}

/** The host with `www.` added or removed; null for an IP address, or if only a public suffix is left. */
function siblingOf(host: string): string | null {
  if (domainOf(host) === null) return null;
  if (!host.startsWith('www.')) return `www.${host}`;
  const bare = host.slice('www.'.length);
  return domainOf(bare) === null ? null : bare;
}
