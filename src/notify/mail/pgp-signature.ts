/**
 * Signs messages with OpenPGP (RFC 3156: multipart/signed, detached signature), so that recipients with our public key
 * can verify that "your portal was attacked" is from us. Loaded only if a key is configured.
 */
import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { SendMailOptions } from 'nodemailer';
import MailComposer from 'nodemailer/lib/mail-composer';
import { createMessage, decryptKey, enums, type PrivateKey, readPrivateKey, readSignature, sign } from 'openpgp';
import type { Config } from '../../config/schema/schema.ts';
import { VonggacError } from '../../core/errors.ts';
import type { Clock } from '../../core/ports.ts';

/** The message with its whole body signed; envelope and headers unchanged. */
type SignMessage = (message: SendMailOptions) => Promise<SendMailOptions>;

export interface Signer {
  readonly sign: SignMessage;
  /** When the key expires, ms; null for never. Rejects if it has expired or may not sign. */
  endsAt(): Promise<number | null>;
}

/** Null if no key is configured. Throws `bad-configuration` if it can't be used. */
export async function loadSigner({ keyFile, passphrase }: Config['mail']['pgp'], clock: Clock): Promise<Signer | null> {
  if (keyFile === undefined) return null;
  const key = await loadKey(keyFile, passphrase).catch((cause: unknown) => {
    throw new VonggacError(
      'bad-configuration',
      `The key ${keyFile} named by mail.pgp.keyFile can't sign: it must be one armoured private key, with mail.pgp.passphrase if it is encrypted.`,
      { cause },
    );
  });
  return {
    sign: (message) => signed(message, key, new Date(clock())),
    async endsAt() {
      const signing = await key.getSigningKey(undefined, new Date(clock()));
      const ends = [await key.getExpirationTime(), await signing.getExpirationTime()];
      const days = ends.flatMap((end) => (end instanceof Date ? [end.getTime()] : []));
      return days.length === 0 ? null : Math.min(...days);
    },
  };
}

async function loadKey(file: string, passphrase: string | undefined): Promise<PrivateKey> {
  const key = await readPrivateKey({ armoredKey: await readFile(file, 'utf8') });
  if (key.isDecrypted()) return key;
  return decryptKey({ privateKey: key, passphrase: passphrase ?? '' });
}

async function signed(message: SendMailOptions, key: PrivateKey, date: Date): Promise<SendMailOptions> {
  // Base64 has no trailing blanks and no "From " lines that a relay would rewrite, breaking the signature.
  const whole = await new MailComposer({ ...message, textEncoding: 'base64' }).compile().build();
  const { outer, inner } = parted(whole);
  const signature = await sign({
    message: await createMessage({ binary: inner }),
    signingKeys: key,
    detached: true,
    date,
  });
  const boundary = `vonggac-${randomBytes(18).toString('hex')}`;
  const head = [
    ...outer,
    `Content-Type: multipart/signed; micalg=${await micalgOf(signature)};`,
    ` protocol="application/pgp-signature"; boundary="${boundary}"`,
  ];
  const signaturePart = [
    'Content-Type: application/pgp-signature; name="signature.asc"',
    'Content-Description: OpenPGP digital signature',
    '',
    signature.trimEnd().replace(/\r?\n/g, '\r\n'),
  ];
  // The line break before a boundary belongs to the boundary, not to what is signed.
  const raw = Buffer.concat([
    Buffer.from(`${head.join('\r\n')}\r\n\r\n--${boundary}\r\n`),
    inner,
    Buffer.from(`\r\n--${boundary}\r\n${signaturePart.join('\r\n')}\r\n--${boundary}--\r\n`),
  ]);
  const { from, to } = message;
  return { raw, envelope: envelopeOf(from, to), disableFileAccess: true, disableUrlAccess: true };
}

/** Headers for mail servers stay outside; the content and its headers are signed. */
function parted(whole: Buffer): { readonly outer: readonly string[]; readonly inner: Buffer } {
  const end = whole.indexOf('\r\n\r\n');
  const headers = whole
    .subarray(0, end)
    .toString('utf8')
    .split(/\r\n(?![ \t])/);
  const isContent = (header: string): boolean => /^content-/i.test(header);
  const inner = `${headers.filter(isContent).join('\r\n')}\r\n\r\n`;
  return {
    outer: headers.filter((header) => !isContent(header)),
    inner: Buffer.concat([Buffer.from(inner), whole.subarray(end + 4)]),
  };
}

async function micalgOf(armoredSignature: string): Promise<string> {
  const { packets } = await readSignature({ armoredSignature });
  return `pgp-${enums.read(enums.hash, packets[0]?.hashAlgorithm ?? enums.hash.sha512)}`;
}

function envelopeOf(from: SendMailOptions['from'], to: SendMailOptions['to']) {
  const addressOf = (one: unknown): string =>
    typeof one === 'object' && one !== null && 'address' in one ? String(one.address) : '';
  return { from: addressOf(from), to: addressOf(to) };
}
