/** Reads a sitemap (sitemaps.org) or an index of sitemaps: a scan, linear and capped, since anybody may have written it. */

export interface SitemapEntry {
  readonly url: string;
  /** When the page says it last changed, milliseconds; null when it does not. */
  readonly modifiedAt: number | null;
}

export interface Sitemap {
  /** Of further sitemaps when this is an index, of pages otherwise. */
  readonly isIndex: boolean;
  readonly entries: readonly SitemapEntry[];
}

const addressCap = 1_000;

/**
 * @param most entries read at most
 * @param readTime a W3C date-time → milliseconds, NaN for anything else
 */
export function readSitemap(xml: string, most: number, readTime: (text: string) => number): Sitemap {
  const entries: SitemapEntry[] = [];
  let at = xml.indexOf('<loc>');
  while (at !== -1 && entries.length < most) {
    const next = xml.indexOf('<loc>', at + 5);
    const entry = xml.slice(at + 5, next === -1 ? at + 5 + 2 * addressCap : Math.min(next, at + 5 + 2 * addressCap));
    const end = entry.indexOf('</loc>');
    if (end !== -1 && end <= addressCap) {
      const modified = /<lastmod>\s{0,9}([^<]{4,40})<\/lastmod>/.exec(entry)?.[1]?.trim();
      const time = modified === undefined ? Number.NaN : readTime(modified);
      entries.push({ url: plain(entry.slice(0, end)), modifiedAt: Number.isFinite(time) ? time : null });
    }
    at = next;
  }
  return { isIndex: /<sitemapindex[\s>]/.test(xml.slice(0, 4_000)), entries };
}

function plain(text: string): string {
  return text
    .replace(/^\s*<!\[CDATA\[|\]\]>\s*$/g, '')
    .replaceAll('&amp;', '&')
    .trim();
}
