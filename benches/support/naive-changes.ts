/** The comparator: any change of a page's text, compared with the last state known to be good. */
import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { decodePage } from '../../src/monitor/replay/decode-page.ts';
import { type CorpusLine, readSet } from './corpus.ts';

export interface NaiveCount {
  benign: number;
  benignChanged: number;
  attacks: number;
  attacksChanged: number;
}

/** Judges like a watcher that drops scripts, styles and tags and compares what is left. */
export function naiveChanges(sets: readonly string[]): NaiveCount {
  const count: NaiveCount = { benign: 0, benignChanged: 0, attacks: 0, attacksChanged: 0 };
  for (const set of sets) {
    const known = new Map<string, string>();
    for (const line of readSet(set)) {
      const text = textOf(line);
      const before = known.get(line.series);
      if (line.label === 'quiet') known.set(line.series, text);
      if (before === undefined || line.learn === true) continue;
      if (line.label === 'alarm') {
        count.attacks += 1;
        count.attacksChanged += Number(before !== text);
      } else if (set !== 'attacks') {
        count.benign += 1;
        count.benignChanged += Number(before !== text);
      }
    }
  }
  return count;
}

function textOf({ html }: CorpusLine): string {
  const raw = readFileSync(html);
  const page = decodePage(html.endsWith('.gz') ? gunzipSync(raw) : raw, '').html;
  return page
    .replace(/<(script|style)\b[\s\S]*?<\/\1>/gi, ' ')
    .replace(/<[^>]*>/g, ' ')
    .replace(/\s+/g, ' ');
}
