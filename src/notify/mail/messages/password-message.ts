/** The message with the link for a new password. It goes to one person and says nothing about any portal. */
import type { PasswordResetNotice } from '../../../core/notices/about-monitor.ts';

import { foreign, type Language, type Message, type Part, type WritingOptions, zonedMoment } from './message.ts';

export function passwordMessage(notice: PasswordResetNotice, options: WritingOptions): Message {
  const isVi = options.languages[0] !== 'en';
  return {
    subject: isVi ? '[Vọng Gác] Đặt lại mật khẩu' : '[Vọng Gác] Password reset',
    tone: 'plain',
    urgent: false,
    parts: options.languages.map((language) => partOf(notice, language, options.timeZone)),
    link: notice.link,
  };
}

function partOf(notice: PasswordResetNotice, language: Language, timeZone: string): Part {
  const isVi = language === 'vi';
  const until = zonedMoment(notice.until, timeZone, language);
  return {
    language,
    badge: isVi ? 'ĐẶT LẠI MẬT KHẨU' : 'PASSWORD RESET',
    headline: isVi ? 'Có yêu cầu đặt lại mật khẩu' : 'A password reset was requested',
    lead: isVi
      ? 'Nếu anh/chị không yêu cầu, hãy bỏ qua thư này: mật khẩu hiện tại không thay đổi. Nếu nhận nhiều thư như vậy, hãy báo cho quản trị viên.'
      : 'If you did not request it, ignore this message: your password has not changed. If you keep receiving such messages, tell an administrator.',
    facts: [
      { label: isVi ? 'Tài khoản' : 'Account', value: foreign(notice.user, 80) },
      { label: isVi ? 'Liên kết dùng được đến' : 'Link valid until', value: until },
    ],
    pages: [],
    lists: [],
    linkLabel: isVi ? 'Đặt mật khẩu mới' : 'Choose a new password',
    foot: isVi
      ? 'Liên kết chỉ dùng được một lần. Vọng Gác không bao giờ hỏi mật khẩu qua thư.'
      : 'The link works once. Vọng Gác never asks for a password by email.',
  };
}
