/** Redirects that are not a `Location`: the `Refresh` header and its meta form. */
import { type Headers, headerValue } from '../content.ts';
import { withoutHiddenMarkup } from '../markup-scan.ts';

/** Longer ones are pages that renew themselves; the browser tier's page time ends here too. */
const maxRefreshDelaySeconds = 10;

/** Where a page sends its visitor shortly; null when it does not, or only to itself. */
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

/** Browsers follow the one that is due first, of equals the last. */
function sooner(known: Refresh | null, found: Refresh | null): Refresh | null {
  if (known === null || found === null) return known ?? found;
  return found.delay <= known.delay ? found : known;
}

function withoutHash(url: URL): string {
  const copy = new URL(url);
  copy.hash = '';
  return copy.href;
}

/** `5; url=/there`, in the forms that browsers take. */
function parseRefresh(text: string): Refresh | null {
  const match = /^\s*(\d{1,6})?(?:\.\d*)?\s*[;,\s]\s*(?:url\s*=\s*)?(.{1,4000})$/is.exec(text);
  const rest = match?.[2]?.trim();
  if (!rest) return null;
  const quoted = /^(["'])(.*?)(?:\1|$)/s.exec(rest);
  return { delay: Number(match?.[1] ?? 0), url: (quoted?.[2] ?? rest).trim() };
}

const entities: Readonly<Record<string, string>> = { '&amp;': '&', '&quot;': '"', '&#39;': "'", '&#039;': "'" };

/** A visitor with scripts never follows what stands in a comment, a script or `<noscript>`. */
function metaRefresh(html: string): Refresh | null {
  if (!/http-equiv\s*=\s*["']?\s*refresh/i.test(html)) return null;
  let soonest: Refresh | null = null;
  for (const [tag] of withoutHiddenMarkup(html).matchAll(/<meta\s[^<>]{0,4000}>/gi)) {
    if (!/http-equiv\s*=\s*["']?\s*refresh/i.test(tag)) continue;
    const match = /\scontent\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>]+))/i.exec(tag);
    const content = match?.[1] ?? match?.[2] ?? match?.[3];
    const parsed = content
      ? parseRefresh(content.replace(/&(amp|quot|#0?39);/g, (name) => entities[name] ?? name))
      : null;
    soonest = sooner(soonest, parsed);
  }
  return soonest;
}
