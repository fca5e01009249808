/** Compares image hashes. */

/** A colour this far off (of 255, any channel) is another picture even where the hash has no structure to compare. */
const otherColourFrom = 40;
const bits = 64;

/**
 * Distance of two image hashes: differing bits of their difference hashes, 0 to 64, and all of them when the mean
 * colour differs. An image hash is 16 hexadecimal digits of hash and 6 of colour.
 */
export function imageHashDistance(a: string, b: string): number {
  const colours = [16, 18, 20].map((at) => Math.abs(byteAt(a, at) - byteAt(b, at)));
  if (Math.max(...colours) >= otherColourFrom) return bits;
  let differing = 0;
  for (let at = 0; at < 16; at++) {
    let digit = Number.parseInt(a[at] ?? '0', 16) ^ Number.parseInt(b[at] ?? '0', 16);
    for (; digit > 0; digit >>= 1) differing += digit & 1;
  }
  return differing;
}

function byteAt(hash: string, at: number): number {
  return Number.parseInt(hash.slice(at, at + 2), 16);
}
