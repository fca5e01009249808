/**
 * Counts terms used by gambling sites and link sellers. Terms are data; one alone is never evidence, so callers get
 * totals.
 */
import { foldText, wordsOf } from '../../facts/text/text-folding.ts';
import { withoutMarkStorms } from '../../text.ts';
import { findPhrases, matchWords, type PhraseIndex } from './phrase-index.ts';

export interface SpamTerm {
  readonly text: string;
  /** Nats added by the term's first occurrence. */
  readonly weight: number;
}

export interface SpamLexicon {
  /** Matched folded: without case, accents, invisible characters or digits used as letters. */
  readonly folded: PhraseIndex<SpamTerm>;
  /** Matched with accents. */
  readonly exact: PhraseIndex<SpamTerm>;
  /** Parts of host names and paths, folded. */
  readonly addresses: readonly string[];
  /** Words of police, courts and warnings; matched with accents. */
  readonly reports: PhraseIndex<{ readonly text: string }>;
}

/** Terms found in a set of texts. */
export interface SpamCount {
  /** Distinct terms with their weight, in the order found. */
  readonly terms: ReadonlyMap<string, number>;
  /** Words read, and how many of them are part of a term. */
  readonly words: number;
  readonly hits: number;
  /** Of the terms, those that stand only in texts which report on crime or warn of it. */
  readonly reported: ReadonlySet<string>;
}

/** Characters read per count. */
const readCap = 200_000;

export function countSpam(lexicon: SpamLexicon, texts: Iterable<string>): SpamCount {
  const terms = new Map<string, number>();
  const offered = new Set<string>();
  let words = 0;
  let hits = 0;
  let left = readCap;
  for (const text of texts) {
    left -= text.length;
    if (left < 0) break;
    const folded = matchWords(text);
    const exact = exactWords(text);
    words += folded.length;
    const found = [...findPhrases(lexicon.folded, folded), ...findPhrases(lexicon.exact, exact)];
    const isReport = found.length > 0 && findPhrases(lexicon.reports, exact).length > 0;
    const brand = found.length > 0 ? brandIn(exact) : null;
    if (brand !== null) terms.set(brand, brandWeight);
    if (brand !== null && !isReport) offered.add(brand);
    for (const { phrase, length } of found) {
      terms.set(phrase.text, phrase.weight);
      if (!isReport) offered.add(phrase.text);
      hits += length;
    }
  }
  return { terms, words, hits, reported: new Set([...terms.keys()].filter((term) => !offered.has(term))) };
}

/** Sum of the distinct terms' weights. */
export function spamWeight({ terms }: Pick<SpamCount, 'terms'>): number {
  let sum = 0;
  for (const weight of terms.values()) sum += weight;
  return sum;
}

/** The same count without what only reports on crime or warnings say. */
export function withoutReports(count: SpamCount): SpamCount {
  if (count.reported.size === 0) return count;
  const terms = new Map([...count.terms].filter(([term]) => !count.reported.has(term)));
  return { ...count, terms, hits: Math.round((count.hits * terms.size) / count.terms.size) };
}

/** Words with accents, composed, without invisible characters. */
export function exactWords(text: string): string[] {
  return wordsOf(
    withoutMarkStorms(text)
      .normalize('NFC')
      .toLowerCase()
      .replace(/\p{Cf}+/gu, ''),
  );
}

/** `w88`, `fun88`, `bet365`, `789club`, `79king`: a short stem and a lucky number, in either order. */
const brandShape =
  /^(?:[a-z]{1,6}(?:88|789|888|777|68|66|99|79|86|33)[a-z]{0,4}|(?:88|789|888|777|68|66|79)[a-z]{2,8}|[a-z]{0,6}\d{1,4}(?:bet|win|club|slot|vip)|(?:bet|win|club|slot|vip)\d{1,4}[a-z]{0,4})$/;

const brandWeight = 1;
/** `B52 CLUB`, `789 BET`: the same in two words, told only beside other terms. */
const brandTail = /^(?:bet|win|club|casino|slot|vip)$/;

function brandIn(words: readonly string[]): string | null {
  const at = words.findIndex((word, i) => brandTail.test(word) && /^[a-z]{0,6}\d{1,4}$/.test(words[i - 1] ?? ''));
  return at === -1 ? null : `${words[at - 1]} ${words[at]}`;
}

/** Whether an address (`host/path`) looks like spam: 0 no, 1 by its shape, 2 by a word. */
export function spamAddress(lexicon: SpamLexicon, address: string): 0 | 1 | 2 {
  const text = foldText(address);
  if (lexicon.addresses.some((part) => text.includes(part))) return 2;
  const host = text.split('/', 1)[0] ?? '';
  return host.split(/[.-]/).some((label) => brandShape.test(label)) ? 1 : 0;
}
