/** Finds two things near each other in a text, in one pass over each; a pattern with a gap tries every pair. */

/**
 * Whether a match of `then` begins at most `gap` characters after the end of a match of `first`. Both are global.
 * @param isOneLine no line may end between them
 */
export function isFollowedBy(text: string, first: RegExp, then: RegExp, gap: number, isOneLine: boolean): boolean {
  const ends = Array.from(text.matchAll(first), (match) => match.index + match[0].length);
  if (ends.length === 0) return false;
  let next = 0;
  for (const { index } of text.matchAll(then)) {
    if (index < (ends[next] ?? Number.POSITIVE_INFINITY)) continue;
    // The last match before it is the nearest; the next search continues from there.
    while (next < ends.length && (ends[next] ?? 0) <= index) next++;
    const end = ends[next - 1] ?? 0;
    if (index - end <= gap && !(isOneLine && lineEnd.test(text.slice(end, index)))) return true;
  }
  return false;
}

const lineEnd = /[\n\r\u2028\u2029]/;
