/**
 * How much a script looks like the code of attackers rather than like ordinary inline scripts: a linear model over how
 * it is written, fitted on recorded pages (`benches/support/script-fit.ts`). It executes nothing and knows no
 * addresses, so it also works where the interpreter (`read-script.ts`) cannot compute what a script does.
 */
import { parseScript } from '../script-tree.ts';
import { dataWays } from './data-ways.ts';
import { readSyntax, type SyntaxStatistic } from './syntax-statistics.ts';
import { readText, type TextStatistic } from './text-statistics.ts';

export type ScriptStatistic = TextStatistic | SyntaxStatistic;

/** Values from 0 to 1 by name; missing names are 0. */
export type ScriptFeatures = ReadonlyMap<string, number>;

/** Ascending limits of each statistic: quantiles of ordinary scripts. */
export type StatisticCuts = Readonly<Partial<Record<ScriptStatistic, readonly number[]>>>;

export interface ScriptModel {
  readonly cuts: StatisticCuts;
  readonly intercept: number;
  /** Of features by name. */
  readonly weights: ReadonlyMap<string, number>;
  /** Mean over ordinary scripts, where not 0; a script's excess over it explains its score. */
  readonly ordinary: ReadonlyMap<string, number>;
  /** Nats of a score: `slope · score + shift`. */
  readonly slope: number;
  readonly shift: number;
}

export interface ScriptNumbers {
  readonly statistics: Readonly<Partial<Record<ScriptStatistic, number>>>;
  /** Features that need no limits. */
  readonly flags: ScriptFeatures;
}

/** Shorter ones hold too little to be measured. */
const shortest = 40;

/** Null for scripts that are too short. */
export function scriptNumbers(code: string): ScriptNumbers | null {
  if (code.trim().length < shortest) return null;
  const tree = parseScript(code);
  if (tree === null) return { statistics: readText(code), flags: new Map([['unparsed', 1]]) };
  const syntax = readSyntax(tree.program, tree.source.length);
  const flags = new Map<string, number>();
  const ways = dataWays(syntax.words);
  for (const source of ways.sources) flags.set(`reads ${source}`, 1);
  for (const sink of ways.sinks) {
    flags.set(`does ${sink}`, 1);
    for (const source of ways.sources) flags.set(`${source} → ${sink}`, 1);
  }
  for (const [bucket, share] of syntax.buckets) flags.set(`syntax ${bucket}`, share);
  return { statistics: { ...readText(code), ...syntax.statistics }, flags };
}

export function scriptFeatureValues({ statistics, flags }: ScriptNumbers, cuts: StatisticCuts): ScriptFeatures {
  const features = new Map(flags);
  for (const [name, limits] of Object.entries(cuts)) {
    const value = statistics[name as ScriptStatistic];
    if (value === undefined) continue;
    limits.forEach((limit, i) => {
      if (value > limit) features.set(`${name} ${i}`, 1);
    });
  }
  return features;
}

function scriptScore({ intercept, weights }: Pick<ScriptModel, 'intercept' | 'weights'>, of: ScriptFeatures) {
  let score = intercept;
  for (const [name, value] of of) score += (weights.get(name) ?? 0) * value;
  return score;
}

export interface ScriptLikeness {
  /** Log-likelihood ratio of attackers' against ordinary scripts, neither capped nor corrected for their number. */
  readonly nats: number;
  /**
   * Strongest contributions first: names of statistics, `syntax`, `unparsed`, or data flows such as `cookie → image`.
   */
  readonly strongest: readonly string[];
}

const toldMost = 3;

/** Null for scripts that are too short. */
export function scriptLikeness(model: ScriptModel, code: string): ScriptLikeness | null {
  const numbers = scriptNumbers(code);
  if (numbers === null) return null;
  const features = scriptFeatureValues(numbers, model.cuts);
  return {
    nats: model.slope * scriptScore(model, features) + model.shift,
    strongest: strongestOf(model, features),
  };
}

function strongestOf({ weights, ordinary }: ScriptModel, features: ScriptFeatures): string[] {
  const groups = new Map<string, number>();
  for (const [name, weight] of weights) {
    const beyond = weight * ((features.get(name) ?? 0) - (ordinary.get(name) ?? 0));
    // An absent feature explains nothing to a reader.
    if (!features.has(name)) continue;
    const group = groupOf(name);
    groups.set(group, (groups.get(group) ?? 0) + beyond);
  }
  return [...groups]
    .filter(([, beyond]) => beyond > 0)
    .sort((a, b) => b[1] - a[1] || a[0].localeCompare(b[0]))
    .slice(0, toldMost)
    .map(([group]) => group);
}

/** Features shown as one: all limits of one statistic, and all sequences of nodes. */
function groupOf(name: string): string {
  return name.includes('→') ? name : name.replace(/ \d+$/, '');
}
