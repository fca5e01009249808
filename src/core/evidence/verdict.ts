/** What the examination of an evidence package showed. */
import { plainText } from '../text.ts';
import type { PackedFile } from './manifest.ts';

export type ClaimAbout = 'container' | 'files' | 'sums' | 'signature' | 'stamp' | 'archive' | 'audit' | 'content';

/** `open`: neither shown nor refuted. */
export interface Claim {
  readonly about: ClaimAbout;
  readonly state: 'holds' | 'broken' | 'open';
  /** One English sentence. */
  readonly sentence: string;
}

export type Outcome = 'holds' | 'signer-unknown' | 'altered';

export const claim = (about: ClaimAbout, state: Claim['state'], sentence: string): Claim => ({
  about,
  state,
  sentence,
});

/** @param isSignerKnown whether the signature was compared with a key from elsewhere */
export function outcomeOf(claims: readonly Claim[], isSignerKnown: boolean): Outcome {
  if (claims.some(({ state }) => state === 'broken')) return 'altered';
  return isSignerKnown ? 'holds' : 'signer-unknown';
}

const maxSentences = 20;

/** Names come from the package, so a sentence shows them as plain text. */
export const shownName = (name: string): string => `'${plainText(name, 120)}'`;

/**
 * Compares the listed files with those found.
 * @param list what the sentences call the list
 */
export function compareFiles(
  about: ClaimAbout,
  list: string,
  listed: ReadonlyMap<string, string>,
  found: readonly Pick<PackedFile, 'name' | 'sha256'>[],
): Claim[] {
  const names = new Set(found.map(({ name }) => name));
  const broken = [
    ...[...listed.keys()]
      .filter((name) => !names.has(name))
      .map((name) => `${list} lists ${shownName(name)}, which is not in the package.`),
    ...found.flatMap(({ name, sha256 }) => {
      const expected = listed.get(name);
      if (expected === undefined) return [`${shownName(name)} is in the package, but ${list} does not list it.`];
      return expected === sha256 ? [] : [`${shownName(name)} was changed: its SHA-256 differs from ${list}.`];
    }),
  ];
  if (broken.length === 0) return [claim(about, 'holds', `All ${listed.size} files are as ${list} lists them.`)];
  const more = broken.length - maxSentences;
  return [
    ...broken.slice(0, maxSentences).map((sentence) => claim(about, 'broken', sentence)),
    ...(more > 0 ? [claim(about, 'broken', `And ${more} more differences from ${list}.`)] : []),
  ];
}
