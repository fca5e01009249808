/** The configuration's `smtp` and `mail.from`, checked and turned into what nodemailer wants. */
import { isIP } from 'node:net';
import { rootCertificates } from 'node:tls';
import type { SMTPTransportOptions } from 'nodemailer';
import parseAddresses from 'nodemailer/lib/addressparser';
import type { Config } from '../../config/schema/schema.ts';
import { isMailAddress } from '../../core/address.ts';
import { VonggacError } from '../../core/errors.ts';
import { plainText } from '../../core/text.ts';

export interface Sender {
  readonly name: string;
  readonly address: string;
}

const defaultPorts = { starttls: 587, tls: 465, none: 25 } as const;

/** Inactivity timeout in the library; the limit of a whole delivery is outside it. */
const timeouts = { dnsTimeout: 10_000, connectionTimeout: 15_000, greetingTimeout: 15_000, socketTimeout: 30_000 };

/**
 * Null if no server is configured. Throws `bad-configuration` for settings that can't be right: unencrypted mail to
 * another machine, or a password without a user. `roots` are PEM texts of additional private authorities to trust.
 */
export function smtpSettings(smtp: Config['smtp'], roots: readonly string[]): SMTPTransportOptions | null {
  const { host, security, user, password } = smtp;
  if (host === undefined) return null;
  if (security === 'none' && !isLoopback(host)) {
    throw new VonggacError(
      'bad-configuration',
      `Mail would go to ${plainText(host, 100)} unencrypted: set smtp.security to starttls or tls (none is for a server on this machine only).`,
    );
  }
  if ((user === undefined) !== (password === undefined)) {
    throw new VonggacError('bad-configuration', 'smtp.user and smtp.password belong together: set both or neither.');
  }
  return {
    host,
    port: smtp.port ?? defaultPorts[security],
    secure: security === 'tls',
    requireTLS: security === 'starttls',
    ignoreTLS: security === 'none',
    tls: { minVersion: 'TLSv1.2', ...(roots.length > 0 ? { ca: [...rootCertificates, ...roots] } : {}) },
    // A server on this machine may be reachable on loopback only, even with no other network up.
    allowInternalNetworkInterfaces: true,
    ...(user === undefined ? {} : { auth: { user, pass: password ?? '' } }),
    ...timeouts,
  };
}

/** `Name <address>` or a bare address; exactly one. */
export function senderOf(from: string): Sender {
  const [sender, ...others] = parseAddresses(from, { flatten: true });
  const isGood = sender !== undefined && others.length === 0 && isMailAddress(sender.address) && !/[\r\n]/.test(from);
  if (!isGood) {
    throw new VonggacError(
      'bad-configuration',
      `mail.from is not one mail address: write it like "Vọng Gác <vonggac@example.gov.vn>".`,
    );
  }
  return { name: plainText(sender.name, 100), address: sender.address };
}

function isLoopback(host: string): boolean {
  const name = host.replace(/^\[|\]$/g, '').toLowerCase();
  return name === 'localhost' || name === '::1' || (isIP(name) === 4 && name.startsWith('127.'));
}
