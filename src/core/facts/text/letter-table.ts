/**
 * Lookup tables for folding and word splitting of single letters: most texts hold only European and Vietnamese letters
 * and punctuation. Anything not in the tables is left to the rules themselves.
 */

/** The tables hold UTF-16 units below this one; Asian scripts, symbols and surrogates lie beyond. */
const tableSize = 0x2100;

/** Units that are not in the table, and those that folding drops. */
const unlisted = 0xffff;
const dropped = 0xfffe;

export type FoldTable = Uint16Array;

/**
 * @param fold maps one letter to one or none, regardless of its neighbours
 * @param dependsOnContext letters that do depend on their neighbours
 */
export function foldTable(fold: (letter: string) => string, dependsOnContext: RegExp): FoldTable {
  const table = new Uint16Array(tableSize);
  for (let code = 0; code < tableSize; code++) {
    const letter = String.fromCharCode(code);
    const folded = fold(letter);
    const isListed = folded.length <= 1 && !dependsOnContext.test(letter) && !dependsOnContext.test(folded);
    table[code] = isListed ? (folded === '' ? dropped : folded.charCodeAt(0)) : unlisted;
  }
  return table;
}

/** Arguments are passed on the stack, so long texts are assembled in pieces. */
const pieceCap = 4_096;

/** The text with each letter replaced, or null when a letter is not in the table. */
export function foldByTable(table: FoldTable, text: string): string | null {
  let out = '';
  let units: number[] = [];
  for (let i = 0; i < text.length; i++) {
    const folded = table[text.charCodeAt(i)];
    if (folded === undefined || folded === unlisted) return null;
    if (folded !== dropped && units.push(folded) === pieceCap) {
      out += String.fromCharCode.apply(null, units);
      units = [];
    }
  }
  return out + String.fromCharCode.apply(null, units);
}

/** 0: between words; 1: part of a word; 2: a word by itself, but part of one that it follows; 3: always by itself. */
type LetterClass = 0 | 1 | 2 | 3;

export type ClassTable = Uint8Array;

export function classTable(classOf: (letter: string) => LetterClass): ClassTable {
  const table = new Uint8Array(tableSize);
  for (let code = 0; code < tableSize; code++) table[code] = classOf(String.fromCharCode(code));
  return table;
}

/** The runs of letters in the text, as the rules would find them; null when a letter is not in the table. */
export function runsByTable(table: ClassTable, text: string): string[] | null {
  const runs: string[] = [];
  let start = -1;
  for (let i = 0; i < text.length; i++) {
    const letterClass = table[text.charCodeAt(i)];
    if (letterClass === undefined) return null;
    if (letterClass === 1 && start === -1) start = i;
    if (start !== -1 && letterClass !== 1 && letterClass !== 2) {
      runs.push(text.slice(start, i));
      start = -1;
    }
    if (start === -1 && letterClass >= 2) runs.push(text.charAt(i));
  }
  if (start !== -1) runs.push(text.slice(start));
  return runs;
}
