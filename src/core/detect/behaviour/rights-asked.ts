/** The page requests a browser permission or installs a service worker, which it never did before. */
import type { AskedRight } from '../../domain/behaviour.ts';
import type { Words } from '../../domain/words.ts';
import type { WeightName } from '../../policy.ts';
import type { Detector } from '../shared/detector.ts';
import { fingerprint } from '../shared/fingerprint.ts';
import { knownBehaviour } from './known-behaviour.ts';

const id = 'rights-asked';

export const rightsAsked: Detector = {
  id,
  detect(context) {
    const found = knownBehaviour(context);
    if (found === null) return [];
    const { seen, known } = found;
    const asked = new Set([...seen.asked, ...(seen.click?.asked ?? [])]);
    return [...asked]
      .filter((right) => !known.asked.includes(right))
      .map((right) => {
        const cue: WeightName = `rights-asked.${right}`;
        const { vi, en } = names[right];
        return {
          nature: 'added',
          finding: {
            detector: id,
            cues: [cue],
            family: 'behaviour',
            kind: 'injection',
            score: context.policy.weights[cue],
            reason: {
              vi: `Trang đòi trình duyệt của người xem ${vi}, điều chưa từng có.`,
              en: `The page asks its visitors' browsers ${en}, which it never did.`,
            },
            fingerprint: fingerprint(id, right),
            indicators: [],
          },
        } as const;
      });
  },
};

const names: Readonly<Record<AskedRight, Words>> = {
  notifications: { vi: 'cho hiện thông báo', en: 'to show notifications' },
  push: { vi: 'nhận thông báo đẩy', en: 'to receive push messages' },
  'service-worker': { vi: 'cho chạy ngầm một trình phục vụ', en: 'to keep a service worker' },
  location: { vi: 'cho biết vị trí', en: 'for their position' },
  camera: { vi: 'cho dùng máy ảnh hoặc micrô', en: 'for camera or microphone' },
  screen: { vi: 'cho xem màn hình', en: 'for their screen' },
  'clipboard-read': { vi: 'cho đọc bộ nhớ tạm', en: 'for what is on the clipboard' },
};
