/** Evidence for or against new addresses: the server's key, and the page served there. */

import { lookAlikeOf } from '../detect/shared/look-alike.ts';
import type { Certificate } from '../domain/capture.ts';
import type { Look } from '../facts/look.ts';
import type { Baseline } from '../learned/baseline.ts';
import { compare } from '../learned/comparison.ts';
import type { Policy } from '../policy.ts';
import { type AcceptedNames, keyOf } from './accepted-names.ts';
import { isAccepted, valuesOf } from './accepted-values.ts';
import { issuerOf } from './issuer.ts';
import type { NameLook } from './name-look.ts';

/** Compared with what is accepted. `silent`: no certificate was seen, or none was ever learned. */
export type TlsWitness = 'same-key' | 'same-issuer' | 'other-issuer' | 'invalid' | 'silent';

export function tlsWitness(accepted: AcceptedNames, certificate: Certificate | null): TlsWitness {
  const { tls } = accepted;
  if (certificate === null || tls === null) return 'silent';
  // The key proves the same holder, whatever became of the certificate around it.
  if (isAccepted(tls.keys, keyOf(certificate))) return 'same-key';
  if (isNewError(accepted, certificate)) return 'invalid';
  return isAccepted(tls.issuers, issuerOf(certificate)) ? 'same-issuer' : 'other-issuer';
}

/** The chain fails in a way that the portal's own chain never did. */
export function isNewError({ tls }: AcceptedNames, { error }: Certificate): boolean {
  return error !== null && !isAccepted(tls?.errors, error);
}

/** Whether the chain was ever valid: a self-signed portal certificate proves little. */
export function wasValid({ tls }: AcceptedNames): boolean {
  return valuesOf(tls?.errors).includes('');
}

/** `stand-in`: a page in place of the real one that does not reveal its owner: error, maintenance, firewall, login. */
export type PageWitness = 'same' | 'other' | 'parked' | 'stand-in' | 'unclear' | 'not-seen';

const sameFrom = 0.6;

export function pageWitness(page: Look | null, home: Baseline | null, policy: Policy): PageWitness {
  const facts = page?.received ?? null;
  if (page === null || facts === null) return 'not-seen';
  const learned = home?.content.received ?? home?.content.rendered ?? null;
  const comparison = learned === null ? null : compare(learned, facts);
  const isComparable = comparison !== null && comparison.stableWeight > 0;
  if (isComparable && comparison.textKept >= sameFrom) return 'same';
  const lookAlike = lookAlikeOf(page, facts, policy);
  if (lookAlike !== null) return lookAlike === 'parked' ? 'parked' : 'stand-in';
  if (!isComparable) return 'unclear';
  // Same criterion as `blocks-lost`: a redesign keeps some of the words, addresses or frame.
  const { addressesKept, outlineKept, textKept, wordsKept } = comparison;
  return textKept < 0.15 && Math.max(addressesKept, outlineKept, wordsKept) < 0.25 ? 'other' : 'unclear';
}

/** The certificate shown at one of these addresses; any, where the look does not say at which. */
export function certificateAt({ tls }: NameLook, addresses: readonly string[]): Certificate | null {
  if (tls === null) return null;
  return tls.address === null || addresses.includes(tls.address) ? tls.certificate : null;
}

/** The page, where it came from one of these addresses, or the address is unknown. */
export function pageAt(page: Look | null, host: string, addresses: readonly string[]): Look | null {
  const hop = page?.hops.find(({ url }) => URL.parse(url)?.hostname === host);
  const from = hop?.address ?? null;
  return from === null || addresses.includes(from) ? page : null;
}
