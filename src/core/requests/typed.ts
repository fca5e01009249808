/** Turns what was typed into a request, or names every mistake with its field. Pure: times are given. */
import { normaliseAddress } from '../address.ts';
import type { Words } from '../domain/words.ts';
import { dayMs, dayNumber, dayOf, momentOf } from '../duty/days.ts';
import { contentHash } from '../facts/hash.ts';
import { foldText } from '../facts/text/text-folding.ts';
import { plainText } from '../text.ts';
import { longestPeriodDays } from './keep.ts';
import { isPlainMailAddress } from './proof.ts';
import type { Period, ReportDetails, RequestDetails, WatchDetails } from './request.ts';

/** Exactly as submitted. */
export interface TypedWatch {
  readonly agency: string;
  /** One address per line. */
  readonly portals: string;
  readonly contact: string;
  readonly phone: string;
  readonly email: string;
  readonly basis: string;
  /** `2027-02-01` or `01/02/2027`; empty: from now on, without end. */
  readonly from: string;
  readonly to: string;
  readonly consent: boolean;
}

export interface TypedReport {
  readonly url: string;
  readonly seen: string;
  readonly name: string;
  readonly email: string;
  readonly consent: boolean;
}

export type TypedField = keyof TypedWatch | keyof TypedReport;
export type Mistakes = Partial<Readonly<Record<TypedField, Words>>>;

export type ReadTyped<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly mistakes: Mistakes };

export const longest = {
  agency: 200,
  contact: 120,
  phone: 40,
  email: 254,
  basis: 300,
  url: 500,
  seen: 2_000,
  name: 120,
} as const;
export const mostPortals = 20;

interface Moment {
  readonly now: number;
  readonly timeZone: string;
}

export function readWatch(
  typed: TypedWatch,
  { now, timeZone }: Moment,
): ReadTyped<{ readonly details: WatchDetails; readonly period: Period }> {
  const mistakes: Record<string, Words> = {};
  const agency = line(typed.agency, longest.agency);
  if (agency === '') mistakes.agency = words.agency;
  const portals = readPortals(typed.portals, mistakes);
  const contact = line(typed.contact, longest.contact);
  if (contact === '') mistakes.contact = words.contact;
  const phone = line(typed.phone, longest.phone);
  if (!/^[+(\d][\d\s().-]{5,}/.test(phone)) mistakes.phone = words.phone;
  const email = readEmail(typed.email);
  if (email === null || email === '') mistakes.email = words.email;
  const basis = line(typed.basis, longest.basis);
  if (basis === '') mistakes.basis = words.basis;
  const period = readPeriod(typed, { now, timeZone }, mistakes);
  if (!typed.consent) mistakes.consent = words.consent;
  if (Object.keys(mistakes).length > 0) return { ok: false, mistakes };
  const details: WatchDetails = { kind: 'watch', agency, portals, contact, phone, email: email ?? '', basis };
  return { ok: true, value: { details, period } };
}

/** Name and address are optional; whoever gives them consents to their use. */
export function readReport(typed: TypedReport): ReadTyped<ReportDetails> {
  const mistakes: Record<string, Words> = {};
  const address = readAddress(typed.url);
  if (typeof address !== 'string') mistakes.url = address;
  const seen = paragraph(typed.seen, longest.seen);
  if (seen === '') mistakes.seen = words.seen;
  const name = line(typed.name, longest.name);
  const email = readEmail(typed.email);
  if (email === null) mistakes.email = words.email;
  if ((name !== '' || email !== '') && !typed.consent) mistakes.consent = words.consentOptional;
  if (Object.keys(mistakes).length > 0 || typeof address !== 'string') return { ok: false, mistakes };
  return { ok: true, value: { kind: 'report', url: address, seen, name, email: email ?? '' } };
}

/**
 * Equal for requests that ask for the same. The requester is no part of it: whoever asks first must not keep others
 * from asking, so each is stored and the queue shows them together.
 */
export function duplicateKey(details: WatchDetails | ReportDetails): string {
  const about =
    details.kind === 'watch'
      ? [foldText(details.agency), ...details.portals.map(hostOf).toSorted()]
      : [hostOf(details.url), new URL(details.url).pathname];
  return contentHash(JSON.stringify([details.kind, ...about]));
}

export const hostOf = (url: string): string => new URL(url).hostname;

/** Each host of a request once. */
export function hostsOf(details: RequestDetails): string[] {
  const urls = details.kind === 'watch' ? details.portals : [details.url];
  return [...new Set(urls.map(hostOf))];
}

/** `2027-02-01` or `1/2/2027`; null where it is not a day. */
function readDay(text: string): number | null {
  const typed = text.trim();
  const iso = /^(\d{4})-(\d{1,2})-(\d{1,2})$/.exec(typed);
  const local = /^(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})$/.exec(typed);
  const [year, month, day] = iso ? iso.slice(1).map(Number) : local ? local.slice(1).map(Number).reverse() : [];
  if (year === undefined || month === undefined || day === undefined) return null;
  if (month < 1 || month > 12 || day < 1 || day > daysIn(year, month)) return null;
  return dayNumber(`${year}-${month}-${day}`);
}

function daysIn(year: number, month: number): number {
  const next = month === 12 ? `${year + 1}-1-1` : `${year}-${month + 1}-1`;
  return dayNumber(next) - dayNumber(`${year}-${month}-1`);
}

function readPeriod(
  { from, to }: Pick<TypedWatch, 'from' | 'to'>,
  { now, timeZone }: Moment,
  mistakes: Record<string, Words>,
): Period {
  const today = dayOf(now, timeZone);
  const first = from.trim() === '' ? today : readDay(from);
  const last = to.trim() === '' ? null : readDay(to);
  if (first === null || first < today - 366 || first > today + longestPeriodDays) mistakes.from = words.from;
  else if (to.trim() !== '' && last === null) mistakes.to = words.to;
  else if (last !== null && (last < Math.max(first, today) || last > Math.max(first, today) + longestPeriodDays)) {
    mistakes.to = words.to;
  }
  const start = Math.max(first ?? today, today);
  return {
    from: start === today ? now : momentOf(start, 0, timeZone),
    to: last === null ? null : momentOf(last + 1, 0, timeZone),
  };
}

/** The end of a day that extends a period; null when it is no day, not later, or too far. */
export function readExtension(text: string, { now, timeZone }: Moment): number | null {
  const last = readDay(text);
  const today = dayOf(now, timeZone);
  if (last === null || last < today || last > today + longestPeriodDays) return null;
  return momentOf(last + 1, 0, timeZone);
}

/** The last whole day of a period. */
export const lastDayOf = (to: number): number => to - dayMs / 2;

function readPortals(text: string, mistakes: Record<string, Words>): string[] {
  const lines = text
    .slice(0, (longest.url + 2) * (mostPortals + 1))
    .split(/[\r\n]+/)
    .map((one) => one.trim())
    .filter((one) => one !== '');
  const read = lines.slice(0, mostPortals).map(readAddress);
  const wrong = read.find((one) => typeof one !== 'string');
  if (lines.length === 0) mistakes.portals = words.portals;
  else if (lines.length > mostPortals) mistakes.portals = words.tooMany;
  else if (wrong !== undefined) mistakes.portals = wrong;
  return [...new Set(read.filter((one) => typeof one === 'string'))];
}

/** A public web address by name; only its text is looked at, nothing is fetched. */
function readAddress(text: string): string | Words {
  const typed = text.trim();
  if (typed === '') return words.url;
  if (typed.length > longest.url) return words.tooLong;
  const address = normaliseAddress(typed);
  if (!address.ok) return { vi: plainText(address.reason.vi, 300), en: plainText(address.reason.en, 300) };
  const isName = /^(?:[a-z0-9_-]{1,63}\.){1,20}[a-z][a-z0-9-]{1,62}$/.test(address.host);
  return isName ? address.url : words.url;
}

/** Null for what is no address; empty when nothing was typed. */
function readEmail(text: string): string | null {
  const typed = text.trim();
  return typed === '' || isPlainMailAddress(typed) ? typed : null;
}

const line = (text: string, most: number): string => plainText(text, most);

function paragraph(text: string, most: number): string {
  const lines = text
    .slice(0, most * 2)
    .split(/\r\n?|\n/)
    .slice(0, 60);
  return lines
    .map((one) => plainText(one, most))
    .join('\n')
    .trim()
    .slice(0, most);
}

const words = {
  agency: { vi: 'Hãy ghi tên cơ quan.', en: 'Give the name of the agency.' },
  portals: {
    vi: 'Hãy ghi địa chỉ của ít nhất một cổng, mỗi dòng một địa chỉ.',
    en: 'Give the address of at least one portal, one per line.',
  },
  tooMany: {
    vi: `Mỗi yêu cầu có tối đa ${mostPortals} cổng: nếu nhiều hơn, hãy gửi biểu mẫu Excel qua thư.`,
    en: `A request has at most ${mostPortals} portals: send more of them by mail, in the template sheet.`,
  },
  contact: { vi: 'Hãy ghi họ tên người liên hệ.', en: 'Give the name of a contact.' },
  phone: {
    vi: 'Hãy ghi số điện thoại, ví dụ 024 3000 0101.',
    en: 'Give a telephone number, like 024 3000 0101.',
  },
  email: {
    vi: 'Hãy ghi một địa chỉ thư điện tử không dấu, ví dụ truc@donvi.gov.vn.',
    en: 'Give an e-mail address without accents, like duty@agency.gov.vn.',
  },
  basis: {
    vi: 'Hãy ghi căn cứ đề nghị, ví dụ số công văn.',
    en: 'Give the basis of the request, like the number of a letter.',
  },
  from: {
    vi: 'Ngày bắt đầu không hợp lệ: hãy ghi ngày/tháng/năm, trong vòng một năm tới.',
    en: 'The first day is not valid: write day/month/year, within a year.',
  },
  to: {
    vi: 'Ngày kết thúc phải sau ngày bắt đầu, không quá một năm.',
    en: 'The last day must follow the first one, within a year.',
  },
  consent: {
    vi: 'Cần đồng ý để chúng tôi được xử lý thông tin trong yêu cầu này.',
    en: 'We need your consent to process what this request contains.',
  },
  consentOptional: {
    vi: 'Nếu ghi họ tên hoặc thư điện tử, cần đồng ý để chúng tôi được xử lý; hoặc hãy để trống hai ô này.',
    en: 'If you give a name or an address, we need your consent to process them; or leave both empty.',
  },
  url: {
    vi: 'Hãy ghi địa chỉ trang web theo mẫu https://example.gov.vn/.',
    en: 'Give a web address like https://example.gov.vn/.',
  },
  tooLong: {
    vi: `Địa chỉ dài quá ${longest.url} ký tự.`,
    en: `The address has more than ${longest.url} characters.`,
  },
  seen: { vi: 'Hãy ghi điều anh/chị thấy trên trang.', en: 'Say what you saw on the page.' },
} as const satisfies Record<string, Words>;
