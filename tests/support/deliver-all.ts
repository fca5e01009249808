/** Sends everything that is due in a desk's outbox, and renders it as mail. */
import type { Notification } from '../../src/core/notices/message.ts';
import { dispatchNext } from '../../src/monitor/notices/dispatch.ts';
import { renderNotice } from '../../src/notify/mail/render.ts';
import { playbookOnce } from './read-once.ts';
import { mailBy } from './test-channels.ts';
import type { TestDesk } from './test-desk.ts';

export interface Delivered {
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  readonly notification: Notification;
}

export async function deliverAll({ parts }: TestDesk): Promise<readonly Delivered[]> {
  const delivered: Delivered[] = [];
  const { config } = parts;
  const playbook = playbookOnce(config.playbook.file);
  const channels = mailBy(async (notification) => {
    const writing = { languages: config.mail.languages, timeZone: config.schedule.timezone, playbook };
    const { subject, text, html } = renderNotice(notification.notice, writing);
    delivered.push({ to: notification.endpoint, subject, text, html, notification });
    return { status: 'sent', response: '250 OK' };
  }, config);
  while (await dispatchNext({ ...parts, channels }, 'test')) {
    // Until nothing is due.
  }
  return delivered;
}

/** The path of the link in a mail. */
export function linkIn({ text }: Delivered): string {
  const found = /https?:\/\/\S+\/(?:confirm|agree|extend)\/[\w-]{43}/.exec(text)?.[0];
  if (found === undefined) throw new Error(`no link in: ${text}`);
  return new URL(found).pathname;
}
