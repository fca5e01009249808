/**
 * The page asks its readers to open a console and paste what it put on their clipboard ("ClickFix"): readers attack
 * themselves, and no script of the page does more than show text.
 */
import type { LurePart, WeightName } from '../../policy.ts';
import type { Detector, Evidence, LookContext, ViewContext } from '../shared/detector.ts';
import { fingerprint } from '../shared/fingerprint.ts';
import { indicatorList, textIndicators } from '../shared/indicators.ts';
import { findPhrases, matchWords } from '../shared/phrase-index.ts';
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

function evidenceIn({ policy }: LookContext, { facts, comparison }: ViewContext): Evidence[] {
  const words = wordsIn((comparison?.added ?? facts.blocks).map(({ text }) => text));
  const hits = findPhrases(policy.lures, words);
  const placesOf = (part: LurePart): number[] => hits.filter(({ phrase }) => phrase.part === part).map(({ at }) => at);
  const instructions = nearTo(placesOf('console'), placesOf('paste'), reach.steps);
  // Any of them: a harmless one may stand in front.
  const [lure] = nearTo(instructions, placesOf('pretext'), reach.pretext);
  const at = lure ?? instructions[0];
  if (at === undefined) return [];
  const way = comparison === null ? 'first-sight' : 'learned';
  const cues: WeightName[] = [`asks-to-run.${way}`];
  if (lure !== undefined) cues.push(`asks-to-run.${way}.pretext`);
  const shown = words.slice(Math.max(0, at - 8), at + 24).join(' ');
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

/** Those places that have one of the others within reach; both ascending, read once. */
function nearTo(places: readonly number[], others: readonly number[], within: number): number[] {
  let next = 0;
  return places.filter((place) => {
    while ((others[next] ?? Number.POSITIVE_INFINITY) < place - within) next += 1;
    return (others[next] ?? Number.POSITIVE_INFINITY) <= place + within;
  });
}

function wordsIn(texts: readonly string[]): string[] {
  const words: string[] = [];
  let left = readCap;
  for (const text of texts) {
    left -= text.length;
    if (left < 0) break;
    for (const word of matchWords(text)) words.push(word);
  }
  return words;
}
