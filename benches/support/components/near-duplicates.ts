/**
 * Pairs of documents that share at least half of their 5-shingles (Jaccard, A. Broder, 1997). Candidates come from
 * MinHash in 64 bands of two rows, which proposes a pair of similarity 0.5 with a probability of 1 − (1 − 0.5²)⁶⁴, all but
 * 10⁻⁸, and are then compared exactly.
 */
const leastSimilarity = 0.5;
const shingleWords = 5;
const bands = 64;
const rows = 2;
/** Of one document; longer ones are compared by this much of them. */
const mostWords = 20_000;

/** Hashes of the word runs of a document, sorted, each once. A document of fewer than five words is one run. */
export function shinglesOf(words: readonly string[]): Uint32Array {
  const hashes = words.slice(0, mostWords).map(hashOfWord);
  const found = new Set<number>();
  const last = Math.max(0, hashes.length - shingleWords);
  for (let at = 0; hashes.length > 0 && at <= last; at++) {
    let hash = 0x811c9dc5;
    for (let offset = 0; offset < shingleWords; offset++) hash = mixed(hash ^ (hashes[at + offset] ?? 0));
    found.add(hash);
  }
  return Uint32Array.from(found).sort();
}

/** What is in `of` and in none of `without`. */
export function shinglesBeside(of: Uint32Array, without: Uint32Array): Uint32Array {
  const known = new Set(without);
  return of.filter((hash) => !known.has(hash));
}

/** @returns pairs of indexes, in order */
export function nearDuplicates(documents: readonly Uint32Array[]): [number, number][] {
  const tried = new Set<number>();
  const pairs: [number, number][] = [];
  const prints = documents.map(printOf);
  for (let band = 0; band < bands; band++) {
    const buckets = Map.groupBy(documents.keys(), (index) => bandOf(prints[index], band));
    buckets.delete('');
    for (const bucket of buckets.values()) {
      for (const [first, second] of pairsOf(bucket)) {
        const pair = first * documents.length + second;
        if (tried.has(pair)) continue;
        tried.add(pair);
        if (similarity(documents[first], documents[second]) >= leastSimilarity) pairs.push([first, second]);
      }
    }
  }
  return pairs.sort((a, b) => a[0] - b[0] || a[1] - b[1]);
}

function pairsOf(indexes: readonly number[]): [number, number][] {
  return indexes.flatMap((first, at) => indexes.slice(at + 1).map((second): [number, number] => [first, second]));
}

function printOf(shingles: Uint32Array): Uint32Array | null {
  if (shingles.length === 0) return null;
  const least = new Uint32Array(bands * rows).fill(0xffffffff);
  for (const shingle of shingles) {
    for (let row = 0; row < least.length; row++) {
      const hash = mixed(shingle ^ Math.imul(row + 1, 0x9e3779b1));
      if (hash < (least[row] ?? 0)) least[row] = hash;
    }
  }
  return least;
}

function bandOf(print: Uint32Array | null | undefined, band: number): string {
  return print == null ? '' : print.subarray(band * rows, (band + 1) * rows).join(' ');
}

function similarity(a: Uint32Array | undefined, b: Uint32Array | undefined): number {
  if (a === undefined || b === undefined) return 0;
  let shared = 0;
  for (let i = 0, j = 0; i < a.length && j < b.length; ) {
    const [left = 0, right = 0] = [a[i], b[j]];
    if (left === right) shared++;
    if (left <= right) i++;
    if (right <= left) j++;
  }
  return shared / (a.length + b.length - shared);
}

function hashOfWord(word: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < word.length; at++) hash = Math.imul(hash ^ word.charCodeAt(at), 0x01000193);
  return mixed(hash);
}

/** The finalizer of MurmurHash3 (A. Appleby). */
function mixed(value: number): number {
  let hash = value;
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}
