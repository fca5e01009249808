/**
 * Rows of hidden links that lead to strangers only, one after the other. Menus out of sight contain links of the page's
 * own as well.
 */
import type { LinkFact } from '../../facts/page-facts.ts';
import type { Policy } from '../../policy.ts';
import { passagesOf } from '../../wording/passages.ts';
import { readWording } from '../../wording/read-wording.ts';

type Row = readonly LinkFact[];

/** Different links of a row from which somebody planted it. */
export const rowFrom = 2;
const mostRows = 20;
/** Nats from which the model of wording is sure. */
const sureFrom = 3;

export function hiddenRows(links: readonly LinkFact[], isStrange: (host: string | null) => boolean): Row[] {
  const rows: LinkFact[][] = [];
  let row: LinkFact[] = [];
  for (const link of links) {
    if (link.hidden && isStrange(link.host)) {
      if (row.length === 0 && rows.length < mostRows) rows.push(row);
      row.push(link);
    } else row = [];
  }
  return rows;
}

/** Number of different addresses behind words. */
export function namesIn(row: Row): number {
  return new Set(row.filter(({ text }) => text.trim() !== '').map(({ address }) => address)).size;
}

/** Whether the words of the row sell what spam sells. */
export function sells({ wording }: Policy, row: Row): boolean {
  const passages = passagesOf(row.slice(0, 100).map(({ text }) => text));
  return (readWording(wording.spam, passages, 'first-sight')?.nats ?? 0) >= sureFrom;
}
