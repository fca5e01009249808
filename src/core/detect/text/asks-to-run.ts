/**
 * The page asks its readers to open a console and paste what it put on their clipboard ("ClickFix"): readers attack
 * themselves, and no script of the page does more than show text.
 */
import type { LurePart, WeightName } from '../../policy.ts';
import type { Detector, Evidence, LookContext, ViewContext } from '../shared/detector.ts';
import { fingerprint } from '../shared/fingerprint.ts';
import { indicatorList, textIndicators } from '../shared/indicators.ts';
import { findPhrases, matchWords, type PhraseHit } from '../shared/phrase-index.ts';
import { quoted } from '../shared/quoted.ts';
import { inAllViews } from '../shared/views.ts';
import { weigh } from '../shared/weigh.ts';

const id = 'asks-to-run';
/** Maximum words between the steps of one instruction, and between the instruction and its pretext. */
const reach = { steps: 60, pretext: 150 };
/** Characters read of all texts together. */
const readCap = 200_000;

export const asksToRun: Detector = {
  id,
  detect(context) {
    return inAllViews(context, evidenceIn);
  },
};

type Hit = PhraseHit<{ readonly part: LurePart }>;

function evidenceIn({ policy }: LookContext, { facts, comparison }: ViewContext): Evidence[] {
  const words = wordsIn((comparison?.added ?? facts.blocks).map(({ text }) => text));
  const hits = findPhrases(policy.lures, words);
  const step = hits.find((open) => open.phrase.part === 'console' && isNear(hits, open, 'paste', reach.steps));
  if (step === undefined) return [];
  const way = comparison === null ? 'first-sight' : 'learned';
  const cues: WeightName[] = [`asks-to-run.${way}`];
  if (isNear(hits, step, 'pretext', reach.pretext)) cues.push(`asks-to-run.${way}.pretext`);
  const shown = words.slice(Math.max(0, step.at - 8), step.at + 24).join(' ');
  return [
    {
      nature: 'added',
      finding: {
        detector: id,
        cues,
        family: 'words',
        kind: 'injection',
        score: weigh(policy, cues),
        reason: {
          vi: `Trang hướng dẫn người đọc mở cửa sổ dòng lệnh và dán lệnh vào chạy: ${quoted(shown, 160)}.`,
          en: `The page tells its readers to open a console and paste a command into it: ${quoted(shown, 160)}.`,
        },
        fingerprint: fingerprint(id, ...cues),
        place: { after: shown },
        indicators: indicatorList(textIndicators('phrase', shown)),
      },
    },
  ];
}

function isNear(hits: readonly Hit[], from: Hit, part: LurePart, within: number): boolean {
  return hits.some(({ phrase, at }) => phrase.part === part && Math.abs(at - from.at) <= within);
}

function wordsIn(texts: readonly string[]): string[] {
  const words: string[] = [];
  let left = readCap;
  for (const text of texts) {
    left -= text.length;
    if (left < 0) break;
    words.push(...matchWords(text));
  }
  return words;
}
