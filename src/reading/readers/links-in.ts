/** Links of a page, including queries, which page facts omit: a linear, capped scan of the markup. */
import { type PageAddress, pageAddress } from '../../core/pages/page-address.ts';

const readCap = 3_000_000;
const attemptCap = 20_000;
const hrefCap = 500;

/**
 * The pages of these hosts that the markup links to, each once.
 *
 * @param most the maximum; the first ones on the page are returned
 */
export function linksIn(html: string, pageUrl: string, ownHosts: ReadonlySet<string>, most: number): PageAddress[] {
  const text = html.slice(0, readCap);
  const found = new Map<string, PageAddress>();
  const attribute = /\bhref\s{0,4}=\s{0,4}/gi;
  for (let attempt = 0; attempt < attemptCap && found.size < most; attempt += 1) {
    if (attribute.exec(text) === null) break;
    const href = valueAt(text, attribute.lastIndex);
    const page = href === '' ? null : pageAddress(href, pageUrl, ownHosts);
    if (page !== null) found.set(page.url, page);
  }
  return [...found.values()];
}

/** The attribute value that begins here; empty if it does not end within the cap. */
function valueAt(text: string, start: number): string {
  const rest = text.slice(start, start + hrefCap + 2);
  const quote = rest[0];
  const isQuoted = quote === '"' || quote === "'";
  const end = isQuoted ? rest.indexOf(quote, 1) : rest.search(/[\s>"']/);
  // Addresses contain no markup, so the closing quote is missing.
  if (end === -1 || rest.slice(0, end).includes('<')) return '';
  return rest
    .slice(isQuoted ? 1 : 0, end)
    .trim()
    .replaceAll('&amp;', '&');
}
