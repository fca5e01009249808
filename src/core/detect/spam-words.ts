/** Added text that speaks like a betting house or a link seller: several different terms of the lexicon, close together. */
import type { Words } from '../model.ts';
import type { WeightName } from '../policy.ts';
import type { Detector, Evidence, LookContext, ViewContext } from './detector.ts';
import { fingerprint } from './fingerprint.ts';
import { quoted } from './quoted.ts';
import { countSpam, type SpamCount, spamWeight } from './spam-lexicon.ts';
import { weigh } from './weigh.ts';

const id = 'spam-words';

/** Nats of distinct terms from which text is worth a mark, reads as spam, and is nothing else. */
const marks = { some: 3, much: 6, flood: 11 };
/** Share of words inside terms, from which a text with that much of them is about gambling and does not mention it. */
const dense = 0.05;

export const spamWords: Detector = {
  id,
  detect(context) {
    return context.views.flatMap((view) => [...inText(context, view), ...inTitle(context, view)]);
  },
};

function inText(context: LookContext, { facts, comparison }: ViewContext): Evidence[] {
  const blocks = comparison?.added ?? facts.blocks;
  const side = (comparison?.addedSide ?? facts.side).filter(({ from }) => from !== 'comment');
  const count = countSpam(
    context.policy.lexicon,
    [...blocks, ...side].map(({ text }) => text),
  );
  const cues = cuesOf(count, comparison === null ? 'first-sight' : 'learned');
  const where = { vi: 'nội dung trang', en: 'the page’s text' };
  return cues.length === 0 ? [] : [evidence(context, cues, count, where)];
}

function inTitle(context: LookContext, { facts, learned }: ViewContext): Evidence[] {
  const title = facts.title.slice(0, 300);
  if (learned?.titles.keys.includes(title)) return [];
  const count = countSpam(context.policy.lexicon, [title, facts.meta.description, facts.meta.ogTitle]);
  if (spamWeight(count) < marks.some || countSpam(context.policy.lexicon, [title]).terms.size === 0) return [];
  const cue = learned === null ? 'spam-words.first-sight.title' : 'spam-words.learned.title';
  return [evidence(context, [cue], count, { vi: 'tiêu đề trang', en: 'the title' }, 'title')];
}

function cuesOf(count: SpamCount, way: 'first-sight' | 'learned'): WeightName[] {
  const sum = spamWeight(count);
  if (sum < marks.some || count.terms.size < 2) return [];
  const grade = sum >= marks.flood ? 'flood' : sum >= marks.much ? 'much' : 'some';
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
    // A few words of it come with any news and any advertisement.
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
    },
  };
}
