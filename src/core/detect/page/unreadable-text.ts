/** A remark that tells why nothing could be read: compressed bytes without their header, or a wrong character set. */
import type { Words } from '../../domain/words.ts';
import type { Detector, Evidence, LookContext, ViewContext } from '../shared/detector.ts';
import { type Unreadable, unreadableAs } from '../shared/unreadable.ts';

const id = 'unreadable-text';

export const unreadableText: Detector = {
  id,
  detect({ views }: LookContext) {
    return views.flatMap((view) => remarkOn(view));
  },
};

const reasons: Readonly<Record<Unreadable, Words>> = {
  bytes: {
    vi: 'Máy chủ gửi dữ liệu không đọc được (thường là dữ liệu nén thiếu tiêu đề Content-Encoding).',
    en: 'The server sends bytes that nobody can read, often compressed content without its Content-Encoding header.',
  },
  charset: {
    vi: 'Trang hiển thị sai bảng mã: chữ của cổng bị vỡ.',
    en: 'The page is shown in a wrong character set: the portal’s own text is garbled.',
  },
};

function remarkOn({ facts, learned, isBorrowed, lookAlike }: ViewContext): Evidence[] {
  if (isBorrowed || lookAlike !== 'error-page') return [];
  const how = unreadableAs(facts, learned);
  if (how === null) return [];
  return [
    {
      nature: 'missing',
      finding: {
        detector: id,
        family: 'self',
        kind: 'defacement',
        score: 0,
        reason: reasons[how],
        fingerprint: null,
        indicators: [],
      },
    },
  ];
}
