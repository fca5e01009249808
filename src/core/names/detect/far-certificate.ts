import type { NameLook } from '../name-look.ts';
import type { Known } from './detector.ts';

/** The certificate was shown at an address far from the accepted ones. */
export function isFar({ changes }: Known, { tls }: NameLook): boolean {
  const { addresses } = changes;
  if (addresses === null || tls === null) return false;
  return tls.address === null || addresses.values.includes(tls.address);
}
