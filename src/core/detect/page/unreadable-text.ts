/**
 * A note on why nothing could be read: compressed bytes without their header, or a wrong character set. An image file
 * in place of the page is evidence rather than a note.
 */
import type { Words } from '../../domain/words.ts';
import type { Detector, Evidence, LookContext, ViewContext } from '../shared/detector.ts';
import { fingerprint } from '../shared/fingerprint.ts';
import { type Unreadable, unreadableAs } from '../shared/unreadable.ts';

const id = 'unreadable-text';

export const unreadableText: Detector = {
  id,
  detect({ views, policy }: LookContext) {
    return views.flatMap((view) => remarkOn(view, policy.weights['unreadable-text.picture']));
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
  picture: {
    vi: 'Thay cho trang là một tệp ảnh, gửi dưới dạng văn bản.',
    en: 'In place of the page there is a picture file, sent as text.',
  },
};

function remarkOn({ facts, learned, isBorrowed, lookAlike }: ViewContext, pictureScore: number): Evidence[] {
  if (isBorrowed) return [];
  const how = unreadableAs(facts, learned);
  const isPicture = how === 'picture';
  if (how === null || (!isPicture && lookAlike !== 'error-page')) return [];
  return [
    {
      nature: isPicture ? 'added' : 'missing',
      finding: {
        detector: id,
        family: isPicture ? 'text' : 'self',
        kind: 'defacement',
        score: isPicture ? pictureScore : 0,
        reason: reasons[how],
        fingerprint: isPicture ? fingerprint(id, how) : null,
        indicators: [],
      },
    },
  ];
}
