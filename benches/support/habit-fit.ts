/**
 * The habit of all pages (`core/learned/habit.ts`), fitted on the benign steps of recorded series: each step is compared with
 * what the series showed before it, and learned. Sites count alike, however many steps they have.
 *
 * `share` is how many steps bring anything; `scale` and `tail` are the likeliest for those that do (a grid, amounts taken as
 * whole numbers); `weight` makes the steps likeliest as predicted one after another by each page's own habit.
 */
import { stringify } from 'yaml';
import { readPage as readMarkup } from '../../src/core/facts/read-page.ts';
import { amountsOf } from '../../src/core/learned/amounts.ts';
import {
  type Amounts,
  type HabitName,
  type HabitPrior,
  type Habits,
  habitTail,
  learnHabits,
  priorTail,
} from '../../src/core/learned/habit.ts';
import { emptyView, learnFacts } from '../../src/core/learned/learned-view.ts';
import { decodePage } from '../../src/monitor/replay/decode-page.ts';
import { type CorpusLine, readPage } from './corpus.ts';

type CountedName = Exclude<HabitName, 'screen' | 'area'>;

const countedNames: readonly CountedName[] = ['shapes', 'lost', 'steady', 'domains', 'moved', 'scripts', 'title'];

/** What no recorded markup tells; `because` is their reason. */
const written = {
  screen: {
    share: 0.3,
    scale: 8,
    tail: 2,
    weight: 2,
    mean: 3,
    because:
      'A prior: recorded pages have no pictures. One look in three shows another slide, and one in 200 most of another screen.',
  },
  area: {
    share: 0.3,
    scale: 4,
    tail: 2,
    weight: 2,
    mean: 2,
    because: 'A prior, as of the screen: one look in 100 changes a still part as large as a banner.',
  },
};

interface Page {
  readonly site: string;
  readonly steps: readonly Amounts[];
}

/** Upper ends of the ranges in which amounts are predicted. */
const ranges = [0, 1, 2, 4, 8, 16, 32, 64, 128, 256];
const scales = [0.25, 0.5, 1, 2, 4, 8, 16, 32, 64];
const tails = [0.5, 0.75, 1, 1.25, 1.5, 2, 2.5, 3, 4];
const pageWeights = [1, 1.5, 2, 3, 4, 6, 8, 12];
const least = 1e-6;

/** @returns the content of `config/habits.yaml` */
export async function fitHabits(lines: readonly (CorpusLine & { readonly set: string })[]): Promise<string> {
  const benign = lines.filter(({ set, label }) => label === 'quiet' && (set === 'hourly' || set === 'drift'));
  const pages = [...Map.groupBy(benign, ({ series }) => series)].map(([series, of]) => pageOf(series, of));
  const fitted = countedNames.map((name) => [name, fitOne(name, pages)] as const);
  const head =
    '# Written by benches/fit-models.ts; not to be edited by hand. How much looks of all pages bring (core/learned/habit.ts).\n';
  return head + stringify({ habits: { ...Object.fromEntries(fitted), ...written } }, { lineWidth: 0 });
}

const known = new Map<string, Page>();

function pageOf(series: string, lines: readonly CorpusLine[]): Page {
  const key = `${series} ${lines.length} ${lines[0]?.html}`;
  const page = known.get(key) ?? readSteps(lines);
  known.set(key, page);
  return page;
}

function readSteps(lines: readonly CorpusLine[]): Page {
  let view = emptyView;
  const steps: Amounts[] = [];
  for (const line of lines) {
    const facts = readMarkup(decodePage(readPage(line), 'text/html').html, line.url);
    const at = Date.parse(line.at);
    if (view.looks > 0) steps.push(amountsOf(view, facts, at));
    view = learnFacts(view, facts, true, at);
  }
  return { site: URL.parse(lines[0]?.url ?? '')?.hostname ?? '', steps };
}

function fitOne(name: CountedName, pages: readonly Page[]): HabitPrior & { readonly because: string } {
  const sites = Map.groupBy(pages, ({ site }) => site);
  const amounts = [...sites.values()].flatMap((of) => {
    const own = of.flatMap(({ steps }) => steps.flatMap((step) => step[name] ?? []));
    return own.map((amount) => ({ amount, weight: 1 / own.length }));
  });
  const sum = (of: typeof amounts, value: (amount: number) => number): number =>
    of.reduce((all, { amount, weight }) => all + weight * value(amount), 0);
  const some = amounts.filter(({ amount }) => amount >= 1);
  const share = (sum(some, () => 1) + 0.5) / (sites.size + 1);
  let best = { scale: 1, tail: 1, cost: Number.POSITIVE_INFINITY };
  for (const scale of scales) {
    for (const tail of tails) {
      const law = { share: 1, scale, tail, weight: 1, mean: 0 };
      const cost = -sum(some, (x) => Math.log(Math.max(least, priorTail(law, x) - priorTail(law, x + 1))));
      if (cost < best.cost - 1e-9) best = { scale, tail, cost };
    }
  }
  const { scale, tail } = best;
  const mean =
    sum(amounts, (x) => Math.min(x, 100)) /
    Math.max(
      1,
      sum(amounts, () => 1),
    );
  const law = { share: rounded(share), scale, tail, mean: rounded(mean) };
  const weight = likeliestWeight(name, law, [...sites.values()]);
  return { ...law, weight, because: `${amounts.length} benign steps of ${sites.size} sites.` };
}

function likeliestWeight(name: CountedName, law: Omit<HabitPrior, 'weight'>, sites: readonly Page[][]): number {
  let best = { weight: 1, cost: Number.POSITIVE_INFINITY };
  for (const weight of pageWeights) {
    const costs = sites.map((pages) => {
      const all = pages.flatMap(({ steps }) => costsOf(name, { ...law, weight }, steps));
      return all.reduce((a, b) => a + b, 0) / Math.max(1, all.length);
    });
    const cost = costs.reduce((a, b) => a + b, 0);
    if (cost < best.cost - 1e-9) best = { weight, cost };
  }
  return best.weight;
}

function costsOf(name: CountedName, prior: HabitPrior, steps: readonly Amounts[]): number[] {
  let habits: Habits = {};
  return steps.flatMap((step) => {
    const amount = step[name];
    if (amount === undefined) return [];
    const at = ranges.findIndex((end) => amount <= end);
    const from = at <= 0 ? (at === 0 ? 0 : (ranges.at(-1) ?? 0) + 1) : (ranges[at - 1] ?? 0) + 1;
    const above = at === -1 ? 0 : habitTail(prior, habits[name], (ranges[at] ?? 0) + 1);
    const likely = habitTail(prior, habits[name], from) - above;
    habits = learnHabits(habits, { [name]: amount }, 'clean');
    return [-Math.log(Math.max(least, likely))];
  });
}

function rounded(value: number): number {
  return Number(value.toPrecision(2));
}
