/** What a site says about its own pages: sitemaps and links. */
import { gunzipSync } from 'node:zlib';
import { ownAddress, pageAddress } from '../../core/pages/page-address.ts';
import type { Readers, SitemapReading } from '../../core/readers.ts';
import { linksIn } from './links-in.ts';
import { textOf } from './page-text.ts';
import { readSitemap } from './sitemap.ts';

/** Sitemaps taken from one index. */
const maxSitemaps = 1_000;

export const pagesOfSitemap: Readers['sitemap'] = ({ bytes, charset, url, hosts, size, most, keep }) => {
  const text =
    charset === null
      ? gunzipSync(bytes, { maxOutputLength: size }).toString('utf8')
      : textOf({ bytes, charset }).slice(0, size);
  const { isIndex, entries } = readSitemap(text, most, Date.parse);
  const own = new Set(hosts);
  const sitemaps = isIndex ? entries.flatMap(({ url: href }) => ownAddress(href, url, own) ?? []) : [];
  const pages = new Map<string, SitemapReading['pages'][number]>();
  for (const { url: href, modifiedAt } of isIndex ? [] : entries) {
    const page = pageAddress(href, url, own);
    if (page !== null) pages.set(page.url, { ...page, modifiedAt });
  }
  // Newest first, so that the cap cuts off the pages that changed longest ago.
  const newest = [...pages.values()].sort((a, b) => (b.modifiedAt ?? 0) - (a.modifiedAt ?? 0)).slice(0, keep);
  return { entries: entries.length, sitemaps: sitemaps.slice(0, maxSitemaps), pages: newest };
};

export const linksOfPage: Readers['links'] = ({ html, url, hosts, most }) =>
  linksIn(typeof html === 'string' ? html : textOf(html), url, new Set(hosts), most);
