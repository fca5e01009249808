/** The screenshot differs beyond what its tiles do by themselves. */
import type { Detector, LookContext } from './detector.ts';
import { fingerprint } from './fingerprint.ts';
import { percent } from './quoted.ts';

const id = 'picture-changed';
/** Shares of tiles changed from which the first screenful, or all of the page, counts as another picture. */
const topFrom = 0.6;
const pageFrom = 0.55;

export const pictureChanged: Detector = {
  id,
  detect({ look, picture, policy }: LookContext) {
    if (picture === null || look.picture === null) return [];
    const { changedShare, changedShareOnTop, region } = picture;
    const isPage = changedShare >= pageFrom && changedShareOnTop >= topFrom;
    if (!isPage && changedShareOnTop < topFrom) return [];
    const box = region ?? { top: 0, bottom: look.picture.heightPx };
    const finding = {
      detector: id,
      family: 'picture',
      kind: 'defacement',
      score: policy.weights[isPage ? 'picture-changed.page' : 'picture-changed.top'],
      reason: {
        vi: `Hình ảnh trang khác trước: ${percent(changedShareOnTop)} màn hình đầu và ${percent(changedShare)} toàn trang đã đổi.`,
        en: `The page looks different: ${percent(changedShareOnTop)} of the first screen and ${percent(changedShare)} of the whole page changed.`,
      },
      fingerprint: fingerprint(id, look.picture.viewportHash),
      place: { box: { x: 0, y: box.top, width: look.picture.widthPx, height: box.bottom - box.top } },
    } as const;
    return [{ nature: 'missing', finding }];
  },
};
