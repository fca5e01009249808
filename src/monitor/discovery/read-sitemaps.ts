/** A site's robots.txt and sitemaps: which pages it lists, and which ones robots should leave alone. */
import type { Capture } from '../../core/domain/capture.ts';
import { ownAddress } from '../../core/pages/page-address.ts';
import type { Robots, SitemapReading } from '../../core/readers.ts';
import { laneOf, withText } from '../check/look/read-capture.ts';
import type { MonitorParts } from '../parts.ts';

export interface SiteMapReading {
  readonly robots: Robots;
  readonly pages: SitemapReading['pages'];
}

const denyAll = 'User-agent: *\nDisallow: /';
const robotsCap = 64_000;
/** Hosts per site whose rules are read. */
const mostHosts = 5;

/**
 * @param siteUrls addresses of the registered pages, the home page first
 * @param hosts where pages may be
 * @param keep most pages to return: the newest
 */
export async function readSitemaps(
  parts: Pick<MonitorParts, 'takeCapture' | 'config' | 'read'>,
  siteUrls: readonly string[],
  hosts: ReadonlySet<string>,
  keep: number,
  signal: AbortSignal,
): Promise<SiteMapReading> {
  const { files, entries } = parts.config.discovery.sitemap;
  const robots: Record<string, string> = {};
  const queue: string[] = [];
  const origins = [...new Set(siteUrls.flatMap((url) => URL.parse(url)?.origin ?? []))].slice(0, mostHosts);
  for (const origin of origins) {
    robots[origin] = await readRobots(parts, origin, hosts, signal);
    const named = (await parts.read('robots', { robots, origin }, laneOf(origin))) ?? [];
    queue.push(...[...named, '/sitemap.xml'].flatMap((href) => ownAddress(href, origin, hosts) ?? []));
  }
  const pages = new Map<string, SitemapReading['pages'][number]>();
  const read = new Set<string>();
  let left = entries;
  for (let url = queue.shift(); url !== undefined && read.size < files && left > 0; url = queue.shift()) {
    if (read.has(url)) continue;
    read.add(url);
    const sitemap = await readFile(parts, url, { hosts: [...hosts], most: left, keep }, signal);
    left -= sitemap?.entries ?? 0;
    queue.push(...(sitemap?.sitemaps ?? []));
    for (const page of sitemap?.pages ?? []) pages.set(page.url, page);
  }
  // Newest first: the cap drops what changed longest ago.
  const newest = [...pages.values()].sort((a, b) => (b.modifiedAt ?? 0) - (a.modifiedAt ?? 0));
  return { robots, pages: newest.slice(0, keep) };
}

/** A missing file means no rules; while the server fails, everything is disallowed (RFC 9309 §2.3.1). */
async function readRobots(
  parts: Pick<MonitorParts, 'takeCapture' | 'read'>,
  origin: string,
  hosts: ReadonlySet<string>,
  signal: AbortSignal,
): Promise<string> {
  const outcome = await take(parts, `${origin}/robots.txt`, signal);
  if (!outcome.ok || outcome.capture.status >= 500) return denyAll;
  const { status } = outcome.capture;
  if (status >= 300 || !isOwn(outcome.capture, hosts)) return '';
  // Unreadable rules may disallow anything.
  return (await withText(parts, outcome.capture))?.html.slice(0, robotsCap) ?? denyAll;
}

/** Null when the file is missing or stalls its reader, as a bomb or half a file does. */
async function readFile(
  parts: Pick<MonitorParts, 'takeCapture' | 'config' | 'read'>,
  url: string,
  limits: { readonly hosts: readonly string[]; readonly most: number; readonly keep: number },
  signal: AbortSignal,
): Promise<SitemapReading | null> {
  const outcome = await take(parts, url, signal);
  if (!outcome.ok || outcome.capture.status >= 300) return null;
  const { capture } = outcome;
  const { bytes } = capture.body;
  if (!isOwn(capture, new Set(limits.hosts))) return null;
  const isGzipped = bytes[0] === 0x1f && bytes[1] === 0x8b;
  if (capture.charset === 'binary' && !isGzipped) return null;
  const charset = capture.charset === 'binary' ? null : capture.charset;
  const { size } = parts.config.discovery.sitemap;
  return parts.read('sitemap', { bytes, charset, url, size, ...limits }, laneOf(url));
}

function isOwn({ finalUrl }: Capture, hosts: ReadonlySet<string>): boolean {
  return hosts.has(URL.parse(finalUrl)?.host ?? '');
}

function take(parts: Pick<MonitorParts, 'takeCapture'>, url: string, signal: AbortSignal) {
  return parts.takeCapture({ url, tier: 'http', profile: 'browser', realTime: true }, signal);
}
