/** `5; url=/there` of a `Refresh` header or of its meta form. */
import type { PageFacts } from '../page-facts.ts';

type Refresh = NonNullable<PageFacts['refresh']>;

/** An empty address reloads the page itself. */
export function readRefresh(text: string): Refresh {
  const parts = /^\s*(\d{1,6})?[\d.]*\s*(?:[;,]\s*)?(?:url\s*=\s*)?["']?([^"']*)/i.exec(text.slice(0, 5_000));
  return { seconds: Number(parts?.[1] ?? 0), url: (parts?.[2] ?? '').trim().slice(0, 500) };
}

/** Of several, browsers follow the one due first, or the last if equal; one that reloads the page does not count. */
export function soonerRefresh(known: Refresh | null, found: Refresh): Refresh {
  if (known === null || known.url === '') return found;
  return found.url !== '' && found.seconds <= known.seconds ? found : known;
}
