/** Notice → subject, text and HTML. Pure. */
import type { Notice } from '../../core/notices/notice.ts';
import { htmlBody } from './html-body.ts';
import { assignedMessage } from './messages/assigned-message.ts';
import { blindnessMessage } from './messages/blindness-message.ts';
import { campaignMessage } from './messages/campaign-message.ts';
import { coverageMessage, testMessage } from './messages/coverage-message.ts';
import { incidentMessage } from './messages/incident-message.ts';
import { maintenanceMessage } from './messages/maintenance-message.ts';
import type { Message, WritingOptions } from './messages/message.ts';
import { overdueMessage } from './messages/overdue-message.ts';
import { overflowMessage } from './messages/overflow-message.ts';
import { passwordMessage } from './messages/password-message.ts';
import { relayMessage } from './messages/relay-message.ts';
import { reportDueMessage } from './messages/report-due-message.ts';
import { reportMessage } from './messages/report-message.ts';
import { requestAnswerMessage, requestLinkMessage, requestsWaitingMessage } from './messages/request-message.ts';
import { unknownMessage } from './messages/unknown-message.ts';
import { unownedMessage } from './messages/unowned-message.ts';
import { windowMessage } from './messages/window-message.ts';
import { cidOf } from './picture-name.ts';
import { textBody } from './text-body.ts';

export interface RenderedNotice {
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  /** Pictures that `html` shows, each once. */
  readonly inline: readonly { readonly cid: string; readonly hash: string }[];
  readonly urgent: boolean;
}

export function renderNotice(notice: Notice, options: WritingOptions): RenderedNotice {
  const message = written(notice, options);
  return {
    subject: message.subject,
    text: textBody(message),
    html: htmlBody(message),
    inline: picturesOf(message).map((hash) => ({ cid: cidOf(hash), hash })),
    urgent: message.urgent,
  };
}

/** Hashes of all pictures that a notice would show if available. */
export function pictureHashes(notice: Notice, options: Omit<WritingOptions, 'pictures'>): string[] {
  return picturesOf(written(notice, options));
}

const otherLabels = { vi: 'Bản tiếng Việt', en: 'Read this in English' } as const;

/** The second language is on the dashboard if there is a link to it; otherwise it follows below. */
function written(notice: Notice, { behindLink, ...options }: WritingOptions): Message {
  const message = withSafeLinks(messageOf(notice, options));
  if (behindLink === undefined) return message;
  const link = message.actLink ?? message.link;
  if (link === null)
    return withSafeLinks(messageOf(notice, { ...options, languages: [...options.languages, behindLink] }));
  const there = new URL(link);
  there.searchParams.set('language', behindLink);
  return { ...message, other: { language: behindLink, label: otherLabels[behindLink], link: there.href } };
}

function messageOf(notice: Notice, options: WritingOptions): Message {
  switch (notice.type) {
    case 'incident-opened':
    case 'incident-updated':
    case 'incident-escalated':
    case 'incident-reminder':
    case 'incident-resolved':
    case 'incident-reopened':
      return incidentMessage(notice, options);
    case 'incident-unowned':
      return unownedMessage(notice, options);
    case 'incident-assigned':
      return assignedMessage(notice, options);
    case 'report-due':
      return reportDueMessage(notice, options);
    case 'maintenance-summary':
      return maintenanceMessage(notice, options);
    case 'unknown-operator':
    case 'unknown-agency':
      return unknownMessage(notice, options);
    case 'confirmation-overdue':
      return overdueMessage(notice, options);
    case 'campaign-opened':
    case 'campaign-digest':
      return campaignMessage(notice, options);
    case 'window-summary':
      return windowMessage(notice, options);
    case 'overflow-digest':
      return overflowMessage(notice, options);
    case 'monitor-blind':
    case 'monitor-seeing':
      return blindnessMessage(notice, options);
    case 'coverage':
      return coverageMessage(notice, options);
    case 'report':
      return reportMessage(notice, options);
    case 'password-reset':
      return passwordMessage(notice, options);
    case 'relay':
      return relayMessage(notice, options);
    case 'request-confirm':
    case 'request-proof':
      return requestLinkMessage(notice, options);
    case 'request-answer':
      return requestAnswerMessage(notice, options);
    case 'requests-waiting':
      return requestsWaitingMessage(notice, options);
    case 'test':
      return testMessage(notice, options);
  }
}

/** Escaping does not make `javascript:` harmless, so only http and https addresses become links. */
function withSafeLinks(message: Message): Message {
  return { ...message, link: safeLink(message.link), actLink: safeLink(message.actLink ?? null) };
}

function safeLink(link: string | null): string | null {
  return link !== null && /^https?:\/\//i.test(link) ? (URL.parse(link)?.href ?? null) : null;
}

function picturesOf(message: Message): string[] {
  const hashes = message.parts.flatMap((part) => [
    ...(part.hero ? [part.hero] : []),
    ...part.pages.flatMap((page) => page.pictures),
  ]);
  return [...new Set(hashes.map((picture) => picture.hash))];
}
