/** What a model of wording finds in added text; at first sight, in all of it. */
import type { AttackKind } from '../../domain/finding.ts';
import type { Words } from '../../domain/words.ts';
import type { SignaturePhrase, WeightName } from '../../policy.ts';
import { type Passage, passagesOf } from '../../wording/passages.ts';
import { readWording, tellingWords } from '../../wording/read-wording.ts';
import type { WordingKind } from '../../wording/wording-model.ts';
import type { Evidence, LookContext, ViewContext } from './detector.ts';
import { fingerprint } from './fingerprint.ts';
import { indicatorList, indicatorsIn, textIndicators } from './indicators.ts';
import { findPhrases, type PhraseIndex } from './phrase-index.ts';
import { quoted } from './quoted.ts';

export interface WordingQuestion {
  readonly id: string;
  readonly model: WordingKind;
  readonly kind: AttackKind;
  /** Policy weights that cap the score of a text. */
  readonly most: { readonly 'first-sight': WeightName; readonly learned: WeightName };
  /** What makes text of which the model is sure weigh more on a learned page. */
  readonly beside: {
    readonly cue: WeightName;
    readonly holds: (context: LookContext, view: ViewContext) => boolean;
    /** What makes text count more of which the model is less than sure. */
    readonly within?: (context: LookContext, view: ViewContext, passage: Passage) => boolean;
    readonly what: Words;
  };
  /** Whether a passage only reports on what it names, which caps its score below a suspect. */
  readonly reports?: (context: LookContext, view: ViewContext, passage: Passage) => boolean;
  /** The end of the sentence that begins with "There is" or "New". */
  readonly what: Words;
}

/** Nats below which nothing is reported: even nearly neutral texts come close to it. */
const toldFrom = 1.5;

export function wordingEvidence(question: WordingQuestion, context: LookContext, view: ViewContext): Evidence[] {
  const { policy, targetUrl, ignored } = context;
  const model = policy.wording[question.model];
  const way = view.comparison === null ? 'first-sight' : 'learned';
  const changeOf = (passage: Passage): string =>
    fingerprint(question.id, ...tellingWords(model, passage).map((word) => word.toLowerCase()));
  const all = passagesIn(view, policy.signatures);
  const isIgnoring = ignored.some((one) => one.startsWith(`${question.id}:`));
  const rest = isIgnoring ? all.filter((passage) => !ignored.includes(changeOf(passage))) : all;
  const read = readWording(model, rest.length > 0 ? rest : all, way);
  if (read === null || read.nats < toldFrom) return [];
  const { passage } = read;
  const most = policy.weights[question.most[way]];
  const isReport = question.reports?.(context, view, passage) ?? false;
  const nats = Math.min(read.nats, isReport ? Math.min(most, reportMost) : most);
  const { beside } = question;
  const isMore =
    view.learned !== null &&
    !isReport &&
    (nats >= sureFrom ? beside.holds(context, view) : (beside.within?.(context, view, passage) ?? false));
  const score = nats + (isMore ? policy.weights[beside.cue] : 0);
  const more = isMore ? beside.what : { vi: '', en: '' };
  const words = quoted(tellingWords(model, passage).join(', '), 120);
  const text = quoted(passage.text, 160);
  return [
    {
      nature: 'added',
      finding: {
        detector: question.id,
        family: 'words',
        kind: question.kind,
        ...(isMore ? { cues: [beside.cue] } : {}),
        score: Math.round(100 * score) / 100,
        reason: {
          vi: `${way === 'learned' ? 'Xuất hiện' : 'Có'} ${question.what.vi}; nặng nhất là các từ ${words}, trong đoạn ${text}${more.vi}.`,
          en: `${way === 'learned' ? 'New' : 'There is'} ${question.what.en}; these words weigh most: ${words}, in ${text}${more.en}.`,
        },
        fingerprint: changeOf(passage),
        place: { after: passage.text.slice(0, 500) },
        indicators: indicatorList(textIndicators('phrase', passage.text), indicatorsIn(passage.text, targetUrl)),
      },
    },
  ];
}

/** Nats of a passage that only reports. */
const reportMost = 2;

/** Nats from which the model is sure. */
const sureFrom = 3;

/** Cut once for both models: cutting a page into passages costs more than reading them. */
const cut = new WeakMap<ViewContext, readonly Passage[]>();

function passagesIn(view: ViewContext, phrases: PhraseIndex<SignaturePhrase>): readonly Passage[] {
  const known = cut.get(view);
  if (known !== undefined) return known;
  const passages = passagesOf(wordingTexts(view)).map((passage) => withoutPhrases(phrases, passage));
  cut.set(view, passages);
  return passages;
}

/** Removes listed phrases, which have their own finding: the same words must not count twice. */
function withoutPhrases(phrases: PhraseIndex<SignaturePhrase>, passage: Passage): Passage {
  const hits = findPhrases(phrases, passage.words);
  if (hits.length === 0) return passage;
  const isHit = (i: number): boolean => hits.some(({ at, length }) => i >= at && i < at + length);
  return { ...passage, words: passage.words.filter((_, i) => !isHit(i)) };
}

/** New title and description, added text and text beside it (alt texts, comments); never the contents of scripts. */
export function wordingTexts({ facts, learned, comparison }: ViewContext): string[] {
  const isTitleKnown = learned?.titles.keys.includes(facts.title.slice(0, 300)) ?? false;
  const side = (comparison?.addedSide ?? facts.side).filter(({ from }) => from !== 'script' && from !== 'style');
  return [
    ...(isTitleKnown ? [] : [facts.title]),
    ...(comparison?.added ?? facts.blocks).map(({ text }) => text),
    ...side.map(({ text }) => text),
  ];
}
