/** The channel mail: renders a notice and hands it to the configured SMTP server. */
import { createTransport, type SendMailOptions, type SMTPTransportOptions } from 'nodemailer';
import type { Logger } from 'pino';
import type { Config } from '../../config/schema.ts';
import { isMailAddress } from '../../core/address.ts';
import { mailTrouble } from '../../core/mail-trouble.ts';
import type { Content } from '../../core/model.ts';
import type { DeliveryResult, Notification } from '../../core/notice.ts';
import type { Playbook } from '../../core/playbook.ts';
import type { Clock, Deliver, LoadContent, MailCheck } from '../../core/ports.ts';
import { plainText } from '../../core/text.ts';
import type { Language } from './letter.ts';
import { messageOf } from './message.ts';
import { failureResult } from './outcome.ts';
import type { Signer } from './pgp-signature.ts';
import { pictureHashes, renderNotice } from './render.ts';
import { senderOf, smtpSettings } from './smtp-settings.ts';

export interface MailOptions {
  readonly config: Pick<Config, 'smtp' | 'mail' | 'schedule'>;
  readonly clock: Clock;
  readonly log: Logger;
  /** What an agency does first, per kind of incident. */
  readonly playbook: Playbook;
  /** PEM texts of private certificate authorities to trust in addition (`capture.extraRoots`). */
  readonly roots?: readonly string[];
  /** Signs every message; left out or null: they go unsigned. */
  readonly signer?: Signer | null;
  /** Of one whole delivery, login and data included. */
  readonly timeLimitMs?: number;
}

export interface Mail {
  readonly deliver: Deliver;
  readonly verify: () => Promise<MailCheck>;
  /** Ends deliveries under way as `later`. */
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
    if (settings === null) return { status: 'later', reason: noServer };
    if (!isMailAddress(notification.recipient)) {
      return { status: 'dead', reason: mailTrouble['bad-recipient'].en };
    }
    const { playbook } = options;
    const languages = languagesFor(notification, config.mail.languages);
    const writing = { languages, timeZone: schedule.timezone, playbook };
    const pictures = await loadPictures(notification, load, writing, options.log);
    const rendered = renderNotice(notification.notice, { ...writing, pictures: new Set(pictures.keys()) });
    const message = messageOf(notification, rendered, pictures, sender, options.clock());
    const result = await limited(limitMs, closing.signal, async (signal) => {
      return send(settings, { ...(await signedIfPossible(message, options)), signal });
    });
    options.log.info({ notificationId: notification.id, attempt: notification.attempt, ...result }, 'mail handed over');
    return result;
  };

  const verify = async (): Promise<MailCheck> => {
    if (settings === null) return { ok: false, reason: noServer };
    const result = await limited(limitMs, closing.signal, () => greet(settings));
    if (result.status !== 'sent') return { ok: false, reason: result.reason };
    const signature = await signatureOf(options.signer);
    if (typeof signature === 'string') {
      return { ok: false, reason: `letters go unsigned, because the key of mail.pgp.keyFile can't sign: ${signature}` };
    }
    return { ok: true, server: `${settings.host}:${settings.port}`, loggedIn: settings.auth !== undefined, signature };
  };

  return { deliver, verify, close: () => closing.abort() };
}

/** A key ends on a day when nobody thinks of it: the letter is worth more than its signature. */
async function signedIfPossible(
  message: ReturnType<typeof messageOf>,
  { signer, log }: MailOptions,
): Promise<SendMailOptions> {
  if (!signer) return message;
  try {
    return await signer.sign(message);
  } catch (error) {
    log.error({ err: error }, 'a letter goes out unsigned: the key of mail.pgp.keyFile does not sign');
    return message;
  }
}

/** A sentence when the key does not sign. */
async function signatureOf(signer: Signer | null | undefined): Promise<{ endsAt: number | null } | string | null> {
  if (!signer) return null;
  try {
    return { endsAt: await signer.endsAt() };
  } catch (error) {
    return plainText(error instanceof Error ? error.message : String(error), 200);
  }
}

/** The recipient's own first; what is configured follows, because mails are passed on. */
function languagesFor({ language }: Notification, configured: readonly Language[]): Language[] {
  return [...new Set([...(language === undefined ? [] : [language]), ...configured])];
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

/** The limit outside the library: whatever it does, an answer comes in time and the connection is given up. */
async function limited(
  limitMs: number,
  closing: AbortSignal,
  act: (signal: AbortSignal) => Promise<DeliveryResult>,
): Promise<DeliveryResult> {
  const signal = AbortSignal.any([closing, AbortSignal.timeout(limitMs)]);
  const givenUp = new Promise<DeliveryResult>((resolve) => {
    const giveUp = (): void =>
      resolve({
        status: 'later',
        reason: closing.aborted ? mailTrouble.stopped.en : mailTrouble['too-slow'].en,
      });
    if (signal.aborted) giveUp();
    else signal.addEventListener('abort', giveUp, { once: true });
  });
  return Promise.race([givenUp, act(signal).catch(failureResult)]);
}

/** A picture that is gone or odd is left out; the message is worth more. */
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

function isSmallPng({ bytes, mediaType }: Content): boolean {
  return mediaType === 'image/png' && bytes.length <= pictureCapBytes && bytes[0] === 0x89 && bytes[1] === 0x50;
}
