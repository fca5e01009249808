/** Which addresses are public. Everything in the special-purpose registries is refused. */
import ipaddr from 'ipaddr.js';

const globalUnicastV6: [ipaddr.IPv6, number] = [ipaddr.IPv6.parse('2000::'), 3];

/**
 * Null for a global unicast address, else a word or two naming its kind. ipaddr.js knows the IANA registries (private,
 * loopback, link-local, shared 100.64/10, protocol assignments, benchmarking, documentation, 6to4 relay, reserved;
 * unique-local, v4-mapped, NAT64, 6to4, Teredo, ORCHID …); IPv6 must also be in 2000::/3, which excludes v4-compatible,
 * site-local and all unallocated prefixes.
 */
export function specialPurposeOf(address: string): string | null {
  if (address.includes('%') || !ipaddr.isValid(address)) return 'unreadable';
  const parsed = ipaddr.parse(address);
  const range = parsed.range();
  if (range !== 'unicast') return range;
  if (parsed instanceof ipaddr.IPv6 && !parsed.match(globalUnicastV6)) return 'unassigned';
  return null;
}

/** Whether `address` is in `ranges` (addresses, or ranges like `10.1.0.0/16`). Never matches across IP families. */
export function isInRanges(address: string, ranges: readonly string[]): boolean {
  if (address.includes('%') || !ipaddr.isValid(address)) return false;
  const parsed = ipaddr.parse(address);
  return ranges.some((range) => {
    const [base = '', bits] = range.split('/');
    const start = ipaddr.parse(base);
    if (start.kind() !== parsed.kind()) return false;
    return parsed.match(start, bits === undefined ? (parsed.kind() === 'ipv4' ? 32 : 128) : Number(bits));
  });
}
