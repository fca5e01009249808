/** Resolves the addresses in a page's markup cheaply: a page has hundreds, and most are plain. */

export interface ResolvedAddress {
  /** Lower-case host with a port if one is given; null when it is the page's own host. */
  readonly host: string | null;
  /** `host/path` without query and fragment, at most 300 characters. */
  readonly address: string;
}

/** Plain host names only: numbers, ports, punycode and anything odd are left to the URL parser. */
const plainAbsolute =
  /^(?:https?:)?\/\/((?:(?!xn--)[a-z0-9][a-z0-9-]*\.)+(?!xn--)[a-z][a-z0-9-]*)(\/[\w\-./~%]*)?(?:[?#].*)?$/i;
const plainRelative = /^(?:\/(?![/\\])[\w\-./~%]*|[\w-][\w\-./~%]*|\.{1,2}\/[\w\-./~%]*)?(?:[?#][^\\\s]*)?$/;
const otherScheme = /^\s*(?:javascript|data|mailto|tel|sms|about|blob|callto|skype|zalo|whatsapp|viber):/i;

/** Characters read of an address. */
const hrefCap = 2_000;

/** Resolves against the page as browsers do; null for addresses that name no host (`mailto:`, `data:` …). */
export function createResolver(pageUrl: string, baseHref: string | null): (href: string) => ResolvedAddress | null {
  const page = URL.parse(pageUrl);
  // Each non-plain address is resolved against it: a base of megabytes would be parsed again every time.
  const base = URL.parse((baseHref ?? '').slice(0, hrefCap), pageUrl.slice(0, hrefCap)) ?? page;
  const ownHost = page?.host ?? '';
  const baseHost = base?.host ?? ownHost;
  const found = (host: string, path: string): ResolvedAddress => ({
    host: host === ownHost ? null : host,
    address: `${host}${path}`.slice(0, 300),
  });
  return (href) => {
    if (href.length > hrefCap) return otherScheme.test(href) ? null : slow(href.slice(0, hrefCap));
    const absolute = plainAbsolute.exec(href);
    if (absolute !== null) return found((absolute[1] ?? '').toLowerCase(), absolute[2] ?? '/');
    if (plainRelative.test(href)) return found(baseHost, relativePath(href));
    return otherScheme.test(href) ? null : slow(href);
  };

  function slow(href: string): ResolvedAddress | null {
    const url = URL.parse(href, base?.href ?? 'http://invalid/');
    if (url === null || (url.protocol !== 'http:' && url.protocol !== 'https:')) return null;
    return found(url.host, url.pathname);
  }
}

/** A relative path stays as written, which suffices for comparing. */
function relativePath(href: string): string {
  const end = href.search(/[?#]/);
  const path = end === -1 ? href : href.slice(0, end);
  return path.startsWith('/') ? path : `/${path}`;
}
