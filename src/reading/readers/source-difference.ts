/** What changed in the source of a page, line by line, as bounded plain text. */
import { diffArrays } from 'diff';
import type { SourceDifference, SourceLine } from '../../core/readers.ts';
import { plainText } from '../../core/text.ts';

/** Characters of each source that are compared. */
const sourceCap = 1_500_000;
const lineCap = 30_000;
/** Lines removed and added beyond which the whole source counts as replaced: about 0.4 s, the same on busy machines. */
const maxEdits = 2_000;
const contextLines = 3;
/** Characters of the dashboard page for all lines, escaped and with their markup. */
const shownCap = 80_000;
const markupOfLine = 140;
const shownChars = 400;
/** Minified markup is one line: longer lines than this are broken between tags. */
const longLine = 240;
/** Characters shown before the change in a long line. */
const leadChars = 60;

/** A line of the source, or a part of a long one, broken between tags. */
interface Piece {
  readonly text: string;
  readonly number: number;
}

export function sourceDifference(before: string, after: string): SourceDifference {
  const old = piecesOf(before);
  const now = piecesOf(after);
  const options = { maxEditLength: maxEdits, comparator: (one: Piece, other: Piece) => one.text === other.text };
  const runs = diffArrays(old.pieces, now.pieces, options) ?? [
    { value: old.pieces, removed: true, added: false },
    { value: now.pieces, removed: false, added: true },
  ];
  const shown = new ShownLines();
  for (const [index, { value, removed, added }] of runs.entries()) {
    const type = removed ? 'removed' : added ? 'added' : 'same';
    if (type === 'same') {
      const tail = index === 0 ? [] : value.slice(0, contextLines);
      const head = index === runs.length - 1 ? [] : value.slice(tail.length).slice(-contextLines);
      shown.add(tail, (piece) => line(type, piece));
      if (tail.length + head.length < value.length) shown.leaveOut();
      shown.add(head, (piece) => line(type, piece));
      continue;
    }
    const partner = removed ? runs[index + 1] : runs[index - 1];
    const others = partner && partner.value.length === value.length && partner.added !== added ? partner : null;
    // Added lines matter more than removed ones: the new source of a replaced page must get room too.
    const share = removed && runs[index + 1]?.added ? 0.5 : 1;
    shown.add(value, (piece, place) => line(type, piece, others?.value[place]?.text), share);
  }
  return {
    hunks: shown.hunks.filter((lines) => lines.some(({ type }) => type !== 'same')),
    removed: countOf(runs, 'removed'),
    added: countOf(runs, 'added'),
    cut: old.cut || now.cut || shown.cut,
  };
}

/** Collects lines into hunks until there is no more room. */
class ShownLines {
  readonly hunks: SourceLine[][] = [];
  cut = false;
  #room = shownCap;
  #isOpen = false;

  /** @param share of the remaining room */
  add(pieces: readonly Piece[], lineOf: (piece: Piece, place: number) => SourceLine, share = 1): void {
    const least = this.#room * (1 - share);
    for (const [place, piece] of pieces.entries()) {
      const shown = lineOf(piece, place);
      const taken = markupOfLine + shown.text.replace(/[<>&"']/g, '&quot;').length;
      if (this.#room - taken < least) {
        this.cut = true;
        this.#isOpen = false;
        return;
      }
      this.#room -= taken;
      if (!this.#isOpen) this.hunks.push([]);
      this.#isOpen = true;
      this.hunks.at(-1)?.push(shown);
    }
  }

  leaveOut(): void {
    this.#isOpen = false;
  }
}

function countOf(
  runs: readonly { removed: boolean; added: boolean; value: readonly Piece[] }[],
  type: 'removed' | 'added',
) {
  return runs.filter((run) => run[type]).reduce((sum, run) => sum + run.value.length, 0);
}

/** A long line is shown from shortly before the first difference to the line that it replaced. */
function line(type: SourceLine['type'], { text, number }: Piece, other = ''): SourceLine {
  let common = 0;
  while (common < text.length && text[common] === other[common]) common += 1;
  const from = text.length > shownChars && common > shownChars - leadChars ? common - leadChars : 0;
  return { type, number, text: plainText(`${from > 0 ? '… ' : ''}${text.slice(from)}`, shownChars) };
}

/** Leading and trailing white space and empty lines are ignored. */
function piecesOf(source: string): { readonly pieces: Piece[]; readonly cut: boolean } {
  const pieces: Piece[] = [];
  for (const [index, whole] of source
    .slice(0, sourceCap)
    .split(/\r\n?|\n/)
    .entries()) {
    for (const part of whole.length > longLine ? whole.split(/(?<=>)(?=<)/) : [whole]) {
      const text = part.trim();
      if (text !== '') pieces.push({ text, number: index + 1 });
    }
  }
  return { pieces: pieces.slice(0, lineCap), cut: source.length > sourceCap || pieces.length > lineCap };
}
