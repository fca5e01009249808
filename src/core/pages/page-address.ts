/** Addresses that may be pages of a site, from sitemaps and links, which are untrusted. */

export interface PageAddress {
  readonly url: string;
  /** Common pattern of similar addresses (without numbers and query values): a calendar is one shape. */
  readonly shape: string;
}

/** Longer ones are never pages meant for people. */
const longest = 500;
/** Files that are not pages. */
const otherFile =
  /\.(?:7z|apk|avi|bmp|css|docx?|eot|epub|exe|flv|gif|gz|ico|iso|jpe?g|js|json|m4a|map|mov|mp[34]|odt|ogg|otf|pdf|png|pptx?|rar|rss|rtf|svg|swf|tar|tiff?|ttf|txt|wav|webm|webp|wmv|woff2?|xlsx?|xml|zip)$/i;

/** Null for what is no page of these hosts: another host or scheme, user information, a picture, something endless. */
export function pageAddress(href: string, base: string, ownHosts: ReadonlySet<string>): PageAddress | null {
  if (href.length > longest) return null;
  const url = URL.parse(href, base);
  if (url === null || !isOwnAddress(url, ownHosts) || otherFile.test(url.pathname)) return null;
  url.hash = '';
  return url.href.length > longest ? null : { url: url.href, shape: shapeOf(url) };
}

/** Parses an address of one of the hosts; null for any other. */
export function ownAddress(href: string, base: string, ownHosts: ReadonlySet<string>): string | null {
  const url = href.length > longest ? null : URL.parse(href, base);
  return url !== null && isOwnAddress(url, ownHosts) ? url.href : null;
}

function isOwnAddress(url: URL, ownHosts: ReadonlySet<string>): boolean {
  const isWeb = url.protocol === 'http:' || url.protocol === 'https:';
  return isWeb && url.username === '' && url.password === '' && ownHosts.has(url.host);
}

function shapeOf(url: URL): string {
  const names = [...new Set(url.searchParams.keys())].sort().join('&');
  return `${url.host}${url.pathname}?${names}`.replace(/\d+/g, '0').slice(0, 200);
}
