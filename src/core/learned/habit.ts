/**
 * How much of one thing (new shapes of markup, new text, changed tiles …) the learned looks of a page brought, and how
 * likely a given amount is in view of that.
 *
 * Over all pages P₀(X ≥ x) = share · (1 + (x − 1) / scale)^−tail for x ≥ 1: some looks bring nothing, and the rest
 * follow a Lomax distribution, which is an exponential one whose rate is gamma-distributed over the pages (K. S. Lomax,
 * JASA 49, 1954). A page's own looks pull it toward them as observations pull a Dirichlet process (T. S. Ferguson,
 * Annals of Statistics 1, 1973) of concentration `weight`:
 *
 *     P(X ≥ x) = (weight · P₀(X ≥ x) + Σ wᵢ · min(1, (xᵢ / x)³)) / (weight + Σ wᵢ)
 *
 * A look that brought xᵢ predicts as much again, and larger amounts with decreasing probability (Pareto). This fits
 * real amounts, which are mostly zero and now and then sixty; no single rate describes them.
 */

/** What is counted; shares in percent. */
export const habitNames = [
  /** New shapes of the outline. */
  'shapes',
  /** Stable text lost, percent. */
  'lost',
  /** Long-standing blocks lost. */
  'steady',
  /** Registrable domains of links that were never learned. */
  'domains',
  /** Links with a known text that lead to a host they never led to. */
  'moved',
  /** New inline scripts. */
  'scripts',
  /** 1: a reworded title; 2: one without a known word. */
  'title',
  /** Changed tiles of the first screen, percent. */
  'screen',
  /** Tiles of the largest still region that changed, percent of a screen. */
  'area',
] as const;
export type HabitName = (typeof habitNames)[number];

/** Amounts that learned looks brought when each was compared with what had been learned before it. */
export interface Habit {
  /** Of looks that were clean or learned at first, newest last. */
  readonly brought: readonly number[];
  /** Of flagged looks that people accepted, newest last. */
  readonly accepted: readonly number[];
  /** How many of the newest entries in `brought` were learned automatically since people last approved the page. */
  readonly walked: number;
}

export type Habits = Readonly<Partial<Record<HabitName, Habit>>>;
export type Amounts = Readonly<Partial<Record<HabitName, number>>>;

/** The habit of all pages. */
export interface HabitPrior {
  /** Share of looks that bring anything, 0 to 1. */
  readonly share: number;
  readonly scale: number;
  readonly tail: number;
  /** Number of the page's own looks that weigh as much as the prior. */
  readonly weight: number;
  /** Mean amount of a look. */
  readonly mean: number;
}

export type HabitPriors = Readonly<Record<HabitName, HabitPrior>>;

/** How a look is learned: by itself, as approved by people or learned at first, or accepted although it was flagged. */
export type Lesson = 'clean' | 'approved' | 'accepted';

const caps = { brought: 30, accepted: 8 };
/** A person who accepts a flagged look vouches for others like it. */
const acceptedWeight = 4;
/** Pareto exponent for amounts above one that was seen: ten times as much is a thousand times rarer. */
const ownTail = 3;
/** Maximum nats by which a habit lowers the score of a count. */
export const mostRelief = 3;

const none: Habit = { brought: [], accepted: [], walked: 0 };

export function learnHabits(habits: Habits, amounts: Amounts, lesson: Lesson): Habits {
  const learned: Partial<Record<HabitName, Habit>> = { ...habits };
  for (const name of habitNames) {
    const amount = amounts[name];
    if (amount !== undefined) learned[name] = learnHabit(habits[name] ?? none, amount, lesson);
  }
  return learned;
}

function learnHabit(habit: Habit, amount: number, lesson: Lesson): Habit {
  if (lesson === 'accepted')
    return { ...habit, accepted: [...habit.accepted, amount].slice(-caps.accepted), walked: 0 };
  const brought = [...habit.brought, amount].slice(-caps.brought);
  return { ...habit, brought, walked: lesson === 'clean' ? Math.min(habit.walked + 1, caps.brought) : 0 };
}

/** P₀: how likely a look of any page brings at least this much. */
export function priorTail({ share, scale, tail }: HabitPrior, amount: number): number {
  return amount < 1 ? 1 : share * (1 + (amount - 1) / scale) ** -tail;
}

/** How likely the next look of this page brings at least this much. */
export function habitTail(prior: HabitPrior, habit: Habit | undefined, amount: number): number {
  if (amount < 1) return 1;
  const { brought, accepted } = habit ?? none;
  const like = (own: number): number => Math.min(1, own / amount) ** ownTail;
  const sum = (amounts: readonly number[]): number => amounts.reduce((all, own) => all + like(own), 0);
  const weight = prior.weight + brought.length + acceptedWeight * accepted.length;
  return (prior.weight * priorTail(prior, amount) + sum(brought) + acceptedWeight * sum(accepted)) / weight;
}

/** How likely an attack brings at least as much as one that shows at all. */
const attackShare = 0.5;

/**
 * Nats that the page's habit takes off the weight of an amount, 0 to 3. The weight says how much likelier the amount is
 * under attack than on all pages; on this page it is at most ln(½ / P), its surprise. The relief is the excess of the
 * weight over the surprise, but at most what the habit itself makes likelier: ln(P / P₀).
 */
export function reliefOf(prior: HabitPrior, habit: Habit | undefined, amount: number, weight: number): number {
  const tail = habitTail(prior, habit, amount);
  const excess = weight - Math.log(attackShare / tail);
  return Math.max(0, Math.min(excess, Math.log(tail / priorTail(prior, amount)), weight, mostRelief));
}

/**
 * This look's amount together with what the clean looks since the last approval brought beyond the page's habit, so
 * that ten small steps are as much as one large one: Page's cumulative sum (E. S. Page, Biometrika 41, 1954), with an
 * allowance of 1.5 times the mean of the looks before them, at least one.
 */
export function walkedAmount(prior: HabitPrior, habit: Habit | undefined, amount: number): number {
  const { brought, accepted, walked } = habit ?? none;
  const settled = [...brought.slice(0, brought.length - walked), ...accepted];
  const mean = (prior.weight * prior.mean + settled.reduce((a, b) => a + b, 0)) / (prior.weight + settled.length);
  const allowance = Math.max(1, 1.5 * mean);
  let sum = 0;
  for (const own of brought.slice(brought.length - walked)) sum = Math.max(0, sum + own - allowance);
  return Math.max(amount, sum + amount - allowance);
}
