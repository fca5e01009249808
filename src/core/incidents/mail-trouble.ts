/**
 * Reasons why a message was not sent that come from the product itself; any other reason is the mail server's answer.
 */
import type { Words } from '../domain/words.ts';

export const mailTrouble = {
  'no-server': {
    vi: 'Chưa cấu hình máy chủ thư: hãy khai báo smtp.host (và smtp.user, smtp.password) trong tệp cấu hình.',
    en: 'No mail server is configured: set smtp.host (and smtp.user, smtp.password) in the configuration.',
  },
  'bad-recipient': {
    vi: 'Địa chỉ nhận thư không hợp lệ: hãy sửa trong danh sách người nhận.',
    en: 'The recipient is not a mail address: correct it in the list of recipients.',
  },
  stopped: {
    vi: 'Tiến trình dừng trước khi máy chủ thư trả lời.',
    en: 'Stopped before the mail server had answered.',
  },
  failed: {
    vi: 'Không soạn hoặc gửi được thư do lỗi của hệ thống: xem nhật ký vận hành.',
    en: 'The message could not be written or handed over: see the log.',
  },
  'link-over': {
    vi: 'Liên kết trong thư đã hết hiệu lực trước khi gửi được thư.',
    en: 'The link in the message ended before the message could leave.',
  },
  'too-slow': { vi: 'Máy chủ thư không trả lời kịp.', en: 'The mail server did not answer in time.' },
} as const satisfies Readonly<Record<string, Words>>;

const givenUp: Words = { vi: 'Đã thôi gửi: ', en: 'given up: ' };

/** Reason stored with a message that is no longer retried. */
export function givenUpBecause(reason: string): string {
  return `${givenUp.en}${reason}`;
}

/** A stored reason in both languages; the mail server's own words stay unchanged. */
export function troubleWords(kept: string): Words {
  const isOver = kept.startsWith(givenUp.en);
  const reason = isOver ? kept.slice(givenUp.en.length) : kept;
  const words = Object.values(mailTrouble).find(({ en }) => en === reason) ?? { vi: reason, en: reason };
  return isOver ? { vi: `${givenUp.vi}${words.vi}`, en: `Given up: ${words.en}` } : words;
}
