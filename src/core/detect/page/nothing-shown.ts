/**
 * Learned looks showed much and the browser now shows nothing: the text is hidden, transparent, off-screen or in the
 * background colour, or the whole first screen is one colour.
 */
import type { Words } from '../../domain/words.ts';
import { shownShare } from '../../learned/learned-picture.ts';
import type { Detector, LookContext } from '../shared/detector.ts';
import { fingerprint } from '../shared/fingerprint.ts';

const id = 'nothing-shown';
/**
 * Visible characters that learned looks must have had, and the remaining share up to which the page counts as empty.
 */
const muchText = { from: 200, left: 0.02 };
/** Shares of the first screen that differ from its background: much, and nothing (a scrollbar, a stray pixel). */
const muchPicture = { from: 0.1, left: 0.005 };

export const nothingShown: Detector = {
  id,
  detect(context) {
    const how = textGone(context) ?? pictureGone(context);
    if (how === null) return [];
    const finding = {
      detector: id,
      cues: [id],
      family: 'picture',
      kind: 'defacement',
      score: context.policy.weights[id],
      reason: how,
      fingerprint: fingerprint(id),
      indicators: [],
    } as const;
    // Empty responses and stand-in pages explain this like any other missing content.
    return [{ nature: 'missing', finding }];
  },
};

function textGone({ views }: LookContext): Words | null {
  const view = views.find((one) => one.view === 'rendered' && !one.isBorrowed);
  if (view?.learned == null) return null;
  const usual = median(view.learned.sizes);
  const { visibleCharacters: now } = view.facts.counts;
  if (usual < muchText.from || now > usual * muchText.left) return null;
  return {
    vi: `Trang vốn hiển thị khoảng ${usual} ký tự, nay trình duyệt hầu như không hiển thị chữ nào (${now}): nội dung bị ẩn, trong suốt, đẩy ra ngoài hoặc trùng màu nền.`,
    en: `The page used to show about ${usual} characters, and the browser now shows next to none (${now}): its text is hidden, transparent, out of place or in the colour of its ground.`,
  };
}

function pictureGone({ look, baseline, picture }: LookContext): Words | null {
  const learned = baseline?.content.picture ?? null;
  if (learned === null || picture === null || look.picture === null) return null;
  if (shownShare(learned) < muchPicture.from || shownShare(look.picture) > muchPicture.left) return null;
  return {
    vi: 'Màn hình đầu vốn có nội dung, nay chỉ còn một màu.',
    en: 'The first screen used to show something and is now a single colour.',
  };
}

function median(sizes: readonly number[]): number {
  return sizes.toSorted((a, b) => a - b)[Math.floor(sizes.length / 2)] ?? 0;
}
