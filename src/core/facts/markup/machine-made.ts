/**
 * Whether a name (an id or class) is generated, a new one per response or build: `c7f3a9`, `tabs-kXbQ2r`,
 * `f81d4fae-7dec`. Such a name says nothing about a page's structure. A false positive costs only that one name.
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
/** Mixed case that no camel-case name has. */
const cases = /[a-z][A-Z][a-z][A-Z]/;
const consonants = /^[b-df-hj-np-tv-xz]+$/;
