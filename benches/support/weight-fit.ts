/**
 * A joint fit of the weights of cues, on the judge's own scores. The policy's thresholds are the cut points of an ordinal
 * logistic regression (P. McCullagh, JRSS B 42, 1980): an ordinary step should stay below `suspect`, a redesign below
 * `alarm`, an attack should reach `alarm`, a slight one `suspect`. Sought is the least
 *
 *     Σ exposure · ln(1 + exp(± (score − cut)))  +  Σ (weight − prior)² / (2 · spread²)
 *
 * by steps of 0.1 nats along one weight after another, because family discount and caps make the score no sum of its cues.
 * A cue that only rides along with others gains nothing by it: those captures reach their cut without it.
 *
 * What is fitted must earn its place. No step is taken that puts a capture on the wrong side of its cut which the priors
 * have on the right one, and a weight that does not mend the judgement of several files or hosts keeps its prior.
 */
import type { Policy, WeightName } from '../../src/core/policy.ts';
import { type Recorded, rejudge } from './recorded-evidence.ts';

/** What one capture should be judged as, and how much it counts. */
export interface Sample {
  readonly truth: 'ordinary' | 'redesign' | 'slight-attack' | 'attack';
  /** Of ordinary steps days of one page (at first sight, pages); of redesigns one each; of attacks files. */
  readonly exposure: number;
  /** What does not count as independent of each other: an attack file, a host. */
  readonly group: string;
  readonly capture: Recorded;
}

export interface Fitted {
  readonly nats: number;
  readonly prior: number;
  readonly attackFiles: number;
  readonly benignDays: number;
}

type Weights = Policy['weights'];

/** How far weights are expected from their priors: one standard deviation, in nats. */
const spread = 0.7;
const stepsPerNat = 10;
/** Of steps along all weights; a fit comes to rest after some ten. */
const mostRounds = 50;
/** Events that a rate may have hidden when none was seen, with 95 % confidence (the rule of three). */
const unseen = 3;
/** A single cue never crosses a threshold that its prior does not cross. */
const margin = 0.1;
/** Files and hosts that a weight must mend. */
const fewestMended = 3;

/** The weights that had better not be their priors. */
export function fitWeights(samples: readonly Sample[], policy: Policy): Map<WeightName, Fitted> {
  const problem = problemOf(samples, policy);
  let open: readonly WeightName[] = [...problem.bounds.keys()];
  for (;;) {
    const weights = descend(problem, open);
    const moved = open.filter((name) => weights[name] !== policy.weights[name]);
    const idle = leastUseful(problem, moved, weights);
    if (idle === null) return new Map(moved.map((name) => [name, fittedOf(problem, name, weights)]));
    open = moved.filter((name) => name !== idle);
  }
}

export function withWeights(policy: Policy, fitted: ReadonlyMap<WeightName, Fitted>): Policy {
  const nats = Object.fromEntries([...fitted].map(([name, one]) => [name, one.nats]));
  return { ...policy, weights: { ...policy.weights, ...nats } };
}

interface Bounds {
  readonly least: number;
  readonly most: number;
}

interface Problem {
  readonly policy: Policy;
  readonly withCue: ReadonlyMap<WeightName, readonly Sample[]>;
  /** Of what can be fitted. */
  readonly bounds: ReadonlyMap<WeightName, Bounds>;
  /** What the priors judge rightly. */
  readonly right: ReadonlySet<Sample>;
}

function problemOf(samples: readonly Sample[], policy: Policy): Problem {
  const alike = joinAlike(samples);
  const withCue = samplesByCue(alike);
  const all = supportOf(alike);
  const bounds = new Map<WeightName, Bounds>();
  for (const [name, of] of withCue) {
    if (isFittable(name)) bounds.set(name, boundsOf(policy.weights[name], supportOf(of), all, policy));
  }
  return { policy, withCue, bounds, right: new Set(alike.filter((one) => !isWrong(one, policy))) };
}

/** From the priors downhill, until no single step along one of `names` leads lower. */
function descend({ policy, withCue, bounds, right }: Problem, names: readonly WeightName[]): Weights {
  let weights = policy.weights;
  const costOf = (name: WeightName, nats: number): number => {
    const of = withCue.get(name) ?? [];
    const tried = { ...policy, weights: { ...weights, [name]: nats } };
    if (of.some((one) => right.has(one) && isWrong(one, tried))) return Number.POSITIVE_INFINITY;
    return (nats - policy.weights[name]) ** 2 / (2 * spread ** 2) + lossOf(of, tried);
  };
  for (let round = 0, isMoving = true; isMoving && round < mostRounds; round++) {
    isMoving = false;
    for (const name of names) {
      const nats = lowest(weights[name], bounds.get(name), (at) => costOf(name, at));
      isMoving ||= nats !== weights[name];
      weights = { ...weights, [name]: nats };
    }
  }
  return weights;
}

/** The lowest point of the grid that is reached downhill. */
function lowest(from: number, bounds: Bounds | undefined, cost: (nats: number) => number): number {
  if (bounds === undefined) return from;
  let best = from;
  let least = cost(from);
  for (const direction of [1, -1]) {
    for (;;) {
      const next = Math.round(best * stepsPerNat + direction) / stepsPerNat;
      if (next < bounds.least || next > bounds.most) break;
      const price = cost(next);
      if (price >= least - 1e-9) break;
      [best, least] = [next, price];
    }
  }
  return best;
}

/** Of the moved weights the one that mends the fewest groups, and loses least by going back; null when all mend enough. */
function leastUseful({ policy, withCue }: Problem, moved: readonly WeightName[], weights: Weights): WeightName | null {
  const useful = moved.map((name) => {
    const of = withCue.get(name) ?? [];
    const without = { ...policy, weights: { ...weights, [name]: policy.weights[name] } };
    const withIt = { ...policy, weights };
    const mended = of.filter((one) => isWrong(one, without) && !isWrong(one, withIt));
    return {
      name,
      groups: new Set(mended.map(({ group }) => group)).size,
      loss: lossOf(of, without) - lossOf(of, withIt),
    };
  });
  const [least] = useful.sort((a, b) => a.groups - b.groups || a.loss - b.loss);
  return least === undefined || least.groups >= fewestMended ? null : least.name;
}

/** Σ exposure · ln(1 + exp(± (score − cut))) */
function lossOf(samples: readonly Sample[], policy: Policy): number {
  return samples.reduce((loss, one) => loss + one.exposure * Math.log1p(Math.exp(wrongBy(one, policy))), 0);
}

/** Nats by which a sample is on the wrong side of its cut; negative on the right one. */
function wrongBy({ truth, capture }: Sample, policy: Policy): number {
  const { suspect, alarm } = policy.thresholds;
  const cut = truth === 'ordinary' || truth === 'slight-attack' ? suspect : alarm;
  const { score } = rejudge(capture, policy);
  return isAttack(truth) ? cut - score : score - cut;
}

function isWrong(sample: Sample, policy: Policy): boolean {
  const by = wrongBy(sample, policy);
  return isAttack(sample.truth) ? by > 0 : by >= 0;
}

function isAttack(truth: Sample['truth']): boolean {
  return truth === 'attack' || truth === 'slight-attack';
}

/**
 * Cues of first sight keep their priors: some two hundred ordinary pages attest no more than four nats of anything. So does
 * a new inline script, which is told only beside other cues, so that nobody knows how often it comes alone.
 */
export function isFittable(name: WeightName): boolean {
  return !name.includes('first-sight') && name !== 'bare-page' && name !== 'scripts-added.inline';
}

/** Copies of one file in many pages mostly show the same. */
function joinAlike(samples: readonly Sample[]): Sample[] {
  const alike = Map.groupBy(samples, ({ truth, group, capture: { set, level, pieces } }) =>
    JSON.stringify([truth, group, set, level, pieces]),
  );
  return [...alike.values()].flatMap((of) => {
    const [first] = of;
    return first === undefined ? [] : [{ ...first, exposure: of.reduce((sum, { exposure }) => sum + exposure, 0) }];
  });
}

function samplesByCue(samples: readonly Sample[]): Map<WeightName, Sample[]> {
  const byCue = new Map<WeightName, Sample[]>();
  for (const sample of samples) {
    for (const cue of new Set(sample.capture.pieces.flatMap((piece) => piece.cues))) {
      const of = byCue.get(cue);
      if (of === undefined) byCue.set(cue, [sample]);
      else of.push(sample);
    }
  }
  return new Map([...byCue].sort(([a], [b]) => (a < b ? -1 : 1)));
}

type Support = Pick<Fitted, 'attackFiles' | 'benignDays'>;

/** Beside a baseline: what is shown at first sight says nothing of changes. */
export function supportOf(samples: readonly Sample[]): Support {
  const learned = samples.filter(({ capture: { set } }) => set !== 'first-sight' && set !== 'infected');
  const sum = (of: readonly Sample[]): number => of.reduce((total, { exposure }) => total + exposure, 0);
  const attacks = learned.filter(({ truth }) => isAttack(truth));
  return { attackFiles: sum(attacks), benignDays: sum(learned) - sum(attacks) };
}

/** No weight rises above its prior further than the recordings attest with 95 % confidence, however well it would fit. */
function boundsOf(prior: number, cue: Support, all: Support, { thresholds }: Policy): Bounds {
  const benignRate = (cue.benignDays + unseen) / all.benignDays;
  const attested = Math.log(cue.attackFiles / all.attackFiles / benignRate);
  const next = [thresholds.suspect, thresholds.alarm].find((cut) => prior < cut) ?? Number.POSITIVE_INFINITY;
  return { least: 0, most: Math.max(prior, Math.min(attested, next - margin)) };
}

function fittedOf({ policy, withCue }: Problem, name: WeightName, weights: Weights): Fitted {
  const { attackFiles, benignDays } = supportOf(withCue.get(name) ?? []);
  const tenths = (value: number): number => Math.round(10 * value) / 10;
  return {
    nats: weights[name],
    prior: policy.weights[name],
    attackFiles: tenths(attackFiles),
    benignDays: tenths(benignDays),
  };
}
