/** The channel mail: renders a notice and hands it to the configured SMTP server. */
import { createTransport, type SendMailOptions, type SMTPTransportOptions } from 'nodemailer';
import type { Logger } from 'pino';
import type { Config } from '../../config/schema/schema.ts';
import { isMailAddress } from '../../core/address.ts';
import type { Content } from '../../core/domain/content.ts';
import { mailTrouble } from '../../core/incidents/mail-trouble.ts';
import type { Playbook } from '../../core/incidents/playbook.ts';
import type { DeliveryResult, Notification } from '../../core/notices/message.ts';
import { isToOutsider } from '../../core/notices/notice.ts';
import type { Channel, Clock, Deliver, LoadContent, MailCheck } from '../../core/ports.ts';
import { plainText } from '../../core/text.ts';
import { mailDigests, mailLimits } from './limits.ts';
import type { Language, WritingOptions } from './messages/message.ts';
import { failureResult } from './outcome.ts';
import type { Signer } from './pgp-signature.ts';
import { pictureHashes, renderNotice } from './render.ts';
import { type AttachedFile, smtpMessageOf } from './smtp-message.ts';
import { senderOf, smtpSettings } from './smtp-settings.ts';

export interface MailOptions {
  readonly config: Pick<Config, 'smtp' | 'mail' | 'schedule'>;
  readonly clock: Clock;
  readonly log: Logger;
  /** First steps for an agency, per kind of incident. */
  readonly playbook: Playbook;
  /** PEM texts of private certificate authorities to trust in addition (`capture.extraRoots`). */
  readonly roots?: readonly string[];
  /** Signs every message; if omitted or null, messages are unsigned. */
  readonly signer?: Signer | null;
  /** Limit of one whole delivery, including login and data. */
  readonly timeLimitMs?: number;
}

export interface Mail extends Channel {
  readonly verify: () => Promise<MailCheck>;
  /** Aborts running deliveries with the result `later`. */
  readonly close: () => void;
}

const defaultTimeLimitMs = 60_000;
/** Thumbnails are far smaller; a larger file under a thumbnail's name is left out. */
const pictureCapBytes = 500_000;
const noServer = mailTrouble['no-server'].en;

/** Throws `bad-configuration` for settings that can't be right. Connects to nothing before the first delivery. */
export function createMail(options: MailOptions): Mail {
  const { config } = options;
  const { schedule, smtp } = config;
  const sender = senderOf(config.mail.from);
  const settings = smtpSettings(smtp, options.roots ?? []);
  const limitMs = options.timeLimitMs ?? defaultTimeLimitMs;
  const closing = new AbortController();

  const deliver: Deliver = async (notification, load) => {
    if (settings === null) return { status: 'later', reason: noServer, server: 'down' };
    if (!isMailAddress(notification.endpoint)) {
      return { status: 'dead', reason: mailTrouble['bad-recipient'].en };
    }
    const { playbook } = options;
    const writing = { ...languagesFor(notification, config.mail.languages), timeZone: schedule.timezone, playbook };
    const pictures = await loadPictures(notification, load, writing, options.log);
    const rendered = renderNotice(notification.notice, { ...writing, pictures: new Set(pictures.keys()) });
    const contents = { pictures, file: await loadFile(notification, load, options.log) };
    const message = smtpMessageOf(notification, rendered, contents, sender, options.clock());
    const outcome = await limited(limitMs, closing.signal, async (signal) => {
      return send(settings, { ...(await signedIfPossible(message, options)), signal });
    });
    const result = withoutRecipient(outcome, notification);
    options.log.info(
      { notificationId: notification.id, attempt: notification.attempt, ...result },
      'mail delivery attempted',
    );
    return result;
  };

  const verify = async (): Promise<MailCheck> => {
    if (settings === null) return { ok: false, reason: noServer };
    const result = await limited(limitMs, closing.signal, () => greet(settings));
    if (result.status !== 'sent') return { ok: false, reason: result.reason };
    const signature = await signatureOf(options.signer);
    if (typeof signature === 'string') {
      return {
        ok: false,
        reason: `messages are sent unsigned because the key in mail.pgp.keyFile cannot sign: ${signature}`,
      };
    }
    return { ok: true, server: `${settings.host}:${settings.port}`, loggedIn: settings.auth !== undefined, signature };
  };

  return { deliver, limits: () => mailLimits(config.mail), digests: mailDigests, verify, close: () => closing.abort() };
}

/** Keys expire unnoticed: sending the message unsigned is better than not sending it. */
async function signedIfPossible(
  message: ReturnType<typeof smtpMessageOf>,
  { signer, log }: MailOptions,
): Promise<SendMailOptions> {
  if (!signer) return message;
  try {
    return await signer.sign(message);
  } catch (error) {
    log.error({ err: error }, 'message sent unsigned: the key in mail.pgp.keyFile cannot sign');
    return message;
  }
}

/** When the key expires; a sentence if the key cannot sign. */
async function signatureOf(signer: Signer | null | undefined): Promise<{ endsAt: number | null } | string | null> {
  if (!signer) return null;
  try {
    return { endsAt: await signer.endsAt() };
  } catch (error) {
    return plainText(error instanceof Error ? error.message : String(error), 200);
  }
}

/**
 * The recipient's language first, then the configured ones, because mails are forwarded. For an agency that reads
 * Vietnamese, English is behind a link.
 */
function languagesFor(
  { language }: Notification,
  configured: readonly Language[],
): Pick<WritingOptions, 'languages' | 'behindLink'> {
  if (language === 'vi' && configured.includes('en')) return { languages: ['vi'], behindLink: 'en' };
  return { languages: [...new Set([...(language === undefined ? [] : [language]), ...configured])] };
}

async function send(
  settings: SMTPTransportOptions,
  message: SendMailOptions & { signal: AbortSignal },
): Promise<DeliveryResult> {
  const { response } = await createTransport(settings).sendMail(message);
  return { status: 'sent', response: plainText(response, 200) };
}

async function greet(settings: SMTPTransportOptions): Promise<DeliveryResult> {
  await createTransport(settings).verify();
  return { status: 'sent', response: '' };
}

/** The timeout outside the library: whatever it does, delivery ends in time and the connection is abandoned. */
async function limited(
  limitMs: number,
  closing: AbortSignal,
  act: (signal: AbortSignal) => Promise<DeliveryResult>,
): Promise<DeliveryResult> {
  const signal = AbortSignal.any([closing, AbortSignal.timeout(limitMs)]);
  const givenUp = new Promise<DeliveryResult>((resolve) => {
    const giveUp = (): void =>
      resolve(
        closing.aborted
          ? { status: 'later', reason: mailTrouble.stopped.en }
          : { status: 'later', reason: mailTrouble['too-slow'].en, server: 'down' },
      );
    if (signal.aborted) giveUp();
    else signal.addEventListener('abort', giveUp, { once: true });
  });
  return Promise.race([givenUp, act(signal).catch(failureResult)]);
}

/** Servers repeat addresses in their answers. Those of people who asked for something are in no log. */
function withoutRecipient(result: DeliveryResult, { notice, endpoint }: Notification): DeliveryResult {
  if (!isToOutsider(notice)) return result;
  const hide = (text: string): string => {
    const at = text.toLowerCase().indexOf(endpoint.toLowerCase());
    return at < 0 ? text : hide(`${text.slice(0, at)}…${text.slice(at + endpoint.length)}`);
  };
  return result.status === 'sent'
    ? { ...result, response: hide(result.response) }
    : { ...result, reason: hide(result.reason) };
}

/** Missing or invalid pictures are omitted: the message matters more. */
async function loadPictures(
  notification: Notification,
  load: LoadContent,
  writing: Parameters<typeof pictureHashes>[1],
  log: Logger,
): Promise<Map<string, Content>> {
  const pictures = new Map<string, Content>();
  for (const hash of pictureHashes(notification.notice, writing)) {
    const content = await load(hash).catch((error: unknown) => {
      log.warn({ err: error, hash }, 'picture not loaded for a mail');
      return null;
    });
    if (content !== null && isSmallPng(content)) pictures.set(hash, content);
  }
  return pictures;
}

/** Without the file the message still says where it is. */
async function loadFile({ notice }: Notification, load: LoadContent, log: Logger): Promise<AttachedFile | null> {
  if (notice.type !== 'report' || notice.file === null) return null;
  const { hash, name } = notice.file;
  const content = await load(hash).catch((error: unknown) => {
    log.warn({ err: error, hash }, 'file not loaded for a mail');
    return null;
  });
  return content === null ? null : { name, content };
}

function isSmallPng({ bytes, mediaType }: Content): boolean {
  return mediaType === 'image/png' && bytes.length <= pictureCapBytes && bytes[0] === 0x89 && bytes[1] === 0x50;
}
