/** Removes tags from text that was not parsed. */

const longestTag = 400;

/**
 * Replaces each tag of at most 400 characters by a space. One pass: a pattern would look 400 characters ahead from each
 * of a million `<`.
 */
export function withoutTags(text: string): string {
  let bare = '';
  let from = 0;
  let end = -1;
  for (let start = text.indexOf('<'); start !== -1; start = text.indexOf('<', Math.max(from, start + 1))) {
    if (end < start) end = text.indexOf('>', start);
    if (end === -1) break;
    if (end - start - 1 > longestTag) continue;
    bare += `${text.slice(from, start)} `;
    from = end + 1;
  }
  return bare + text.slice(from);
}
