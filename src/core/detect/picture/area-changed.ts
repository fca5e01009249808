/**
 * A connected region of the screenshot that never changed before shows something else, while the text around it is
 * unchanged.
 */

import type { PictureBox } from '../../domain/capture.ts';
import { reliefOf } from '../../learned/habit.ts';
import { topRows } from '../../learned/learned-picture.ts';
import type { WeightName } from '../../policy.ts';
import type { Detector, LookContext } from '../shared/detector.ts';
import { fingerprint } from '../shared/fingerprint.ts';
import { weighUsual, withHabit } from '../shared/habit-relief.ts';
import { percent } from '../shared/quoted.ts';

const id = 'area-changed';
/** Minimum number of looks in which the region did not change. */
const looksFrom = 3;
/** Shares of one screenful of tiles. */
const sizes: readonly { readonly from: number; readonly weight: WeightName }[] = [
  { from: 0.35, weight: 'area-changed.most' },
  { from: 0.12, weight: 'area-changed.large' },
  { from: 0.04, weight: 'area-changed.small' },
];
/** Share of text that must be kept: where text changed as well, the text detectors are more precise. */
const textKeptFrom = 0.9;
const textAddedUpTo = 0.15;
/** Share of a region's tiles that must have been still; otherwise it is a carousel with a border. */
const steadyFrom = 0.7;

export const areaChanged: Detector = {
  id,
  detect({ baseline, picture, views, policy }: LookContext) {
    const learned = baseline?.content.picture ?? null;
    if (learned === null || picture === null || learned.looks < looksFrom || !isTextQuiet(views)) return [];
    const screen = learned.columns * topRows;
    const { regions, isMoved } = picture;
    const [largest] = regions.filter(({ tiles, steadyTiles }) => steadyTiles >= tiles * steadyFrom);
    if (largest === undefined) return [];
    // Content shifted by half a tile looks changed, so its extent cannot be measured.
    const size = sizes.find(({ from, weight }) =>
      isMoved ? weight === 'area-changed.small' : largest.steadyTiles / screen >= from,
    );
    if (size === undefined || largest.steadyTiles / screen < size.from) return [];
    const amount = Math.round((100 * largest.steadyTiles) / screen);
    const usual = reliefOf(policy.habits.area, learned.habits?.area, amount, policy.weights[size.weight]);
    const { score, relief } = weighUsual(policy, [size.weight], [{ cue: size.weight, relief: usual }]);
    const share = percent(largest.steadyTiles / screen);
    const finding = {
      detector: id,
      family: 'picture',
      kind: 'defacement',
      score,
      ...(relief === undefined ? {} : { relief }),
      cues: [size.weight],
      reason: withHabit(
        {
          vi: `Một vùng hình ảnh trước nay không đổi, rộng khoảng ${share} màn hình, nay hiển thị nội dung khác; phần chữ xung quanh vẫn giữ nguyên.`,
          en: `A part of the picture that never changed, about ${share} of a screen, now shows something else; the text around it stayed.`,
        },
        relief,
      ),
      fingerprint: fingerprint(id, boxName(largest.box), largest.hash),
      place: { box: largest.box },
      indicators: [],
    } as const;
    return [{ nature: 'missing', finding }];
  },
};

function isTextQuiet(views: LookContext['views']): boolean {
  const shown = views.find((view) => view.view === 'rendered' && !view.isBorrowed) ?? views[0];
  const comparison = shown?.comparison ?? null;
  return comparison !== null && comparison.textKept >= textKeptFrom && comparison.addedShare <= textAddedUpTo;
}

function boxName({ x, y, width, height }: PictureBox): string {
  return `${x},${y},${width},${height}`;
}
