/** A notice written out: all wording is decided, and templates only lay it out. All texts are plain. */

import type { Words } from '../../../core/domain/words.ts';
import type { Playbook } from '../../../core/incidents/playbook.ts';
import { type Notice, ownableIncidents } from '../../../core/notices/notice.ts';
import { defang, momentWords, plainText, zoneWords } from '../../../core/text.ts';

export type Language = keyof Words;
export type Tone = 'alarm' | 'warning' | 'good' | 'plain';

export interface Message {
  readonly subject: string;
  readonly tone: Tone;
  /** Sent with high priority. */
  readonly urgent: boolean;
  /** The same content in each language; the first is the main one. */
  readonly parts: readonly Part[];
  /** The dashboard's page. */
  readonly link: string | null;
  /** Link with which the recipient acts without an account; takes precedence over `link`, labelled `Part.actLabel`. */
  readonly actLink?: string | null;
  /** Link to the same content in the omitted language. */
  readonly other?: { readonly language: Language; readonly label: string; readonly link: string };
}

export interface Part {
  readonly language: Language;
  readonly badge: string;
  readonly headline: string;
  /** Screenshot of the finding, below the heading. */
  readonly hero?: Picture;
  readonly lead: string | null;
  readonly facts: readonly Fact[];
  readonly pages: readonly Page[];
  readonly lists: readonly List[];
  readonly linkLabel: string;
  readonly actLabel?: string;
  /** Beside the button: whom to call. */
  readonly calls?: readonly CallLine[];
  /** Label of the link for recipients who made the change themselves. */
  readonly claimLabel?: string;
  readonly foot: string;
}

export interface CallLine {
  readonly label: string;
  readonly phone: string;
}

export interface Fact {
  readonly label: string;
  readonly value: string;
}

export interface Page {
  /** Null when the message is about a single page, which its facts already name. */
  readonly address: string | null;
  readonly facts: readonly Fact[];
  readonly reasons: List;
  readonly indicators: List;
  readonly pictures: readonly Picture[];
}

export interface Picture {
  readonly hash: string;
  readonly caption: string;
}

export interface List {
  readonly title: string;
  readonly ordered: boolean;
  readonly items: readonly string[];
}

/** How a message is written. */
export interface WritingOptions {
  /** The first one leads. */
  readonly languages: readonly Language[];
  /** A further language that is shown only on the dashboard, if there is a link to it. */
  readonly behindLink?: Language;
  readonly timeZone: string;
  readonly playbook: Playbook;
  /** Pictures whose bytes are at hand; the others are left out. Undefined: all. */
  readonly pictures?: ReadonlySet<string>;
}

/** Text that a page, a server or a person wrote: one visible line without usable addresses. */
export function foreign(text: string, max: number): string {
  return defang(plainText(text, max));
}

/** A moment with the name of its time zone. */
export function zonedMoment(at: number, timeZone: string, language: Language): string {
  return `${momentWords(at, timeZone)[language]} (${zoneWords(timeZone)[language]})`;
}

/** The agency as a fact; none when the portal has no agency. */
export function agencyFacts({ agency }: { readonly agency: string | null }, language: Language): Fact[] {
  return agency === null ? [] : [{ label: language === 'vi' ? 'Cơ quan' : 'Agency', value: foreign(agency, 160) }];
}

/** At most `max` items, then how many are left; those are not even rendered, because attacks on many make long lists. */
export function cappedBy<T>(
  items: readonly T[],
  max: number,
  language: Language,
  write: (item: T) => string,
): string[] {
  const shown = items.slice(0, max).map(write);
  const rest = items.length - shown.length;
  if (rest === 0) return shown;
  return [...shown, language === 'vi' ? `và ${rest} mục khác` : `and ${rest} more`];
}

/** Label of the button that acknowledges incidents without an account. */
export function actLabelFor(notice: Notice, language: Language): string {
  const { length } = ownableIncidents(notice);
  if (length < 2) return language === 'vi' ? 'Tiếp nhận sự cố' : 'Acknowledge the incident';
  return language === 'vi' ? `Tiếp nhận ${length} sự cố` : `Acknowledge ${length} incidents`;
}

export const claimWords: Words = {
  vi: 'Chúng tôi tự sửa, không phải sự cố',
  en: 'We made this change ourselves; it is not an incident',
};

export const footWords: Words = {
  vi: 'Thư tự động của Vọng Gác, hệ thống giám sát cổng thông tin điện tử từ bên ngoài. Địa chỉ các trang được viết thành hxxp và [.] để không ai bấm nhầm.',
  en: 'Sent automatically by Vọng Gác, which monitors public portals from the outside. Page addresses are written with hxxp and [.] so that nobody opens them by mistake.',
};
