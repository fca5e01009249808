/** Verifies the signatures and the time stamp over the manifest and the checksums. */
import { createPublicKey, type KeyObject, verify } from 'node:crypto';
import type { Manifest } from '../../../core/evidence/manifest.ts';
import { type Claim, claim } from '../../../core/evidence/verdict.ts';
import { fingerprintOf } from '../../../store/evidence/signing-key.ts';
import { readTimeStamp, type Stamp } from '../time-stamp.ts';

export interface Seals {
  readonly manifest: Uint8Array;
  readonly signature: Uint8Array;
  readonly sums: Uint8Array;
  readonly sumsSignature: Uint8Array;
  /** As contained in the package. */
  readonly publicKey: Uint8Array;
}

/** @param key obtained separately; null to use the package's own, which proves nothing about the signer */
export function checkSignatures(seals: Seals, manifest: Manifest, key: KeyObject | null): Claim[] {
  const used = key ?? ownKey(seals.publicKey);
  if (used === null) return [claim('signature', 'broken', "The package's public key is not an Ed25519 key.")];
  const { fingerprint } = manifest.key;
  if (key !== null && fingerprintOf(key) !== fingerprint)
    return [
      claim(
        'signature',
        'broken',
        `The package is signed with another key than the given one (${fingerprintOf(key)}).`,
      ),
    ];
  if (fingerprintOf(used) !== fingerprint)
    return [claim('signature', 'broken', 'The public key in the package is not the one that the manifest names.')];
  if (!verify(null, seals.manifest, used, seals.signature))
    return [claim('signature', 'broken', 'The signature does not belong to this manifest: one of them was changed.')];
  if (!verify(null, seals.sums, used, seals.sumsSignature))
    return [claim('signature', 'broken', 'The signature does not belong to SHA256SUMS: one of them was changed.')];
  return key === null
    ? [claim('signature', 'open', `Signed with the key ${fingerprint}; whose key that is, only --key can show.`)]
    : [claim('signature', 'holds', `Signed with the given key, ${fingerprint}.`)];
}

export function ownKey(pem: Uint8Array): KeyObject | null {
  try {
    const key = createPublicKey(Buffer.from(pem).toString('utf8'));
    return key.asymmetricKeyType === 'ed25519' ? key : null;
  } catch {
    return null;
  }
}

export async function checkStamp(
  stamp: Uint8Array | null,
  manifest: Uint8Array,
  roots: readonly Uint8Array[] | null,
): Promise<Claim> {
  if (stamp === null) return claim('stamp', 'open', 'There is no time stamp: only the signer says when it was made.');
  return stampClaim(await readTimeStamp(stamp, manifest, roots));
}

const broken = {
  unreadable: 'The time stamp cannot be read.',
  refused: 'The time stamp is a refusal of the authority.',
  foreign: 'The time stamp was made over another manifest.',
  forged: "The time stamp's signature does not hold.",
} as const;

function stampClaim(stamp: Stamp): Claim {
  if (stamp.status !== 'good') return claim('stamp', 'broken', broken[stamp.status]);
  const at = new Date(stamp.at).toISOString();
  if (stamp.isTrusted === null)
    return claim('stamp', 'open', `Time-stamped at ${at}; whether by a trusted authority, only --tsa-ca can show.`);
  return stamp.isTrusted
    ? claim('stamp', 'holds', `Time-stamped at ${at} by an authority that the given root vouches for.`)
    : claim('stamp', 'broken', 'The time stamp is by an authority that the given root does not vouch for.');
}
