/** What changed in the visible text, paragraph by paragraph and word by word, within bounds. */
import { diffArrays, diffWordsWithSpace } from 'diff';
import type { VisibleText } from './visible-text.ts';

export interface TextPart {
  readonly type: 'same' | 'removed' | 'added';
  readonly text: string;
}

export type TextChange =
  | { readonly type: 'paragraph'; readonly parts: readonly TextPart[] }
  | { readonly type: 'skipped'; readonly count: number };

export interface TextDifference {
  readonly changes: readonly TextChange[];
  readonly isSame: boolean;
  /** Part of it is not shown. */
  readonly cut: boolean;
}

// In edits and not in time, so that a busy machine shows the same. The work grows with their square.
/** Paragraphs removed and added past which the page counts as replaced as a whole; about 0.1 s. */
const mostEdits = 1_000;
/** Words and spaces past which a paragraph counts as replaced; some milliseconds each. */
const mostWordEdits = 240;
const shownParagraphs = 160;

export function textDifference(before: VisibleText, after: VisibleText): TextDifference {
  const runs = diffArrays([...before.blocks], [...after.blocks], { maxEditLength: mostEdits }) ?? [
    { value: before.blocks, removed: true, added: false },
    { value: after.blocks, removed: false, added: true },
  ];
  const changes: TextChange[] = [];
  for (let index = 0; index < runs.length; index += 1) {
    const run = runs[index];
    const next = runs[index + 1];
    if (!run) continue;
    if (run.removed && next?.added) {
      changes.push(...paired(run.value, next.value));
      index += 1;
    } else if (run.removed || run.added) {
      changes.push(...run.value.map((text) => whole(run.removed ? 'removed' : 'added', text)));
    } else changes.push(...context(run.value, index > 0, next !== undefined));
  }
  const isSame = runs.every((run) => !run.removed && !run.added);
  return {
    isSame,
    changes: isSame ? [] : changes.slice(0, shownParagraphs),
    cut: before.cut || after.cut || (!isSame && changes.length > shownParagraphs),
  };
}

const whole = (type: TextPart['type'], text: string): TextChange => ({ type: 'paragraph', parts: [{ type, text }] });

/** One unchanged paragraph on each side of a change says where it stands. */
function context(blocks: readonly string[], hasBefore: boolean, hasAfter: boolean): TextChange[] {
  const head = hasBefore ? 1 : 0;
  const tail = hasAfter ? 1 : 0;
  const skipped = blocks.length - head - tail;
  const same = (text: string) => whole('same', text);
  if (skipped <= 1) return blocks.map(same);
  return [
    ...blocks.slice(0, head).map(same),
    { type: 'skipped', count: skipped },
    ...blocks.slice(blocks.length - tail).map(same),
  ];
}

/** Paragraphs that took each other's place are compared word by word when they have enough in common. */
function paired(removed: readonly string[], added: readonly string[]): TextChange[] {
  if (removed.length !== added.length || removed.length > 20) {
    // What came matters more than what went: of a replaced page the new text must be seen first.
    return [...added.map((text) => whole('added', text)), ...removed.map((text) => whole('removed', text))];
  }
  return removed.flatMap((old, index) => {
    const now = added[index] ?? '';
    const words = diffWordsWithSpace(old, now, { maxEditLength: mostWordEdits });
    const common = words?.filter((word) => !word.added && !word.removed).reduce((sum, w) => sum + w.value.length, 0);
    if (!words || common === undefined || common < 0.3 * Math.max(old.length, now.length)) {
      return [whole('removed', old), whole('added', now)];
    }
    const parts = words.map((word): TextPart => {
      return { type: word.added ? 'added' : word.removed ? 'removed' : 'same', text: word.value };
    });
    return [{ type: 'paragraph', parts }];
  });
}
