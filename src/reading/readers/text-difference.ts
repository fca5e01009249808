/** What changed in the visible text, by paragraph and by word, within bounds. */
import { diffArrays, diffWordsWithSpace } from 'diff';
import type { TextChange, TextDifference, TextPart } from '../../core/readers.ts';
import type { VisibleText } from './visible-text.ts';

// Limits count edits, not time, so that a busy machine gives the same result. The work grows with their square.
/** Paragraphs removed and added beyond which the whole page counts as replaced; about 0.1 s. */
const maxEdits = 1_000;
/** Words and spaces changed beyond which a paragraph counts as replaced; a few milliseconds each. */
const maxWordEdits = 240;
const shownParagraphs = 160;

export function textDifference(before: VisibleText, after: VisibleText): TextDifference {
  const runs = diffArrays([...before.blocks], [...after.blocks], { maxEditLength: maxEdits }) ?? [
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

/** Keeps one unchanged paragraph on each side of a change for context. */
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

/** Replaced paragraphs are compared word by word if they have enough in common. */
function paired(removed: readonly string[], added: readonly string[]): TextChange[] {
  if (removed.length !== added.length || removed.length > 20) {
    // Added text matters more than removed text: the new text of a replaced page comes first.
    return [...added.map((text) => whole('added', text)), ...removed.map((text) => whole('removed', text))];
  }
  return removed.flatMap((old, index) => {
    const now = added[index] ?? '';
    const words = diffWordsWithSpace(old, now, { maxEditLength: maxWordEdits });
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
