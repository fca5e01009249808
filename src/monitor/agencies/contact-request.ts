/** The input for a contact, and its conversion to a contact. */
import { isMailAddress } from '../../core/address.ts';
import type { Words } from '../../core/domain/words.ts';
import { VonggacError } from '../../core/errors.ts';
import {
  type ContactFields,
  type ContactLanguage,
  type ContactMail,
  contactLanguages,
  contactMails,
} from '../../core/people/contact.ts';

/** As typed; empty for none. */
export interface ContactRequest {
  readonly name: string;
  readonly role: string;
  readonly phone: string;
  readonly email: string;
  /** One of `contactLanguages`; empty: the agency's. */
  readonly language: string;
  /** One of `contactMails`. */
  readonly mail: string;
  /** A whole number; empty: no limit. */
  readonly nightCap: string;
}

export const longestName = 120;
export const longestPhone = 40;
export const mostAtNight = 99;

/** Starts with the number itself; an extension in words may follow. */
const phoneNumber = /^[+(\d][\d\s().-]{2,}/;

/** @throws VonggacError that a person can read */
export function contactFields(request: ContactRequest): ContactFields {
  const [name, role, phone, email] = [request.name, request.role, request.phone, request.email].map(
    (text) => text.trim().replace(/\s+/g, ' ').normalize('NFC') || null,
  );
  if (!name) {
    throw mistake({ vi: 'Hãy ghi họ tên của đầu mối liên hệ.', en: 'The contact needs a name.' });
  }
  const mail = mailOf(request.mail, email ?? null);
  assertShort(name, longestName, { vi: 'Họ tên', en: 'name' });
  assertShort(role ?? '', longestName, { vi: 'Chức vụ', en: 'role' });
  assertPhone(phone ?? null);
  assertEmail(email ?? null);
  if (!phone && !email) {
    throw mistake({
      vi: 'Hãy ghi ít nhất số điện thoại hoặc địa chỉ thư điện tử.',
      en: 'A contact needs a telephone or an email address.',
    });
  }
  return {
    name,
    role: role ?? null,
    phone: phone ?? null,
    email: email ?? null,
    language: languageOf(request.language),
    mail,
    nightCap: nightCapOf(request.nightCap),
  };
}

/** Without an address no mail is sent, whatever was chosen. */
function mailOf(text: string, email: string | null): ContactMail {
  const mail = contactMails.find((one) => one === text.trim());
  if (mail === undefined) {
    throw mistake({
      vi: 'Hãy chọn thư được nhận: báo động, chỉ báo lên cấp trên, hoặc không nhận thư.',
      en: `The mail setting must be one of ${contactMails.join(', ')}.`,
    });
  }
  return email === null ? 'off' : mail;
}

function languageOf(text: string): ContactLanguage | null {
  if (text.trim() === '') return null;
  const language = contactLanguages.find((one) => one === text.trim());
  if (language !== undefined) return language;
  throw mistake({
    vi: 'Ngôn ngữ thư là tiếng Việt, tiếng Anh, cả hai, hoặc theo cơ quan.',
    en: `The language must be one of ${contactLanguages.join(', ')}, or empty for the agency's.`,
  });
}

function nightCapOf(text: string): number | null {
  const typed = text.trim();
  if (typed === '') return null;
  if (/^\d{1,2}$/.test(typed)) return Number(typed);
  throw mistake({
    vi: `Số thư tối đa ban đêm là số nguyên từ 0 đến ${mostAtNight}, hoặc để trống nếu không giới hạn.`,
    en: `The limit on emails at night must be a whole number from 0 to ${mostAtNight}, or empty for no limit.`,
  });
}

function assertPhone(phone: string | null): void {
  if (phone === null) return;
  assertShort(phone, longestPhone, { vi: 'Số điện thoại', en: 'telephone' });
  if (phoneNumber.test(phone)) return;
  throw mistake({
    vi: `“${phone.slice(0, 60)}” không phải là số điện thoại: hãy ghi như 024 3000 0101 hoặc +84 912 345 678, số máy lẻ ghi sau cùng.`,
    en: `'${phone.slice(0, 60)}' is not a telephone number: write it like 024 3000 0101 or +84 912 345 678, with any extension at the end.`,
  });
}

function assertEmail(email: string | null): void {
  if (email === null || isMailAddress(email)) return;
  throw mistake({
    vi: `“${email.slice(0, 100)}” không phải là địa chỉ thư điện tử.`,
    en: `'${email.slice(0, 100)}' is not an email address.`,
  });
}

function assertShort(text: string, most: number, what: Words): void {
  if (text.length <= most) return;
  throw mistake({
    vi: `${what.vi} dài quá ${most} ký tự: hãy viết gọn lại.`,
    en: `The ${what.en} is longer than ${most} characters: shorten it.`,
  });
}

function mistake({ vi, en }: Words): VonggacError {
  return new VonggacError('bad-input', en, { vi });
}
