/**
 * Finds many phrases in a text in linear time, using a tree of phrases, so that neither the number of phrases nor
 * hostile text makes it slow. No regular expression comes from outside.
 */
import { foldText, unleet, wordsOf } from '../../facts/text/text-folding.ts';

interface Branch<T> {
  readonly next: Map<string, Branch<T>>;
  phrase: T | null;
}

export interface PhraseIndex<T> {
  readonly root: Branch<T>;
}

export interface PhraseHit<T> {
  readonly phrase: T;
  /** Position and count of the matched words in the text. */
  readonly at: number;
  readonly length: number;
}

/** Multi-word phrases also match written together (`hackedby`), when long enough to rule out chance hits. */
export function indexPhrases<T extends { readonly text: string }>(phrases: readonly T[]): PhraseIndex<T> {
  const root: Branch<T> = { next: new Map(), phrase: null };
  for (const phrase of phrases) {
    const words = matchWords(phrase.text);
    plant(root, words, phrase);
    const joined = words.join('');
    if (words.length > 1 && joined.length >= 7 && !/[^a-z]/.test(joined)) plant(root, [joined], phrase);
  }
  return { root };
}

/** The same for words not read by `matchWords`; exact matches only. */
export function indexWords<T extends { readonly text: string }>(
  phrases: readonly T[],
  wordsIn: (text: string) => readonly string[],
): PhraseIndex<T> {
  const root: Branch<T> = { next: new Map(), phrase: null };
  for (const phrase of phrases) plant(root, wordsIn(phrase.text), phrase);
  return { root };
}

/** Words of a text as phrases match them: folded, with digits used as letters replaced by those letters. */
export function matchWords(text: string): string[] {
  return wordsOf(foldText(text)).map(unleet);
}

/** Longest phrase at each place; hits do not overlap. */
export function findPhrases<T>(index: PhraseIndex<T>, words: readonly string[]): PhraseHit<T>[] {
  const hits: PhraseHit<T>[] = [];
  for (let at = 0; at < words.length; at++) {
    const hit = longestAt(index.root, words, at);
    if (hit === null) continue;
    hits.push(hit);
    at += hit.length - 1;
  }
  return hits;
}

function longestAt<T>(root: Branch<T>, words: readonly string[], at: number): PhraseHit<T> | null {
  let best: PhraseHit<T> | null = null;
  let branch: Branch<T> | undefined = root;
  for (let i = at; i < words.length; i++) {
    branch = branch.next.get(words[i] ?? '');
    if (branch === undefined) return best;
    if (branch.phrase !== null) best = { phrase: branch.phrase, at, length: i - at + 1 };
  }
  return best;
}

function plant<T>(root: Branch<T>, words: readonly string[], phrase: T): void {
  let branch = root;
  for (const word of words) {
    let next = branch.next.get(word);
    if (next === undefined) {
      next = { next: new Map(), phrase: null };
      branch.next.set(word, next);
    }
    branch = next;
  }
  if (words.length > 0) branch.phrase ??= phrase;
}
