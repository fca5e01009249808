/**
 * Fits a model of wording (`src/core/wording`): logistic regression on passages, one vote for each collection of an attacker
 * and each ordinary host however many texts it has, then calibrated on whole texts that the model of their fold never saw.
 * Written texts (`benches/texts`) teach what recorded ones lack.
 */
import { readFileSync } from 'node:fs';
import { parse, stringify } from 'yaml';
import { toBase64 } from '../../src/core/learned/base64.ts';
import { eachFeature } from '../../src/core/wording/features.ts';
import { type Passage, passagesOf } from '../../src/core/wording/passages.ts';
import { scoreOfText, scorePassages, shrinkage } from '../../src/core/wording/read-wording.ts';
import type { Calibration, WordingKind, WordingModel, WordingWay } from '../../src/core/wording/wording-model.ts';
import type { Fold } from './components.ts';
import type { TrainingLine } from './fitted-models.ts';
import { documentsOf, type TextDocument } from './wording/documents.ts';
import { type Example, fitLogistic } from './wording/logistic.ts';
import { calibrate, type Scored } from './wording/platt.ts';
import { spread } from './wording/spread.ts';

const buckets = 2 ** 15;
const ridge = 1e-4;
/** Passages that one text teaches, spread over it. */
const mostPassages = 16;
/** The source of written texts, and what each weighs beside a recorded one. */
const written = 'written';
const writtenWeight = 2;

const unscaled: Readonly<Record<WordingWay, Calibration>> = {
  'first-sight': { slope: 1, offset: 0 },
  learned: { slope: 1, offset: 0 },
};

/** @returns the content of `config/<kind>-wording.yaml` */
export async function fitWording(kind: WordingKind, lines: readonly TrainingLine[]): Promise<string> {
  const recorded = documentsOf(lines);
  const documents = [...recorded, ...writtenDocuments(recorded.map(({ fold }) => fold))].filter(
    (one) => one.kind === kind || one.kind === 'ordinary',
  );
  const scored = scoredOutOfFold(documents, kind);
  const count = (isWanted: (one: TextDocument) => boolean): number => documents.filter(isWanted).length;
  const { weights, bias, scale } = train(documents, kind);
  const content = {
    fitted: {
      attackers: count((one) => one.kind === kind && one.source !== written),
      ordinary: count((one) => one.kind === 'ordinary' && one.source !== written),
      written: count(({ source }) => source === written),
    },
    calibration: {
      'first-sight': calibrate(scored.filter(({ way }) => way === 'first-sight')),
      learned: calibrate(scored.filter(({ way }) => way === 'learned')),
    },
    bias: Number(bias.toFixed(4)),
    scale: Number(scale.toPrecision(6)),
    weights: toBase64(new Uint8Array(weights.buffer)),
  };
  return `${head(kind)}${stringify(content, { lineWidth: 0 })}`;
}

function head(kind: WordingKind): string {
  const what = kind === 'defacer' ? 'defacers write' : 'spam sells';
  return `# Written by benches/fit-models.ts; not to be edited by hand. How ${what} (core/wording).\n`;
}

interface ScoredText extends Scored {
  readonly way: WordingWay;
}

/** Each text by the model of the other folds. */
function scoredOutOfFold(documents: readonly TextDocument[], kind: WordingKind): ScoredText[] {
  const weightOf = votes(documents);
  return [...new Set(documents.map(({ fold }) => fold))].sort().flatMap((fold) => {
    const rest = documents.filter((one) => one.fold !== fold);
    const model = train(rest, kind);
    return documents
      .filter((one) => one.fold === fold)
      .map((one) => ({
        way: one.way,
        score: scoreOfText(scorePassages(model, one.passages)),
        isPositive: one.kind === kind,
        weight: weightOf(one),
      }));
  });
}

function train(documents: readonly TextDocument[], kind: WordingKind): WordingModel {
  const weightOf = votes(documents);
  const examples = documents
    .filter(({ teaches }) => teaches)
    .flatMap((document) => {
      const of = spread(document.passages, mostPassages);
      const weight = weightOf(document) / Math.sqrt(of.length);
      return of.map((passage) => exampleOf(passage, document.kind === kind, weight));
    });
  const { weights, bias } = fitLogistic(examples, buckets, ridge);
  const scale = largestKept(weights) / 127;
  return {
    weights: Int8Array.from(weights, (weight) => Math.max(-127, Math.min(127, Math.round(weight / scale)))),
    scale,
    bias,
    calibration: unscaled,
  };
}

/** Standard deviations beyond which a weight is cut: a byte for all of them would otherwise be coarse for most. */
const keptDeviations = 8;

function largestKept(weights: Float64Array): number {
  const largest = weights.reduce((most, weight) => Math.max(most, Math.abs(weight)), 1e-9);
  const squares = weights.reduce((sum, weight) => sum + weight * weight, 0);
  return Math.min(largest, keptDeviations * Math.sqrt(squares / weights.length));
}

/** A source's texts together count as the root of their number. */
function votes(documents: readonly TextDocument[]): (document: TextDocument) => number {
  const keyOf = ({ kind, way, source }: TextDocument): string => `${kind} ${way} ${source}`;
  const groups = Map.groupBy(documents, keyOf);
  return (one) => (one.source === written ? writtenWeight : 1 / Math.sqrt(groups.get(keyOf(one))?.length ?? 1));
}

const features = new WeakMap<Passage, Int32Array>();

function exampleOf(passage: Passage, isPositive: boolean, weight: number): Example {
  let own = features.get(passage);
  if (own === undefined) {
    const found = new Set<number>();
    eachFeature(passage.words, (hash) => found.add(hash & (buckets - 1)));
    own = Int32Array.from(found);
    features.set(passage, own);
  }
  return { features: own, value: 1 / Math.sqrt(own.length + shrinkage), isPositive, weight };
}

interface WrittenTexts {
  readonly kind: WordingKind | 'ordinary';
  readonly texts: readonly string[];
}

/** Each text as one that was added to a page, dealt out to the folds. */
function writtenDocuments(folds: readonly Fold[]): TextDocument[] {
  const files = (['defacer', 'spam'] as const).map((name) => new URL(`../texts/${name}.yaml`, import.meta.url));
  const all = files.flatMap((file) => parse(readFileSync(file, 'utf8')) as WrittenTexts[]);
  const dealt = [...new Set(folds)].sort();
  return all.flatMap(({ kind, texts }) =>
    texts.map((text, i) => ({
      kind,
      way: 'learned' as const,
      passages: passagesOf([text]),
      source: written,
      fold: dealt[i % dealt.length] ?? 0,
      teaches: true,
    })),
  );
}
