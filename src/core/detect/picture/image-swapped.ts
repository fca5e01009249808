/** An image that always looked the same shows something else under the same address. */
import { swappedImages } from '../../learned/learned-images.ts';
import type { WeightName } from '../../policy.ts';
import type { Detector, LookContext } from '../shared/detector.ts';
import { fingerprint } from '../shared/fingerprint.ts';
import { indicatorList, resourceIndicators } from '../shared/indicators.ts';
import { percent, quoted } from '../shared/quoted.ts';

const id = 'image-swapped';
/** Share of the first screen (16:9) from which an image dominates what visitors see. */
const largeFrom = 0.06;
const screenRatio = 9 / 16;
const mostFindings = 4;

export const imageSwapped: Detector = {
  id,
  detect({ look, baseline, picture, policy }: LookContext) {
    if (picture === null || look.picture === null) return [];
    const ownHost = URL.parse(look.finalUrl)?.host;
    const screen = look.picture.widthPx * look.picture.widthPx * screenRatio;
    return swappedImages(baseline?.content.picture?.images ?? [], look.picture.images ?? [], picture.isInGrey)
      .slice(0, mostFindings)
      .map(({ now: { address, box, hash } }) => {
        const host = address.split('/', 1)[0] ?? '';
        const share = (box.width * box.height) / screen;
        const weight: WeightName = share >= largeFrom ? 'image-swapped.large' : 'image-swapped.small';
        const finding = {
          detector: id,
          family: 'picture',
          kind: 'defacement',
          score: policy.weights[weight],
          cues: [weight],
          reason: {
            vi: `Ảnh ${quoted(address)} (khoảng ${percent(share)} màn hình đầu) đã bị thay bằng ảnh khác dưới cùng một địa chỉ.`,
            en: `The image ${quoted(address)} (about ${percent(share)} of the first screen) was replaced by another one under the same address.`,
          },
          fingerprint: fingerprint(id, address, hash),
          place: { box },
          indicators: indicatorList(resourceIndicators({ host: host === ownHost ? null : host, address })),
        } as const;
        return { nature: 'missing', finding };
      });
  },
};
