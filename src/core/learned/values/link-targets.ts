/** Link targets by link text: the slot is the text, the value is the host or owner that it leads to. */
import { ownerOf } from '../../facts/links/owner.ts';
import type { LinkFact, PageFacts } from '../../facts/page-facts.ts';
import type { SlotValue } from './known-values.ts';

const linksRead = 1_500;
const textCap = 80;

/** The page's own host is `own`. Links with fewer than three letters ("»", "12") are skipped. */
export function linkTargets({ links }: PageFacts): SlotValue[] {
  const found: SlotValue[] = [];
  for (const link of links) {
    if (found.length >= linksRead) break;
    const slot = linkSlot(link.text);
    if (slot !== null) found.push({ slot, value: targetOf(link) });
  }
  return found;
}

/** The text as compared: numbers folded, without case; null when it says nothing. */
export function linkSlot(text: string): string | null {
  if (text.length < 3) return null;
  const slot = text.slice(0, textCap).trim().toLowerCase().replace(/\d+/g, '0');
  return /\p{L}{3}/u.test(slot) ? slot : null;
}

function targetOf({ host, address }: LinkFact): string {
  return host === null ? 'own' : (ownerOf(address) ?? host);
}
