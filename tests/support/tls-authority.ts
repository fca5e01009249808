/** A test certificate authority, with a root and an intermediate, that signs whatever a test needs. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { isIP } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { generate } from 'selfsigned';

/** `cert` is what a server sends: the leaf, then the intermediate unless omitted. */
export interface IssuedCertificate {
  readonly key: string;
  readonly cert: string;
  readonly publicKey: string;
}

export interface CertificateWish {
  /** The certificate's host name or IP address. */
  readonly name: string;
  /** 2024 to 2049 by default. */
  readonly valid?: { readonly from: Date; readonly to: Date };
  /** Renews this certificate with the same key. */
  readonly keyOf?: IssuedCertificate;
  /** As on many portals: the chain ends with the leaf. */
  readonly withoutIntermediate?: boolean;
}

export interface TlsAuthority {
  /** PEM of the root, and a file that contains it. */
  readonly root: string;
  readonly rootFile: string;
  readonly issue: (wish: CertificateWish) => Promise<IssuedCertificate>;
  /** Removes the file. */
  readonly close: () => void;
}

const longValid = { from: new Date('2024-01-01T00:00:00Z'), to: new Date('2049-01-01T00:00:00Z') };

/** Its issuer is named `NAME Issuing CA`. Two authorities share no keys. */
export async function createTlsAuthority(name: string): Promise<TlsAuthority> {
  const root = await signed(`${name} Root CA`, longValid, authorityExtensions, {});
  const intermediate = await signed(`${name} Issuing CA`, longValid, authorityExtensions, {
    ca: { key: root.private, cert: root.cert },
  });
  const folder = mkdtempSync(join(tmpdir(), 'vonggac-authority-'));
  const rootFile = join(folder, 'root.pem');
  writeFileSync(rootFile, root.cert);

  const issue = async (wish: CertificateWish): Promise<IssuedCertificate> => {
    const leaf = await signed(wish.name, wish.valid ?? longValid, leafExtensions(wish.name), {
      ca: { key: intermediate.private, cert: intermediate.cert },
      ...(wish.keyOf ? { keyPair: { privateKey: wish.keyOf.key, publicKey: wish.keyOf.publicKey } } : {}),
    });
    const cert = wish.withoutIntermediate ? leaf.cert : `${leaf.cert}\n${intermediate.cert}`;
    return { key: leaf.private, cert, publicKey: leaf.public };
  };

  return { root: root.cert, rootFile, issue, close: () => rmSync(folder, { recursive: true }) };
}

type Options = NonNullable<Parameters<typeof generate>[1]>;
type Extensions = NonNullable<Options['extensions']>;

function signed(commonName: string, valid: { from: Date; to: Date }, extensions: Extensions, more: Options) {
  return generate([{ name: 'commonName', value: commonName }], {
    keyType: 'ec',
    algorithm: 'sha256',
    notBeforeDate: valid.from,
    notAfterDate: valid.to,
    extensions,
    ...more,
  });
}

const authorityExtensions: Extensions = [
  { name: 'basicConstraints', cA: true, critical: true },
  { name: 'keyUsage', keyCertSign: true, cRLSign: true, critical: true },
];

function leafExtensions(name: string): Extensions {
  return [
    { name: 'keyUsage', digitalSignature: true, critical: true },
    { name: 'extKeyUsage', serverAuth: true },
    { name: 'subjectAltName', altNames: [isIP(name) ? { type: 7, ip: name } : { type: 2, value: name }] },
  ];
}
