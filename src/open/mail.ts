/** Mail as configured, on its own or for a monitor. */
import { readFileSync } from 'node:fs';
import type { Logger } from 'pino';
import { loadPlaybook } from '../config/playbook.ts';
import type { Config } from '../config/schema/schema.ts';
import type { Content } from '../core/domain/content.ts';
import { VonggacError } from '../core/errors.ts';
import { testMessage } from '../monitor/settings/test-mail.ts';
import { createMail, type Mail } from '../notify/mail/mail.ts';
import { clock, createQuietLog, newId } from './process.ts';

export async function openMail(
  config: Config,
  log: Logger,
  playbook = loadPlaybook(config.playbook.file),
): Promise<Mail> {
  const { pgp } = config.mail;
  const signer =
    pgp.keyFile === undefined ? null : await (await import('../notify/mail/pgp-signature.ts')).loadSigner(pgp, clock);
  return createMail({ config, clock, log, playbook, signer, roots: config.capture.extraRoots.map(readRoot) });
}

export async function withMail<T>(config: Config, log: Logger, use: (mail: Mail) => Promise<T>): Promise<T> {
  const mail = await openMail(config, log);
  try {
    return await use(mail);
  } finally {
    mail.close();
  }
}

/** @returns the server's answer, as a sentence */
export async function testMail(config: Config, address: string): Promise<string> {
  const noPictures = async (): Promise<Content | null> => null;
  const message = testMessage({ config, newId }, address, clock());
  const result = await withMail(config, createQuietLog(), (mail) => mail.deliver(message, noPictures));
  if (result.status === 'sent') return `Sent to ${address}: ${result.response}`;
  throw new VonggacError('failed', `The test message was not accepted: ${result.reason}`);
}

function readRoot(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (cause) {
    throw new VonggacError(
      'bad-configuration',
      `The root certificate ${file} named by capture.extraRoots can't be read.`,
      { cause },
    );
  }
}
