/** Added text in a language that the page never used: hardly any of its words ever stood there. */
import type { TextBlock } from '../../facts/page-facts.ts';
import { isSamePage, steadyLost } from '../../learned/amounts.ts';
import { textWords } from '../../learned/learned-view.ts';
import type { WeightName } from '../../policy.ts';
import type { Detector, Evidence, LookContext, ViewContext } from '../shared/detector.ts';
import { fingerprint } from '../shared/fingerprint.ts';
import { indicatorList, indicatorsIn, textIndicators } from '../shared/indicators.ts';
import { leadsAway } from '../shared/leads-away.ts';
import { quoted } from '../shared/quoted.ts';
import { inAllViews } from '../shared/views.ts';
import { weigh } from '../shared/weigh.ts';

const id = 'strange-tongue';

export const strangeTongue: Detector = {
  id,
  detect(context) {
    return inAllViews(context, evidenceIn);
  },
};

/** A page with fewer words says too little about its language. */
const vocabularyFrom = 60;
/** Letters of a block; a sentence or two. */
const lettersFrom = 50;
const wordsFrom = 7;
/** In the page's own language at least its small words are known: one in five and more. */
const familiarMost = 0.1;
/** Letters of a script from which a block shows that the page uses it. */
const lettersOfOld = 10;
/** Lists of names are new words in any language. */
const capitalsMost = 0.5;
/** More at once is an update of the page. */
const mostLost = 3;
const readCap = 2_000;
const blocksRead = 200;

function evidenceIn(context: LookContext, view: ViewContext): Evidence[] {
  const { facts, learned, comparison, isBorrowed, lookAlike } = view;
  if (learned === null || comparison === null || isBorrowed || learned.words.keys.length < vocabularyFrom) return [];
  // Scripts bring messages in English, and a rebuilt page or a stand-in has its own detectors.
  if (view.view === 'written' || lookAlike !== null || !isSamePage(comparison)) return [];
  const known = new Set(learned.words.keys);
  const added = new Set(comparison.added);
  const old = facts.blocks.filter((block) => !added.has(block));
  const strange = comparison.added
    .slice(0, blocksRead)
    .find(({ text }) => isStrange(text.slice(0, readCap), known, old));
  if (strange === undefined) return [];
  const isLinked = leadsAway(context, view);
  const lost = steadyLost(learned, facts, context.look.at).length;
  const cues: WeightName[] = ['strange-tongue.text'];
  if (isLinked) cues.push('strange-tongue.with-link');
  if (lost > 0 && lost <= mostLost) cues.push('strange-tongue.in-place');
  const text = quoted(strange.text, 160);
  const away = isLinked
    ? { vi: ', kèm liên kết ra tên miền chưa từng có', en: ', beside a link to a foreign host' }
    : { vi: '', en: '' };
  return [
    {
      nature: 'added',
      finding: {
        detector: id,
        cues,
        family: 'words',
        kind: 'defacement',
        score: weigh(context.policy, cues),
        reason: {
          vi: `Xuất hiện nội dung bằng ngôn ngữ mà trang chưa từng dùng${away.vi}: ${text}.`,
          en: `New text is in a language that the page never used${away.en}: ${text}.`,
        },
        fingerprint: fingerprint(id, strange.key),
        place: { after: strange.text.slice(0, 500) },
        indicators: indicatorList(
          textIndicators('phrase', strange.text),
          indicatorsIn(strange.text, context.targetUrl),
        ),
      },
    },
  ];
}

/** @param old what the page had before, for scripts that it never used and for those that do not part words */
function isStrange(text: string, known: ReadonlySet<number>, old: readonly TextBlock[]): boolean {
  const letters = countOf(text, letter) + 2 * countOf(text, wideLetter);
  if (letters < lettersFrom) return false;
  const script = otherScripts.find(([shape]) => countOf(text, shape) * 2 > countOf(text, letter));
  if (script !== undefined) {
    const [shape, isParted] = script;
    if (!old.some((block) => countOf(block.text, shape) >= lettersOfOld)) return true;
    if (!isParted) return false;
  }
  const words = textWords(text);
  if (words.size < wordsFrom || countOf(text, capital) > capitalsMost * countOf(text, initial)) return false;
  let familiar = 0;
  for (const word of words) if (known.has(word)) familiar++;
  return familiar <= familiarMost * words.size;
}

function countOf(text: string, shape: RegExp): number {
  return text.match(shape)?.length ?? 0;
}

const letter = /[\p{L}\p{M}]/gu;
const capital = /(?<!\p{L})\p{Lu}/gu;
const initial = /(?<!\p{L})\p{L}/gu;
/** A letter of these says as much as three of others. */
const wideLetter = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/gu;
/** Scripts other than Latin, and whether they part words by spaces. */
const otherScripts: readonly (readonly [RegExp, boolean])[] = [
  [/[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/gu, false],
  [/\p{Script=Thai}/gu, false],
  [/\p{Script=Lao}/gu, false],
  [/\p{Script=Khmer}/gu, false],
  [/\p{Script=Myanmar}/gu, false],
  [/\p{Script=Hangul}/gu, true],
  [/\p{Script=Cyrillic}/gu, true],
  [/\p{Script=Greek}/gu, true],
  [/\p{Script=Arabic}/gu, true],
  [/\p{Script=Hebrew}/gu, true],
  [/\p{Script=Devanagari}/gu, true],
  [/\p{Script=Bengali}/gu, true],
];
