/**
 * Added text advertises what spam advertises (betting, loans, diplomas, pills, escorts), in languages that no list
 * covers.
 */
import type { Detector } from '../shared/detector.ts';
import { leadsAway } from '../shared/leads-away.ts';
import { inAllViews } from '../shared/views.ts';
import { wordingEvidence } from '../shared/wording-evidence.ts';

const id = 'spam-wording';

export const spamWording: Detector = {
  id,
  detect(context) {
    return inAllViews(context, (_, view) => wordingEvidence(question, context, view));
  },
};

const question = {
  id,
  model: 'spam',
  kind: 'injection',
  most: { 'first-sight': 'spam-wording.first-sight.most', learned: 'spam-wording.learned.most' },
  beside: {
    cue: 'spam-wording.with-link',
    holds: leadsAway,
    what: { vi: ', kèm liên kết ra tên miền chưa từng có', en: ', beside a link to a foreign host' },
  },
  what: {
    vi: 'nội dung chào mời như quảng cáo rác (cờ bạc, vay tiền, bằng cấp giả, thuốc…)',
    en: 'text that sells what spam sells (betting, loans, forged diplomas, pills…)',
  },
} as const;
