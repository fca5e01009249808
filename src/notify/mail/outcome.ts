/** What an SMTP failure means for the next attempt. */
import type { DeliveryResult, ServerState } from '../../core/notices/message.ts';
import { plainText } from '../../core/text.ts';

/** The fields of nodemailer errors in use. */
interface SmtpFailure {
  readonly message: string;
  readonly code: string | undefined;
  readonly command: string | undefined;
  readonly responseCode: number | undefined;
}

/**
 * Only a rejection of this very message or recipient is permanent: 5xx to RCPT or to the data, or an address that can't
 * be put into an envelope. Everything else is retried: network errors, 4xx, TLS, a refused login or sender (5xx at
 * greeting, EHLO, AUTH or MAIL) can be fixed in our configuration or at the relay, and an alarm must not be lost because
 * a password expired on a Sunday. The retry schedule eventually gives up on such messages.
 */
export function failureResult(error: unknown): DeliveryResult {
  const failure = readFailure(error);
  const reason = plainText(sentenceOf(failure), 300);
  const server = serverOf(failure);
  return { status: isPermanent(failure) ? 'dead' : 'later', reason, ...(server === null ? {} : { server }) };
}

/**
 * A rejection of this message or its sender is an answer of the server; a refused connection, greeting or login affects
 * every message.
 */
function serverOf({ code, command, responseCode }: SmtpFailure): ServerState | null {
  if (responseCode === undefined) return code === undefined || code === 'EENVELOPE' ? null : 'down';
  return ['MAIL FROM', 'RCPT TO', 'DATA'].includes(command ?? '') ? 'answered' : 'down';
}

/** 530, 534, 535 and 538 demand a login or TLS (RFC 4954, RFC 3207), whatever the command. */
const loginCodes = new Set([530, 534, 535, 538]);

function isPermanent({ code, command, responseCode }: SmtpFailure): boolean {
  if (responseCode === undefined) return code === 'EENVELOPE' && command === 'API';
  if (responseCode < 500 || responseCode > 599 || loginCodes.has(responseCode)) return false;
  return command === 'RCPT TO' || command === 'DATA';
}

function sentenceOf({ message, code, command, responseCode }: SmtpFailure): string {
  if (responseCode !== undefined) return `${command ?? 'SMTP'}: ${message}`;
  return code === undefined ? message : `${code}: ${message}`;
}

function readFailure(error: unknown): SmtpFailure {
  const fields: Record<string, unknown> = typeof error === 'object' && error !== null ? { ...error } : {};
  const text = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);
  return {
    message: error instanceof Error ? error.message : String(error),
    code: text(fields.code),
    command: text(fields.command),
    responseCode: typeof fields.responseCode === 'number' ? fields.responseCode : undefined,
  };
}
