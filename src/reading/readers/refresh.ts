/** Redirects that are not a `Location`: the `Refresh` header and its meta form. */
import { type Headers, headerValue } from '../../core/headers.ts';
import { withoutHiddenMarkup } from './markup-scan.ts';

/** Longer delays are pages that reload themselves; the browser tier's page time ends here too. */
const maxRefreshDelaySeconds = 10;

/** Where a page soon redirects its visitor; null if nowhere, or only to itself. */
export function refreshTarget(headers: Headers, html: string, base: URL): URL | null {
  const header = headerValue(headers, 'refresh');
  const found = sooner(header === null ? null : parseRefresh(header), metaRefresh(html));
  if (found === null || found.delay > maxRefreshDelaySeconds) return null;
  const target = URL.parse(found.url, base.href);
  if (target === null || !/^https?:$/.test(target.protocol) || target.username !== '' || target.password !== '')
    return null;
  target.hash = '';
  return target.href === withoutHash(base) ? null : target;
}

interface Refresh {
  readonly delay: number;
  readonly url: string;
}

/** Browsers follow the refresh that is due first; the last of equals. */
function sooner(known: Refresh | null, found: Refresh | null): Refresh | null {
  if (known === null || found === null) return known ?? found;
  return found.delay <= known.delay ? found : known;
}

function withoutHash(url: URL): string {
  const copy = new URL(url);
  copy.hash = '';
  return copy.href;
}

const maxAddressLength = 4_000;

/** `5; url=/there`, in all forms that browsers accept. Parsed by hand: a regular expression backtracks on spaces. */
function parseRefresh(text: string): Refresh | null {
  const [start = '', digits] = /^\s*(\d{1,6})?(?:\.\d*)?/.exec(text) ?? [];
  const after = text.slice(start.length).trimStart();
  const isDelayApart = /^[;,]/.test(after) || /\s$/.test(start) || /^\s/.test(text.slice(start.length));
  if (!isDelayApart) return null;
  const rest = after
    .slice(/^[;,]/.test(after) ? 1 : 0)
    .trimStart()
    .replace(/^url\s*=/i, '')
    .trim();
  if (rest === '' || rest.length > maxAddressLength) return null;
  const quote = rest[0];
  if (quote !== '"' && quote !== "'") return { delay: Number(digits ?? 0), url: rest };
  const end = rest.indexOf(quote, 1);
  return { delay: Number(digits ?? 0), url: rest.slice(1, end === -1 ? rest.length : end).trim() };
}

const entities: Readonly<Record<string, string>> = { '&amp;': '&', '&quot;': '"', '&#39;': "'", '&#039;': "'" };

const namesRefresh = /http-equiv\s*=\s*(?:["']\s*)?refresh/i;

/** Ignores comments, scripts and `<noscript>`: a browser with scripts never follows a refresh there. */
function metaRefresh(html: string): Refresh | null {
  if (!namesRefresh.test(html)) return null;
  let soonest: Refresh | null = null;
  for (const [tag] of withoutHiddenMarkup(html).matchAll(/<meta\s[^<>]{0,4000}>/gi)) {
    if (!namesRefresh.test(tag)) continue;
    const match = /\scontent\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>]+))/i.exec(tag);
    const content = match?.[1] ?? match?.[2] ?? match?.[3];
    const parsed = content
      ? parseRefresh(content.replace(/&(amp|quot|#0?39);/g, (name) => entities[name] ?? name))
      : null;
    soonest = sooner(soonest, parsed);
  }
  return soonest;
}
