/** One notification as the message that goes out. */
import type { SendMailOptions } from 'nodemailer';
import type { Content } from '../../core/domain/content.ts';
import type { Notification, Thread } from '../../core/notices/message.ts';
import { plainText } from '../../core/text.ts';
import type { RenderedNotice } from './render.ts';
import type { Sender } from './smtp-settings.ts';

export interface AttachedFile {
  readonly name: string;
  readonly content: Content;
}

export interface MessageContents {
  /** By hash. */
  readonly pictures: ReadonlyMap<string, Content>;
  readonly file: AttachedFile | null;
}

/**
 * nodemailer writes the headers. Each value is a single line (`plainText`) and addresses are passed as parts, so content
 * can't inject headers. nodemailer may not open files or URLs for a message.
 */
export function smtpMessageOf(
  notification: Notification,
  rendered: RenderedNotice,
  { pictures, file }: MessageContents,
  sender: Sender,
  now: number,
): SendMailOptions {
  return {
    from: { ...sender },
    to: { name: '', address: notification.endpoint },
    subject: rendered.subject,
    messageId: `<${notification.messageId}>`,
    ...threading(notification.thread),
    date: new Date(now),
    text: rendered.text,
    html: rendered.html,
    ...(rendered.urgent ? { priority: 'high' } : {}),
    // RFC 3834 and the Exchange equivalent: suppress out-of-office replies.
    headers: { 'Auto-Submitted': 'auto-generated', 'X-Auto-Response-Suppress': 'All' },
    attachments: [
      ...rendered.inline.flatMap(({ cid, hash }) => {
        const content = pictures.get(hash);
        return content === undefined ? [] : [inlinePicture(cid, content)];
      }),
      ...(file === null ? [] : [attachment(file)]),
    ],
    disableFileAccess: true,
    disableUrlAccess: true,
  };
}

/** Every message replies to the first one, because a reply to a lost message would start a thread of its own. */
function threading(thread: Thread | null): Pick<SendMailOptions, 'inReplyTo' | 'references'> {
  const [first] = thread?.earlier ?? [];
  return first === undefined ? {} : { inReplyTo: `<${first}>`, references: [`<${first}>`] };
}

function attachment({ name, content }: AttachedFile) {
  return {
    filename: plainText(name, 120),
    content: Buffer.from(content.bytes),
    contentType: content.mediaType,
    contentDisposition: 'attachment' as const,
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
