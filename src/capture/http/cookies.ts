/** Cookies within one look. Without them, gates that set a cookie and redirect back would loop endlessly. */

export interface CookieJar {
  readonly keep: (url: URL, setCookie: readonly string[]) => void;
  /** The `Cookie` header for an address, or null. */
  readonly headerFor: (url: URL) => string | null;
}

const maxCookies = 50;
const maxCookieLength = 4096;

/** Lives for one look only, so path and expiry are ignored. */
export function createCookieJar(): CookieJar {
  const cookies = new Map<
    string,
    { name: string; value: string; domain: string; hostOnly: boolean; secure: boolean }
  >();
  const covers = (domain: string, hostOnly: boolean, host: string) =>
    host === domain || (!hostOnly && host.endsWith(`.${domain}`));
  return {
    keep: (url, setCookie) => {
      for (const line of setCookie) {
        const [pair = '', ...attributes] = line.split(';');
        const at = pair.indexOf('=');
        if (at <= 0 || line.length > maxCookieLength || cookies.size >= maxCookies) continue;
        const attribute = (name: string) =>
          attributes
            .find((text) => text.trim().toLowerCase().startsWith(name))
            ?.split('=')[1]
            ?.trim()
            .toLowerCase();
        const named = attribute('domain=')?.replace(/^\./, '');
        const domain = named && covers(named, false, url.hostname) ? named : url.hostname;
        const name = pair.slice(0, at).trim();
        const value = pair.slice(at + 1).trim();
        const secure = attributes.some((text) => text.trim().toLowerCase() === 'secure');
        cookies.set(`${domain} ${name}`, { name, value, domain, hostOnly: !named, secure });
      }
    },
    headerFor: (url) => {
      const fitting = [...cookies.values()].filter(
        (cookie) =>
          covers(cookie.domain, cookie.hostOnly, url.hostname) && (!cookie.secure || url.protocol === 'https:'),
      );
      if (fitting.length === 0) return null;
      return fitting
        .map(({ name, value }) => `${name}=${value}`)
        .join('; ')
        .replace(/[^\x20-\x7e\x80-\xff]/g, '');
    },
  };
}
