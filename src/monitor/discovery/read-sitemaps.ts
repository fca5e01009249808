/** A site's robots.txt and sitemaps: which pages it says it has, and which ones robots are asked to leave alone. */
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { ownAddress, type PageAddress, pageAddress } from '../../core/pages/page-address.ts';
import { readSitemap } from '../../core/pages/sitemap.ts';
import type { Parts } from '../parts.ts';
import { denyAll, type Robots, robotsRules } from './robots.ts';

export interface SiteMapReading {
  readonly robots: Robots;
  readonly pages: readonly (PageAddress & { readonly modifiedAt: number | null })[];
}

const unzip = promisify(gunzip);
const robotsCap = 64_000;
/** Hosts of one site whose rules are read. */
const mostHosts = 5;

/**
 * @param siteUrls addresses of the registered pages, the home page first
 * @param hosts where pages may be
 */
export async function readSitemaps(
  parts: Pick<Parts, 'takeCapture' | 'config'>,
  siteUrls: readonly string[],
  hosts: ReadonlySet<string>,
  signal: AbortSignal,
): Promise<SiteMapReading> {
  const { files, entries } = parts.config.discovery.sitemap;
  const robots: Record<string, string> = {};
  const queue: string[] = [];
  const origins = [...new Set(siteUrls.flatMap((url) => URL.parse(url)?.origin ?? []))].slice(0, mostHosts);
  for (const origin of origins) {
    robots[origin] = await readRobots(parts, origin, hosts, signal);
    const named = robotsRules(robots, `${origin}/`)?.getSitemaps() ?? [];
    queue.push(...[...named, '/sitemap.xml'].flatMap((href) => ownAddress(href, origin, hosts) ?? []));
  }
  const pages = new Map<string, SiteMapReading['pages'][number]>();
  const read = new Set<string>();
  let left = entries;
  for (let url = queue.shift(); url !== undefined && read.size < files && left > 0; url = queue.shift()) {
    if (read.has(url)) continue;
    read.add(url);
    const text = await fetchText(parts, url, hosts, signal);
    if (text === null) continue;
    const sitemap = readSitemap(text, left, Date.parse);
    left -= sitemap.entries.length;
    for (const { url: href, modifiedAt } of sitemap.entries) {
      if (sitemap.isIndex) queue.push(...[ownAddress(href, url, hosts)].filter((own) => own !== null));
      else {
        const page = pageAddress(href, url, hosts);
        if (page !== null) pages.set(page.url, { ...page, modifiedAt });
      }
    }
  }
  // The newest first: what is beyond the cap is what changed longest ago.
  return { robots, pages: [...pages.values()].sort((a, b) => (b.modifiedAt ?? 0) - (a.modifiedAt ?? 0)) };
}

/** No rules where there is no file; all is forbidden while the server fails (RFC 9309 §2.3.1). */
async function readRobots(
  parts: Pick<Parts, 'takeCapture'>,
  origin: string,
  hosts: ReadonlySet<string>,
  signal: AbortSignal,
): Promise<string> {
  const outcome = await take(parts, `${origin}/robots.txt`, signal);
  if (!outcome.ok || outcome.capture.status >= 500) return denyAll;
  const { status, html, finalUrl } = outcome.capture;
  const isOwn = hosts.has(URL.parse(finalUrl)?.host ?? '');
  return status < 300 && isOwn ? html.slice(0, robotsCap) : '';
}

async function fetchText(
  parts: Pick<Parts, 'takeCapture' | 'config'>,
  url: string,
  hosts: ReadonlySet<string>,
  signal: AbortSignal,
): Promise<string | null> {
  const outcome = await take(parts, url, signal);
  if (!outcome.ok || outcome.capture.status >= 300) return null;
  const { capture } = outcome;
  if (!hosts.has(URL.parse(capture.finalUrl)?.host ?? '')) return null;
  const { size } = parts.config.discovery.sitemap;
  if (capture.html !== '') return capture.html.slice(0, size);
  const { bytes } = capture.body;
  if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) return null;
  try {
    return (await unzip(bytes, { maxOutputLength: size })).toString('utf8');
  } catch {
    // A bomb, or half a file.
    return null;
  }
}

function take(parts: Pick<Parts, 'takeCapture'>, url: string, signal: AbortSignal) {
  return parts.takeCapture({ url, tier: 'http', profile: 'browser', realTime: true }, signal);
}
