/**
 * Added text advertises what spam advertises (betting, loans, diplomas, pills, escorts), in languages that no list
 * covers.
 */
import type { Passage } from '../../wording/passages.ts';
import type { Detector, LookContext, ViewContext } from '../shared/detector.ts';
import { leadsAway, strangeLinks } from '../shared/leads-away.ts';
import { countSpam } from '../shared/spam-lexicon.ts';
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
    within: leadsAwayWithin,
    what: { vi: ', kèm liên kết ra tên miền chưa từng có', en: ', beside a link to a foreign host' },
  },
  reports: isReport,
  what: {
    vi: 'nội dung chào mời như quảng cáo rác (cờ bạc, vay tiền, bằng cấp giả, thuốc…)',
    en: 'text that sells what spam sells (betting, loans, forged diplomas, pills…)',
  },
} as const;

/** Words of police, courts and warnings stand beside the terms, and nothing leads to whoever would sell. */
function isReport(context: LookContext, view: ViewContext, { text }: Passage): boolean {
  if (view.learned === null || leadsAway(context, view)) return false;
  const count = countSpam(context.policy.lexicon, [text]);
  return count.terms.size > 0 && count.reported.size === count.terms.size;
}

/** Some of the passage's own words are a link to a stranger whom the page never linked. */
function leadsAwayWithin(context: LookContext, { facts, learned }: ViewContext, { text }: Passage): boolean {
  return strangeLinks(context, facts.links, learned).some(
    ({ text: said }) => said.length >= 3 && text.includes(said.trim()),
  );
}
