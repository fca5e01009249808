/** RFC 3161 time stamps over a manifest: builds the request, and verifies the response. */
import { createHash, randomBytes, webcrypto } from 'node:crypto';
import * as asn1 from 'asn1js';
import * as pki from 'pkijs';

const sha256 = '2.16.840.1.101.3.4.2.1';
const timeStamping = '1.3.6.1.5.5.7.3.8';
const extendedKeyUsage = '2.5.29.37';
const granted: readonly number[] = [0, 1];

pki.setEngine('node', new pki.CryptoEngine({ name: 'node', crypto: webcrypto as never }));

/** @param manifestHash SHA-256 */
export function timeStampRequest(manifestHash: Uint8Array): Uint8Array {
  // Keeps the nonce positive: the first bit is the sign.
  const nonce = randomBytes(8);
  nonce[0] = ((nonce[0] ?? 0) & 0x7f) | 0x40;
  const request = new pki.TimeStampReq({
    version: 1,
    messageImprint: new pki.MessageImprint({
      hashAlgorithm: new pki.AlgorithmIdentifier({ algorithmId: sha256, algorithmParams: new asn1.Null() }),
      hashedMessage: new asn1.OctetString({ valueHex: toBuffer(manifestHash) }),
    }),
    nonce: new asn1.Integer({ valueHex: toBuffer(nonce) }),
    certReq: true,
  });
  return new Uint8Array(request.toSchema().toBER(false));
}

export type Stamp =
  | { readonly status: 'unreadable' }
  | { readonly status: 'refused' }
  /** The stamp is over other data. */
  | { readonly status: 'foreign' }
  /** The authority's signature is invalid. */
  | { readonly status: 'forged' }
  | {
      readonly status: 'good';
      readonly at: number;
      /** Whether one of the given roots vouches for the authority; null when none was given. */
      readonly isTrusted: boolean | null;
    };

/**
 * Never throws, whatever the stamp contains.
 * @param roots certificates in DER; null to skip that check
 */
export async function readTimeStamp(
  stamp: Uint8Array,
  manifest: Uint8Array,
  roots: readonly Uint8Array[] | null,
): Promise<Stamp> {
  try {
    const response = pki.TimeStampResp.fromBER(toBuffer(stamp));
    if (!granted.includes(response.status.status)) return { status: 'refused' };
    if (response.timeStampToken === undefined) return { status: 'unreadable' };
    const signed = new pki.SignedData({ schema: response.timeStampToken.content });
    const content = signed.encapContentInfo.eContent;
    if (content === undefined) return { status: 'unreadable' };
    const info = pki.TSTInfo.fromBER(content.getValue());
    const imprint = new Uint8Array(info.messageImprint.hashedMessage.valueBlock.valueHexView);
    const hash = createHash('sha256').update(manifest).digest();
    const isOurs = info.messageImprint.hashAlgorithm.algorithmId === sha256 && Buffer.compare(imprint, hash) === 0;
    if (!isOurs) return { status: 'foreign' };
    const data = toBuffer(manifest);
    if (!(await isSigned(signed, data))) return { status: 'forged' };
    const isTrusted = roots === null ? null : await isVouchedFor(signed, data, roots);
    return { status: 'good', at: info.genTime.getTime(), isTrusted };
  } catch {
    return { status: 'unreadable' };
  }
}

async function isSigned(signed: pki.SignedData, data: ArrayBuffer): Promise<boolean> {
  const result = await signed.verify({ signer: 0, data, checkChain: false, extendedMode: true }).catch(() => null);
  return result?.signatureVerified === true && isForTimeStamping(result.signerCertificate ?? null);
}

/** Validity is judged at the time of the stamp, because the authority's certificate may have expired since. */
async function isVouchedFor(signed: pki.SignedData, data: ArrayBuffer, roots: readonly Uint8Array[]): Promise<boolean> {
  const trustedCerts = roots.map((der) => pki.Certificate.fromBER(toBuffer(der)));
  const options = { signer: 0, data, checkChain: true, trustedCerts, extendedMode: true } as const;
  const result = await signed.verify(options).catch(() => null);
  return result?.signatureVerified === true && result.signerCertificateVerified === true;
}

function isForTimeStamping(certificate: pki.Certificate | null): boolean {
  const usage = certificate?.extensions?.find(({ extnID }) => extnID === extendedKeyUsage)?.parsedValue;
  return usage instanceof pki.ExtKeyUsage && usage.keyPurposes.includes(timeStamping);
}

function toBuffer(bytes: Uint8Array): ArrayBuffer {
  return new Uint8Array(bytes).buffer;
}
