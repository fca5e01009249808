/**
 * The model of attackers' scripts (`core/scripts/model/`), fitted on distinct inline scripts of recorded pages: those that
 * attackers planted, against those of ordinary pages. Each class weighs the same, and within it a collection by the square
 * root of its scripts. Limits of statistics are quantiles of ordinary scripts; the ridge is the one of a grid with the least
 * loss on components that were left out; what a score is worth in nats is fitted on scores of such components too (J. Platt,
 * 1999), so that it holds for scripts that were never seen.
 */
import { stringify } from 'yaml';
import {
  type ScriptFeatures,
  type ScriptStatistic,
  type StatisticCuts,
  scriptFeatureValues,
} from '../../../src/core/scripts/model/script-model.ts';
import { syntaxStatistics } from '../../../src/core/scripts/model/syntax-statistics.ts';
import { textStatistics } from '../../../src/core/scripts/model/text-statistics.ts';
import type { TrainingLine } from '../fitted-models.ts';
import { type Fit, fitLogistic, lossOf, type Row, scoreOf } from './logistic.ts';
import { type ScriptSample, scriptSamples } from './script-samples.ts';

const quantiles = [0.05, 0.25, 0.5, 0.75, 0.9, 0.97];
const ridges = [0.003, 0.01, 0.03, 0.1];
const parts = 6;
/** A feature that fewer scripts have is chance. */
const fewest = 5;

interface Model {
  readonly names: readonly string[];
  readonly fit: Fit;
  readonly cuts: StatisticCuts;
  readonly ordinary: readonly number[];
}

/** @returns the content of the model's file */
export async function fitScripts(lines: readonly TrainingLine[]): Promise<string> {
  const samples = scriptSamples(lines);
  const partOf = partsOf(samples);
  const tried = ridges.map((ridge) => {
    const scores = outOfPart(samples, partOf, ridge);
    return { ridge, scores, loss: meanLoss(samples, scores) };
  });
  const best = tried.reduce((a, b) => (b.loss < a.loss ? b : a));
  const model = fitModel(samples, best.ridge);
  const { slope, shift } = calibrate(samples, best.scores);
  const nats = best.scores.map((score) => slope * score + shift);
  return write(model, { slope, shift, ridge: best.ridge, samples, nats });
}

/** Components are dealt to the part with the fewest attackers' scripts, or ordinary ones, largest first. */
function partsOf(samples: readonly ScriptSample[]): Map<string, number> {
  const components = [...Map.groupBy(samples, ({ component }) => component)].map(([component, of]) => {
    const attack = of.filter(({ isAttack }) => isAttack).length;
    return { component, attack, ordinary: of.length - attack };
  });
  components.sort((a, b) => b.attack - a.attack || b.ordinary - a.ordinary || a.component.localeCompare(b.component));
  const sums = Array.from({ length: parts }, () => ({ attack: 0, ordinary: 0 }));
  return new Map(
    components.map(({ component, attack, ordinary }) => {
      const kind = attack > 0 ? 'attack' : 'ordinary';
      const part = sums.reduce((least, sum, i) => (sum[kind] < (sums[least]?.[kind] ?? 0) ? i : least), 0);
      const sum = sums[part];
      if (sum !== undefined) {
        sum.attack += attack;
        sum.ordinary += ordinary;
      }
      return [component, part];
    }),
  );
}

/** Scores of samples by models that never saw their part. */
function outOfPart(samples: readonly ScriptSample[], partOf: ReadonlyMap<string, number>, ridge: number): number[] {
  const scores = samples.map(() => 0);
  for (let part = 0; part < parts; part++) {
    const isLeftOut = ({ component }: ScriptSample): boolean => partOf.get(component) === part;
    const model = fitModel(
      samples.filter((one) => !isLeftOut(one)),
      ridge,
    );
    const indexOf = new Map(model.names.map((name, i) => [name, i]));
    samples.forEach((sample, i) => {
      if (isLeftOut(sample))
        scores[i] = scoreOf(model.fit, sparse(scriptFeatureValues(sample.numbers, model.cuts), indexOf));
    });
  }
  return scores;
}

function fitModel(samples: readonly ScriptSample[], ridge: number): Model {
  const cuts = cutsOf(samples);
  const features = samples.map(({ numbers }) => scriptFeatureValues(numbers, cuts));
  const counts = new Map<string, number>();
  for (const one of features) for (const name of one.keys()) counts.set(name, (counts.get(name) ?? 0) + 1);
  const names = [...counts]
    .filter(([, count]) => count >= fewest)
    .map(([name]) => name)
    .sort();
  const indexOf = new Map(names.map((name, i) => [name, i]));
  const weights = weightsOf(samples);
  const rows = samples.map(
    ({ isAttack }, i): Row => ({
      ...sparse(features[i] ?? new Map(), indexOf),
      isPositive: isAttack,
      weight: weights[i] ?? 0,
    }),
  );
  const ordinary = names.map(() => 0);
  for (const row of rows) {
    if (row.isPositive) continue;
    row.at.forEach((at, i) => {
      ordinary[at] = (ordinary[at] ?? 0) + row.weight * (row.values[i] ?? 0);
    });
  }
  return { names, fit: fitLogistic(rows, names.length, ridge), cuts, ordinary };
}

function sparse(features: ScriptFeatures, indexOf: ReadonlyMap<string, number>): Pick<Row, 'at' | 'values'> {
  const found = [...features].flatMap(([name, value]) => {
    const at = indexOf.get(name);
    return at === undefined ? [] : [[at, value] as const];
  });
  found.sort((a, b) => a[0] - b[0]);
  return { at: found.map(([at]) => at), values: found.map(([, value]) => value) };
}

/** Each class sums up to 1. */
function weightsOf(samples: readonly ScriptSample[]): number[] {
  const nameOf = ({ isAttack, collection }: ScriptSample): string => `${isAttack} ${collection}`;
  const sizes = new Map([...Map.groupBy(samples, nameOf)].map(([name, of]) => [name, of.length]));
  const raw = samples.map((sample) => 1 / Math.sqrt(sizes.get(nameOf(sample)) ?? 1));
  const sum = (isAttack: boolean): number =>
    raw.reduce((all, one, i) => all + (samples[i]?.isAttack === isAttack ? one : 0), 0);
  const [attack, ordinary] = [sum(true), sum(false)];
  return raw.map((one, i) => one / (samples[i]?.isAttack === true ? attack : ordinary));
}

function cutsOf(samples: readonly ScriptSample[]): StatisticCuts {
  const ordinary = samples.filter(({ isAttack }) => !isAttack);
  const names: readonly ScriptStatistic[] = [...textStatistics, ...syntaxStatistics];
  return Object.fromEntries(
    names.map((name) => {
      const values = ordinary.flatMap(({ numbers }) => numbers.statistics[name] ?? []).sort((a, b) => a - b);
      const limits = quantiles.map((q) => rounded(values[Math.floor(q * (values.length - 1))] ?? 0));
      return [name, [...new Set(limits)]];
    }),
  );
}

function meanLoss(samples: readonly ScriptSample[], scores: readonly number[]): number {
  const weights = weightsOf(samples);
  return samples.reduce((sum, { isAttack }, i) => sum + (weights[i] ?? 0) * lossOf(scores[i] ?? 0, isAttack), 0);
}

function calibrate(samples: readonly ScriptSample[], scores: readonly number[]) {
  const weights = weightsOf(samples);
  const rows = samples.map(
    ({ isAttack }, i): Row => ({
      at: [0],
      values: [scores[i] ?? 0],
      isPositive: isAttack,
      weight: weights[i] ?? 0,
    }),
  );
  const { intercept, weights: of } = fitLogistic(rows, 1, 0.001);
  return { slope: rounded(of[0] ?? 0), shift: rounded(intercept) };
}

interface Outcome {
  readonly slope: number;
  readonly shift: number;
  readonly ridge: number;
  readonly samples: readonly ScriptSample[];
  /** Of samples, by models that never saw their component. */
  readonly nats: readonly number[];
}

const bins = [-4, -2, 0, 1, 2, 3, 4];

function write(model: Model, { slope, shift, ridge, samples, nats }: Outcome): string {
  const kept = model.names.map((name, i) => ({
    name,
    weight: rounded(model.fit.weights[i] ?? 0),
    ordinary: rounded(model.ordinary[i] ?? 0),
  }));
  const of = (isAttack: boolean): readonly number[] => nats.filter((_, i) => samples[i]?.isAttack === isAttack);
  const [attack, ordinary] = [of(true), of(false)];
  const content = {
    version: 1,
    fitted: {
      attackScripts: attack.length,
      ordinaryScripts: ordinary.length,
      ridge,
      // Scripts above so many nats, by models that never saw their component.
      above: bins.map((from) => ({
        nats: from,
        attack: attack.filter((one) => one >= from).length,
        ordinary: ordinary.filter((one) => one >= from).length,
      })),
    },
    slope,
    shift,
    intercept: rounded(model.fit.intercept),
    cuts: model.cuts,
    weights: Object.fromEntries(kept.map(({ name, weight }) => [name, weight])),
    ordinary: Object.fromEntries(kept.flatMap(({ name, ordinary }) => (ordinary === 0 ? [] : [[name, ordinary]]))),
  };
  const head =
    '# Written by benches/fit-models.ts; not to be edited by hand. Method: benches/support/scripts/script-fit.ts.\n';
  return head + stringify(content, { lineWidth: 0, flowCollectionPadding: false });
}

function rounded(value: number): number {
  return Number(value.toPrecision(3));
}
