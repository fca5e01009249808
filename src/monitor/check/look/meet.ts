/** The judgement loop: judge what was gathered, fetch what the judge still needs, judge again. */
import type { Need } from '../../../core/domain/finding.ts';
import type { Assessment } from '../../../core/judge/assessment.ts';
import type { Gathered } from './gathered.ts';

/**
 * The judge needs at most another tier, one repetition of each tier, a profile, a picture, its words and a vantage;
 * more rounds are a bug.
 */
const maxRounds = 8;

type Meeter<One extends Need> = (gathered: Gathered, need: One) => Promise<Gathered>;

/** How each kind of need is met here. Omitted kinds cannot be met, so the judgement rests on what is available. */
export type Meeters = {
  readonly [Type in Need['type']]?: Meeter<Extract<Need, { readonly type: Type }>>;
};

/** A judgement with the data behind it: a judge may discard what it could not judge. */
export interface Judged extends Assessment {
  readonly gathered: Gathered;
}

export type Judge = (gathered: Gathered) => Promise<Judged>;

/** Fetches what is missing and returns everything gathered by then. */
export async function meet(gathered: Gathered, need: Need, meeters: Meeters): Promise<Gathered> {
  const meeter = meeters[need.type] as Meeter<Need> | undefined;
  return meeter === undefined ? gathered : meeter(gathered, need);
}

/**
 * Judges until no need that can be met is left; each need is met at most once. Vantages are used last, after everything
 * that can be seen locally.
 *
 * @param met names of needs that were already met
 */
export async function judgeUntilMet(
  first: Gathered,
  judge: Judge,
  meeters: Meeters,
  met: readonly string[] = [],
): Promise<Judged> {
  const done = new Set(met);
  let judged = await judge(first);
  for (let round = 0; round < maxRounds; round += 1) {
    const open = judged.needs.filter((need) => !done.has(nameOf(need)));
    if (open.length === 0) break;
    const here = open.filter((need) => need.type !== 'vantage');
    let { gathered } = judged;
    for (const need of here.length > 0 ? here : open) {
      if (done.has(nameOf(need))) continue;
      done.add(nameOf(need));
      gathered = await meet(gathered, need, meeters);
    }
    judged = await judge(gathered);
  }
  return judged;
}

/** Equal for needs that the same look meets. */
export function nameOf(need: Need): string {
  if (need.type === 'again') return `again ${need.tier}`;
  if (need.type === 'vantage') return `vantage ${need.name}`;
  return need.type === 'profile' ? `profile ${need.profile}` : need.type;
}
