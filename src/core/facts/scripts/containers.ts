/**
 * Accounts that a page's scripts load: tag-manager containers, counters, pixels. The owner of one controls or observes
 * the page.
 */

/** Characters read of a script: its head and its tail. */
const readCap = 20_000;
const kept = 40;

/** Each kind with the pattern of its ids, and a word that must occur first, so that most patterns are never run. */
const kinds: readonly (readonly [kind: string, word: string, pattern: RegExp])[] = [
  ['gtm', 'GTM-', /\b(GTM-[A-Z0-9]{4,10})\b/g],
  ['google', 'G-', /\b(G-[A-Z0-9]{8,12})\b/g],
  ['ua', 'UA-', /\b(UA-\d{4,10}-\d{1,3})\b/g],
  ['ads', 'AW-', /\b(AW-\d{8,12})\b/g],
  ['adsense', 'ca-pub-', /\b(ca-pub-\d{10,20})\b/g],
  ['pixel', 'fbq', /fbq\(\s{0,9}["']init["']\s{0,9},\s{0,9}["']?(\d{8,20})/g],
  ['hotjar', 'hjid', /hjid\s{0,9}[:=]\s{0,9}(\d{4,10})/g],
  ['baidu', 'hm.js', /hm\.js\?([0-9a-f]{32})/g],
  ['metrika', 'ym(', /ym\(\s{0,9}(\d{5,10})\s{0,9},\s{0,9}["']init/g],
  ['clarity', 'clarity', /["']clarity["']\s{0,9},\s{0,9}["']script["']\s{0,9},\s{0,9}["'](\w{6,16})["']/g],
  ['tawk', 'tawk.to', /embed\.tawk\.to\/(\w{16,32})/g],
  ['subiz', 'subiz', /setAccount["']\s{0,9},\s{0,9}["'](ac[a-z]{10,24})["']/g],
];

/** `kind=id`, each once, of a script's source or address. */
export function containersIn(source: string): string[] {
  const text = source.length <= readCap ? source : source.slice(0, readCap / 2) + source.slice(-readCap / 2);
  const found = new Set<string>();
  for (const [kind, word, pattern] of kinds) {
    if (!text.includes(word)) continue;
    for (const [, id = ''] of text.matchAll(pattern)) {
      if (found.size < kept) found.add(`${kind}=${id}`);
    }
  }
  return [...found];
}
