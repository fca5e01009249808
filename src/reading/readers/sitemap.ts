/** Reads a sitemap (sitemaps.org) or sitemap index with a linear, capped scan, because it is untrusted. */

export interface SitemapEntry {
  readonly url: string;
  /** Declared time of the last change, in milliseconds; null if none. */
  readonly modifiedAt: number | null;
}

export interface Sitemap {
  /** Whether the entries are further sitemaps instead of pages. */
  readonly isIndex: boolean;
  readonly entries: readonly SitemapEntry[];
}

const addressCap = 1_000;

/**
 * @param most maximum number of entries
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
