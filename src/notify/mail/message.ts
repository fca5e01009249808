/** One notification as the message that goes out. */
import type { SendMailOptions } from 'nodemailer';
import type { Content } from '../../core/model.ts';
import type { Notification } from '../../core/notice.ts';
import type { RenderedNotice } from './render.ts';
import type { Sender } from './smtp-settings.ts';

/**
 * nodemailer writes the headers; what it gets is one line each (`plainText`), and addresses go as parts, so no content
 * can end a header line. It may open no file and no address on a message's behalf.
 */
export function messageOf(
  notification: Notification,
  rendered: RenderedNotice,
  pictures: ReadonlyMap<string, Content>,
  sender: Sender,
  now: number,
): SendMailOptions {
  const { inReplyTo } = notification;
  const thread = inReplyTo === null ? {} : { inReplyTo: `<${inReplyTo}>`, references: [`<${inReplyTo}>`] };
  return {
    from: { ...sender },
    to: { name: '', address: notification.recipient },
    subject: rendered.subject,
    messageId: `<${notification.messageId}>`,
    ...thread,
    date: new Date(now),
    text: rendered.text,
    html: rendered.html,
    ...(rendered.urgent ? { priority: 'high' } : {}),
    // RFC 3834, and Exchange's own way: nobody's out-of-office shall answer.
    headers: { 'Auto-Submitted': 'auto-generated', 'X-Auto-Response-Suppress': 'All' },
    attachments: rendered.inline.flatMap(({ cid, hash }) => {
      const content = pictures.get(hash);
      return content === undefined ? [] : [inlinePicture(cid, content)];
    }),
    disableFileAccess: true,
    disableUrlAccess: true,
  };
}

function inlinePicture(cid: string, content: Content) {
  return {
    cid,
    filename: `${cid.slice(0, 8)}.png`,
    content: Buffer.from(content.bytes),
    contentType: 'image/png',
    contentDisposition: 'inline' as const,
  };
}
