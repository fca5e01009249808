/** The screenshot differs beyond the normal volatility of its tiles. */
import { reliefOf } from '../../learned/habit.ts';
import type { Detector, LookContext } from '../shared/detector.ts';
import { fingerprint } from '../shared/fingerprint.ts';
import { weighUsual, withHabit } from '../shared/habit-relief.ts';
import { percent } from '../shared/quoted.ts';

const id = 'picture-changed';
/** Shares of changed tiles from which the first screenful, or the whole page, counts as a different picture. */
const topFrom = 0.6;
const pageFrom = 0.55;

export const pictureChanged: Detector = {
  id,
  detect({ look, baseline, picture, policy }: LookContext) {
    if (picture === null || look.picture === null) return [];
    const { changedShare, changedShareOnTop, region } = picture;
    const isPage = changedShare >= pageFrom && changedShareOnTop >= topFrom;
    if (!isPage && changedShareOnTop < topFrom) return [];
    const cue = isPage ? 'picture-changed.page' : 'picture-changed.top';
    const habit = baseline?.content.picture?.habits?.screen;
    const usual = reliefOf(policy.habits.screen, habit, Math.round(100 * changedShareOnTop), policy.weights[cue]);
    const { score, relief } = weighUsual(policy, [cue], [{ cue, relief: usual }]);
    const box = region ?? { top: 0, bottom: look.picture.heightPx };
    const finding = {
      detector: id,
      family: 'picture',
      kind: 'defacement',
      score,
      ...(relief === undefined ? {} : { relief }),
      reason: withHabit(
        {
          vi: `Hình ảnh trang khác trước: ${percent(changedShareOnTop)} màn hình đầu và ${percent(changedShare)} toàn trang đã đổi.`,
          en: `The page looks different: ${percent(changedShareOnTop)} of the first screen and ${percent(changedShare)} of the whole page changed.`,
        },
        relief,
      ),
      fingerprint: fingerprint(id, look.picture.viewportHash),
      place: { box: { x: 0, y: box.top, width: look.picture.widthPx, height: box.bottom - box.top } },
      indicators: [],
    } as const;
    return [{ nature: 'missing', finding }];
  },
};
