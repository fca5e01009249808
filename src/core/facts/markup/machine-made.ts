/**
 * Whether a name (an id, a class) was made by a machine, at each answer or build another: `c7f3a9`, `tabs-kXbQ2r`,
 * `f81d4fae-7dec`. Such a name says nothing of a page's make. What people call so by chance loses only that name.
 */
export function isMachineMade(name: string): boolean {
  if (name.length < fewest) return false;
  for (const piece of name.split(/[^A-Za-z\d]+/)) {
    if (piece.length >= fewest && (mixed.test(piece) || cases.test(piece) || consonants.test(piece))) return true;
  }
  return false;
}

const fewest = 6;
/** A digit between letters, or a letter between digits. */
const mixed = /[A-Za-z]\d+[A-Za-z]|\d[A-Za-z]+\d/;
/** Capitals as no words in a row have them. */
const cases = /[a-z][A-Z][a-z][A-Z]/;
const consonants = /^[b-df-hj-np-tv-xz]+$/;
