/** The comparators: watchers without learning, that compare each look with the last state known to be good. */
import { decodePage } from '../../src/monitor/replay/decode-page.ts';
import { type CorpusLine, readPage } from './corpus.ts';

/** One look as such a watcher sees it. */
export interface NaiveLook {
  readonly isAttack: boolean;
  readonly isMoving: boolean;
  /** Share that changed, 0 to 1. */
  readonly changed: number;
}

/** Benign steps count where the set is made of them; those of `attacks` are the same pages again. */
export async function naiveLooks(
  set: string,
  lines: readonly CorpusLine[],
  changedShare: (before: CorpusLine, after: CorpusLine) => number | Promise<number>,
): Promise<NaiveLook[]> {
  const looks: NaiveLook[] = [];
  const good = new Map<string, CorpusLine>();
  for (const line of lines) {
    const before = good.get(line.series);
    const isAttack = line.label === 'alarm';
    if (!isAttack) good.set(line.series, line);
    if (before === undefined || line.learn === true || (set === 'attacks' && !isAttack)) continue;
    looks.push({ isAttack, isMoving: isMovingSeries(line.series), changed: await changedShare(before, line) });
  }
  return looks;
}

/** On a page that stands still any changed byte gives an attack away. */
export function isMovingSeries(series: string): boolean {
  return !/^(?:still|pair)-/.test(series);
}

/** urlwatch's way: drops scripts, styles and tags and compares what is left, all or nothing. */
export function changedText(before: CorpusLine, after: CorpusLine): number {
  return Number(textOf(before) !== textOf(after));
}

function textOf(line: CorpusLine): string {
  return decodePage(readPage(line), '')
    .html.replace(/<(script|style)\b[\s\S]*?<\/\1>/gi, ' ')
    .replace(/<[^>]*>/g, ' ')
    .replace(/\s+/g, ' ');
}
