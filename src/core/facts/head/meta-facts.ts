import type { MetaFacts } from '../page-facts.ts';

/** The metas shown to people and search engines, selected from all of a page's by name. */
export function readMeta(all: Readonly<Record<string, string>>): MetaFacts {
  const text = (name: string): string => (all[name] ?? '').replace(/\s+/g, ' ').trim();
  return {
    description: text('description'),
    keywords: text('keywords'),
    ogTitle: text('og:title'),
    ogSiteName: text('og:site_name'),
    ogImage: text('og:image'),
    generator: text('generator'),
    author: text('author'),
  };
}
