/** Networks by address prefix: addresses of one owner in one place are mostly adjacent. */

/** Nearest neighbours: /24 of IPv4, /48 of IPv6. The address itself where it is neither. */
export function networkOf(address: string): string {
  return isV6(address) ? `${groups(address).slice(0, 3).join(':')}::/48` : cut(address, 3, 24);
}

/** Typical allocation of a hosting provider or content network: /16 of IPv4, /32 of IPv6. */
export function wideNetworkOf(address: string): string {
  return isV6(address) ? `${groups(address).slice(0, 2).join(':')}::/32` : cut(address, 2, 16);
}

function isV6(address: string): boolean {
  return address.includes(':');
}

function cut(address: string, bytes: number, bits: number): string {
  const parts = address.split('.');
  if (parts.length !== 4) return address;
  const kept = parts.slice(0, bytes);
  return `${[...kept, ...Array.from({ length: 4 - bytes }, () => '0')].join('.')}/${bits}`;
}

/** The eight groups, without leading zeros. */
function groups(address: string): string[] {
  const [head = '', tail] = address.split('::');
  const before = head === '' ? [] : head.split(':');
  const after = tail === undefined || tail === '' ? [] : tail.split(':');
  const gap = tail === undefined ? 0 : Math.max(0, 8 - before.length - after.length);
  const all = [...before, ...Array.from({ length: gap }, () => '0'), ...after];
  return all.map((group) => group.replace(/^0+(?=.)/, '').toLowerCase());
}
