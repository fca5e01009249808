/** The name to look up for a host in an address. */

const longestName = 253;
const longestLabel = 63;

/**
 * Lower case, without the final dot; null for what cannot be a host name. Servers answer for names with underscores and
 * with hyphens at either end of a label, and browsers show them.
 * @param host as `URL.hostname` gives it
 */
export function lookupName(host: string): string | null {
  const bare = host.endsWith('.') ? host.slice(0, -1) : host;
  // Checked before lowering, which would turn letters of other scripts into ASCII.
  if (bare.length > longestName || !/^[!-~]+$/.test(bare)) return null;
  const isName = bare.split('.').every(({ length }) => length > 0 && length <= longestLabel);
  return isName ? bare.toLowerCase() : null;
}
