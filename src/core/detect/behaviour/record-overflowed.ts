/** The page exceeds a recording limit, which it never did before, so some of its behaviour is unknown. */
import type { Detector } from '../shared/detector.ts';
import { fingerprint } from '../shared/fingerprint.ts';
import { knownBehaviour } from './known-behaviour.ts';

const id = 'record-overflowed';

export const recordOverflowed: Detector = {
  id,
  detect(context) {
    const found = knownBehaviour(context);
    if (found === null || found.known.overflows || found.seen.over.length === 0) return [];
    return [
      {
        nature: 'added',
        finding: {
          detector: id,
          cues: [id],
          family: 'behaviour',
          kind: 'injection',
          score: context.policy.weights[id],
          reason: {
            vi: 'Trang gọi nhiều máy chủ, sinh nhiều mã lệnh hoặc mở nhiều địa chỉ đến mức không thể ghi lại hết.',
            en: 'The page contacts more hosts, makes more code or opens more addresses than can be recorded.',
          },
          fingerprint: fingerprint(id, ...found.seen.over),
          indicators: [],
        },
      },
    ];
  },
};
