/** Notice → subject, text and HTML. Pure. */
import type { Notice } from '../../core/notice.ts';
import { assignedLetter } from './assigned-letter.ts';
import { blindnessLetter } from './blindness-letter.ts';
import { campaignLetter } from './campaign-letter.ts';
import { coverageLetter, testLetter } from './coverage-letter.ts';
import { htmlBody } from './html-body.ts';
import { incidentLetter } from './incident-letter.ts';
import type { Letter, WritingOptions } from './letter.ts';
import { maintenanceLetter } from './maintenance-letter.ts';
import { overflowLetter } from './overflow-letter.ts';
import { passwordLetter } from './password-letter.ts';
import { cidOf } from './picture-name.ts';
import { textBody } from './text-body.ts';
import { unknownLetter } from './unknown-letter.ts';
import { unownedLetter } from './unowned-letter.ts';
import { windowLetter } from './window-letter.ts';

export interface RenderedNotice {
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  /** Pictures that `html` shows, each once. */
  readonly inline: readonly { readonly cid: string; readonly hash: string }[];
  readonly urgent: boolean;
}

export function renderNotice(notice: Notice, options: WritingOptions): RenderedNotice {
  const letter = withSafeLinks(letterOf(notice, options));
  return {
    subject: letter.subject,
    text: textBody(letter),
    html: htmlBody(letter),
    inline: picturesOf(letter).map((hash) => ({ cid: cidOf(hash), hash })),
    urgent: letter.urgent,
  };
}

/** Hashes of the pictures that a notice would show if all were at hand. */
export function pictureHashes(notice: Notice, options: Omit<WritingOptions, 'pictures'>): string[] {
  return picturesOf(letterOf(notice, options));
}

function letterOf(notice: Notice, options: WritingOptions): Letter {
  switch (notice.type) {
    case 'incident-opened':
    case 'incident-updated':
    case 'incident-escalated':
    case 'incident-reminder':
    case 'incident-resolved':
      return incidentLetter(notice, options);
    case 'incident-unowned':
      return unownedLetter(notice, options);
    case 'incident-assigned':
      return assignedLetter(notice, options);
    case 'maintenance-summary':
      return maintenanceLetter(notice, options);
    case 'unknown-operator':
    case 'unknown-agency':
      return unknownLetter(notice, options);
    case 'campaign-opened':
    case 'campaign-digest':
      return campaignLetter(notice, options);
    case 'window-summary':
      return windowLetter(notice, options);
    case 'overflow-digest':
      return overflowLetter(notice, options);
    case 'monitor-blind':
    case 'monitor-seeing':
      return blindnessLetter(notice, options);
    case 'coverage':
      return coverageLetter(notice, options);
    case 'password-reset':
      return passwordLetter(notice, options);
    case 'test':
      return testLetter(notice, options);
  }
}

/** Escaping does not make `javascript:` harmless, so nothing but a web address becomes a link. */
function withSafeLinks(letter: Letter): Letter {
  return { ...letter, link: safeLink(letter.link), actLink: safeLink(letter.actLink ?? null) };
}

function safeLink(link: string | null): string | null {
  return link !== null && /^https?:\/\//i.test(link) ? (URL.parse(link)?.href ?? null) : null;
}

function picturesOf(letter: Letter): string[] {
  const hashes = letter.parts.flatMap((part) => part.pages.flatMap((page) => page.pictures));
  return [...new Set(hashes.map((picture) => picture.hash))];
}
