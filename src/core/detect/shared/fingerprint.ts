import { contentHash } from '../../facts/hash.ts';

/**
 * Identifies a change: the detector and 16 hexadecimal digits of what changed. Equal whenever the same change is seen.
 */
export function fingerprint(detector: string, ...what: readonly string[]): string {
  return `${detector}:${contentHash(what.join('\u0000'))}`;
}
