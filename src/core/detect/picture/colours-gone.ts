/** The page looks as it did, in shades of grey: portals do that in days of mourning. */
import type { Detector, LookContext } from '../shared/detector.ts';
import { fingerprint } from '../shared/fingerprint.ts';

const id = 'colours-gone';

export const coloursGone: Detector = {
  id,
  detect({ look, picture, policy }: LookContext) {
    if (picture === null || look.picture === null || !picture.isInGrey) return [];
    const finding = {
      detector: id,
      family: 'picture',
      kind: 'defacement',
      score: policy.weights['colours-gone'],
      cues: ['colours-gone'],
      reason: {
        vi: 'Trang mất hết màu, chỉ còn sắc xám; bố cục và hình ảnh vẫn như trước, giống các cổng trong những ngày tang lễ.',
        en: 'The colours are gone and everything is in shades of grey; layout and images are as before, as portals look in days of mourning.',
      },
      fingerprint: fingerprint(id),
      indicators: [],
    } as const;
    return [{ nature: 'missing', finding }];
  },
};
