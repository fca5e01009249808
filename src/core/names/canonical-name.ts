// Both cases are spelt out: lowering first would turn letters of other scripts into ASCII.
const label = /^[A-Za-z0-9_](?:[A-Za-z0-9_-]{0,61}[A-Za-z0-9_])?$/;
const longestName = 253;

/** Lower case, without the final dot; null where it is no name of letters, digits, hyphens and underscores. */
export function canonicalName(name: string): string | null {
  if (name.length > longestName + 1) return null;
  const bare = name.replace(/\.$/, '');
  return bare.length <= longestName && bare.split('.').every((part) => label.test(part)) ? bare.toLowerCase() : null;
}
