/** The texts of recorded pages as models of wording read them: with the detectors' own functions, and by whom. */
import { wordingTexts } from '../../../src/core/detect/shared/wording-evidence.ts';
import type { PageFacts } from '../../../src/core/facts/page-facts.ts';
import { readPage as readMarkup } from '../../../src/core/facts/read-page.ts';
import { compare } from '../../../src/core/learned/comparison.ts';
import { emptyView, type LearnedView, learnFacts } from '../../../src/core/learned/learned-view.ts';
import { type Passage, passagesOf } from '../../../src/core/wording/passages.ts';
import type { WordingKind, WordingWay } from '../../../src/core/wording/wording-model.ts';
import { decodePage } from '../../../src/monitor/replay/decode-page.ts';
import { type Fold, foldOf } from '../components.ts';
import { attackFile, type CorpusLine, readPage, sourceOf } from '../corpus.ts';
import type { TrainingLine } from '../fitted-models.ts';
import { spread } from './spread.ts';

export interface TextDocument {
  readonly kind: WordingKind | 'ordinary';
  readonly way: WordingWay;
  readonly passages: readonly Passage[];
  /** The attacker's collection, or the ordinary page's host: its documents count together. */
  readonly source: string;
  readonly fold: Fold;
  /** Whether all of it is by whom it is labelled: an ordinary page with an attacker's snippet is not. */
  readonly teaches: boolean;
}

/** Steps of one page that teach: the next ones bring much the same. */
const mostSteps = 4;

/** Ways of attacking in which words are seen; the others are told by code, frames and pictures. */
const attackKinds: Readonly<Record<string, WordingKind>> = {
  full_page: 'defacer',
  text_only: 'defacer',
  'replaced:full_page': 'defacer',
  'replaced:text_only': 'defacer',
  'inpage:partial_inpage': 'defacer',
  gambling_doorway: 'spam',
  gambling_article: 'spam',
  'injected:gambling_article': 'spam',
  'injected:visible_link_farm': 'spam',
  'injected:hidden_links': 'spam',
};

/** Each attacker's file once for each way of using it. */
export function documentsOf(lines: readonly TrainingLine[]): TextDocument[] {
  const seen = new Set<string>();
  const attacks = lines.filter((line) => {
    const key = `${line.set} ${line.attack} ${attackFile(line)}`;
    const isNew = line.label === 'alarm' && line.attack !== undefined && !seen.has(key);
    seen.add(key);
    return isNew;
  });
  const steps = lines.filter(({ set, label }) => label === 'quiet' && (set === 'hourly' || set === 'drift'));
  const series = [...Map.groupBy(steps, (line) => `${line.set} ${line.series}`)];
  const ordinary = lines.filter(({ set, label }) => label === 'quiet' && set === 'first-sight');
  return [
    ...attacks.flatMap((line) => kept(`${line.set} ${line.html}`, () => attackDocument(line))),
    ...ordinary.flatMap((line) => kept(`${line.set} ${line.html}`, () => [ordinaryDocument(line, null)])),
    ...series.flatMap(([name, of]) => kept(`${name} ${of.length}`, () => stepDocuments(of))),
  ];
}

/** Pages are read once for all fits of a run. */
const known = new Map<string, TextDocument[]>();

function kept(key: string, read: () => TextDocument[]): TextDocument[] {
  const documents = known.get(key) ?? read().filter(({ passages }) => passages.length > 0);
  known.set(key, documents);
  return documents;
}

function attackDocument(line: TrainingLine): TextDocument[] {
  const kind = attackKinds[line.attack ?? ''];
  if (kind === undefined) return [];
  const isStep = line.set === 'attacks';
  if (isStep && line.below === null) return [];
  const learned = isStep && line.below !== null ? learnedFrom(line.below) : null;
  return [
    {
      kind,
      way: isStep ? 'learned' : 'first-sight',
      passages: passagesIn(factsOf(line), learned),
      source: sourceOf(line),
      fold: foldOf(line),
      teaches: line.set !== 'infected',
    },
  ];
}

/** Of a page's steps some, each compared with the look before it: that shows more as added than all looks would. */
function stepDocuments(lines: readonly CorpusLine[]): TextDocument[] {
  return spread([...lines.entries()].slice(1), mostSteps).flatMap(([at, line]) => {
    const before = lines[at - 1];
    return before === undefined ? [] : [ordinaryDocument(line, learnedFrom(before))];
  });
}

function ordinaryDocument(line: CorpusLine, learned: LearnedView | null): TextDocument {
  return {
    kind: 'ordinary',
    way: learned === null ? 'first-sight' : 'learned',
    passages: passagesIn(factsOf(line), learned),
    source: URL.parse(line.url)?.hostname ?? '',
    fold: foldOf(line),
    teaches: true,
  };
}

function passagesIn(facts: PageFacts, learned: LearnedView | null): Passage[] {
  const comparison = learned === null ? null : compare(learned, facts);
  const rest = { view: 'received', isBorrowed: false, beforeCut: null, lookAlike: null } as const;
  return passagesOf(wordingTexts({ ...rest, facts, learned, comparison }));
}

const views = new Map<string, LearnedView>();

function learnedFrom(line: CorpusLine): LearnedView {
  const view = views.get(line.html) ?? learnFacts(emptyView, factsOf(line), true, 0);
  views.set(line.html, view);
  return view;
}

function factsOf(line: CorpusLine): PageFacts {
  return readMarkup(decodePage(readPage(line), 'text/html').html, line.url);
}
