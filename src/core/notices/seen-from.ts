/** What other vantages report of a page, apart from what counts as evidence. */
import type { Finding } from '../domain/finding.ts';
import type { Words } from '../domain/words.ts';
import { seenFromId } from '../judge/seen-from.ts';

export function seenFrom(findings: readonly Finding[]): { readonly seenFrom?: readonly Words[] } {
  const words = findings.filter(({ detector }) => detector === seenFromId).map(({ reason }) => reason);
  return words.length > 0 ? { seenFrom: words } : {};
}
