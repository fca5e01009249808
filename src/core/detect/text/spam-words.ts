/** Added text that reads like a gambling site or link seller: several different lexicon terms, close together. */
import type { Words } from '../../domain/words.ts';
import type { WeightName } from '../../policy.ts';
import type { Detector, Evidence, LookContext, ViewContext } from '../shared/detector.ts';
import { fingerprint } from '../shared/fingerprint.ts';
import { indicatorList, textIndicators } from '../shared/indicators.ts';
import { leadsAway } from '../shared/leads-away.ts';
import { quoted } from '../shared/quoted.ts';
import { countSpam, type SpamCount, spamAddress, spamWeight, withoutReports } from '../shared/spam-lexicon.ts';
import { inAllViews } from '../shared/views.ts';
import { weigh } from '../shared/weigh.ts';

const id = 'spam-words';

/** Nats of distinct terms from which text has some spam, reads as spam, or is nothing but spam. */
const thresholds = { some: 3, much: 6, flood: 11 };
/** Share of words inside terms from which a text with that many is about gambling rather than mentioning it. */
const dense = 0.05;

export const spamWords: Detector = {
  id,
  detect(context) {
    return inAllViews(context, (_, view) => [...inText(context, view), ...inTitle(context, view)]);
  },
};

function inText(context: LookContext, seen: ViewContext): Evidence[] {
  const { view, facts, comparison } = seen;
  const blocks = comparison?.added ?? facts.blocks;
  const side = (comparison?.addedSide ?? facts.side).filter(
    // A script's strings hold daily data and search patterns.
    ({ from }) => from !== 'comment' && !(view === 'written' && from === 'script'),
  );
  const all = countSpam(
    context.policy.lexicon,
    [...blocks, ...side].map(({ text }) => text),
  );
  const count = mayReport(context, seen, all) ? withoutReports(all) : all;
  const cues = cuesOf(count, comparison === null ? 'first-sight' : 'learned');
  const where = { vi: 'nội dung trang', en: 'the page’s text' };
  return cues.length === 0 ? [] : [evidence(context, cues, count, where)];
}

function inTitle(context: LookContext, { facts, learned }: ViewContext): Evidence[] {
  const title = facts.title.slice(0, 300);
  if (learned?.titles.keys.includes(title)) return [];
  const count = countSpam(context.policy.lexicon, [title, facts.meta.description, facts.meta.ogTitle]);
  if (spamWeight(count) < thresholds.some || countSpam(context.policy.lexicon, [title]).terms.size === 0) return [];
  const cue = learned === null ? 'spam-words.first-sight.title' : 'spam-words.learned.title';
  return [evidence(context, [cue], count, { vi: 'tiêu đề trang', en: 'the title' }, 'title')];
}

/**
 * News of betting rings and warnings say what betting houses say. Whoever sells leads people to strangers, or says so much of
 * it that nothing else is meant.
 */
function mayReport(context: LookContext, seen: ViewContext, all: SpamCount): boolean {
  const { policy } = context;
  if (all.reported.size === 0 || spamWeight(all) >= 4 * thresholds.flood) return false;
  if (seen.learned !== null) return !leadsAway(context, seen);
  return !seen.facts.links.some(({ host, address }) => host !== null && spamAddress(policy.lexicon, address) > 0);
}

function cuesOf(count: SpamCount, way: 'first-sight' | 'learned'): WeightName[] {
  const sum = spamWeight(count);
  if (sum < thresholds.some || count.terms.size < 2) return [];
  const grade = sum >= thresholds.flood ? 'flood' : sum >= thresholds.much ? 'much' : 'some';
  const cues: WeightName[] = [`spam-words.${way}.${grade}`];
  if (count.hits >= count.words * dense) cues.push(`spam-words.${way}.dense`);
  return cues;
}

function evidence(
  { policy }: LookContext,
  cues: readonly WeightName[],
  count: SpamCount,
  where: Words,
  family: 'words' | 'title' = 'words',
): Evidence {
  const terms = [...count.terms].sort((a, b) => b[1] - a[1]).map(([term]) => term);
  const shown = terms.slice(0, 8).join(', ');
  return {
    // Any news item or advertisement brings a few such words.
    nature: cues.includes('spam-words.learned.some') && cues.length === 1 ? 'changed' : 'added',
    finding: {
      detector: id,
      cues,
      family,
      kind: 'injection',
      score: weigh(policy, cues),
      reason: {
        vi: `Xuất hiện từ ngữ cờ bạc hoặc quảng cáo rác trong ${where.vi}: ${quoted(shown, 160)}.`,
        en: `Gambling or spam wording appeared in ${where.en}: ${quoted(shown, 160)}.`,
      },
      fingerprint: fingerprint(id, where.en, ...terms.slice(0, 3).sort()),
      place: { after: shown },
      indicators: indicatorList(terms.slice(0, 8).flatMap((term) => textIndicators('phrase', term))),
    },
  };
}
