import type { Words } from '../../domain/words.ts';
import { spanWords } from '../../text.ts';

/** Days before expiry from which it stays in the queue until fixed; earlier warnings are given once each. */
const pressingDays = 7;

export function isPressing(days: number): boolean {
  return days <= pressingDays;
}

/** "sẽ hết hạn sau 6 ngày 3 giờ", "đã hết hạn 2 ngày trước". */
export function endWords(expiresAt: number, at: number): Words {
  if (expiresAt > at) {
    const span = spanWords(expiresAt - at);
    return { vi: `sẽ hết hạn sau ${span.vi}`, en: `ends in ${span.en}` };
  }
  const span = spanWords(at - expiresAt);
  return { vi: `đã hết hạn cách đây ${span.vi}`, en: `ended ${span.en} ago` };
}
