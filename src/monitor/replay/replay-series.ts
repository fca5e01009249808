/** One series of a replay: what was learned so far, and the next line judged as the daemon would. */
import { assess } from '../../core/assess.ts';
import { acceptFlagged, acceptLook, type Baseline, learnBaseline, refineBaseline } from '../../core/baseline.ts';
import { type Look, lookAt } from '../../core/look.ts';
import type { Capture, Need, Profile, SpecialProfile, Verdict } from '../../core/model.ts';
import type { Policy } from '../../core/policy.ts';
import { isOrdinary, learnProfile } from '../../core/profile-look.ts';
import { askUntilMet, type Seeing, seePictures } from '../needs.ts';
import type { ReplayLine } from './replay-line.ts';

/** How a series says what is to be learned. */
export interface SeriesPlan {
  /** Lines learned at the start because no line says `learn: true`. */
  readonly learnsFirst: number;
}

/** Lines that a series without any `learn: true` learns. */
export const learnedByDefault = 3;

/** Two visitors' lines this close were looks of one check. */
const momentMs = 600_000;

export class ReplaySeries {
  readonly #plan: SeriesPlan;
  readonly #policy: Policy;
  readonly #baselines = new Map<Profile, Baseline>();
  #ordinary: Look | null = null;
  #lines = 0;

  constructor(plan: SeriesPlan, policy: Policy) {
    this.#plan = plan;
    this.#policy = policy;
  }

  /** The verdict on a judged line; null when the line was learned. */
  async take(line: ReplayLine, capture: Capture, seeing: Seeing | null): Promise<Verdict | null> {
    let look = lookAt(capture, null);
    const see = async (need: Need): Promise<void> => {
      if (seeing === null || (need.type !== 'picture' && need.type !== 'words-in-picture')) return;
      [look = look] = await seePictures(seeing, [capture], [look], need);
    };
    this.#lines++;
    if (line.learn === true || (line.learn !== false && this.#lines <= this.#plan.learnsFirst)) {
      await see({ type: 'picture' });
      this.#accept(line, look, acceptLook);
      this.#remember(line, look);
      return null;
    }
    const baseline = this.#baselines.get('browser') ?? null;
    const profiles = new Map<SpecialProfile, Baseline>();
    const own = this.#baselines.get(line.profile);
    if (line.profile !== 'browser' && own !== undefined) profiles.set(line.profile, own);
    const context = { targetUrl: line.url, at: look.at, baseline, profiles, ignored: [] };
    const beside = this.#beside(look);
    // The line's own look comes first, because that is the one whose picture can be seen.
    const judge = async () => assess(context, { looks: [look, ...beside], failures: [] }, this.#policy);
    // No other look than the recorded one can be had.
    const { verdict } = await askUntilMet(judge, see, new Set());
    this.#learn(line, look, beside, verdict);
    this.#remember(line, look);
    return verdict;
  }

  /** The ordinary visitor's look at the moment of a special one's. */
  #beside(look: Look): readonly Look[] {
    const ordinary = this.#ordinary;
    if (isOrdinary(look) || ordinary === null || look.at - ordinary.at > momentMs) return [];
    return [ordinary];
  }

  #remember(line: ReplayLine, look: Look): void {
    if (isOrdinary(look) && line.label !== 'alarm') this.#ordinary = look;
  }

  /** A clean look refines; what was flagged wrongly is accepted as an operator would; an attack leaves no trace. */
  #learn(line: ReplayLine, look: Look, beside: readonly Look[], verdict: Verdict): void {
    const { profile } = look;
    const baseline = this.#baselines.get('browser') ?? null;
    const own = this.#baselines.get(profile) ?? null;
    if ((baseline ?? own) === null || line.freeze === true || line.label === 'alarm') return;
    const isFlagged = verdict.level === 'suspect' || verdict.level === 'alarm';
    if (isFlagged && line.label === 'quiet') this.#accept(line, look, acceptFlagged);
    if (verdict.level !== 'clean') return;
    const refined =
      profile === 'browser' || baseline === null
        ? own && refineBaseline(own, look, look.at)
        : learnProfile(own, baseline, { ...look, profile }, beside);
    if (refined !== null) this.#baselines.set(profile, refined);
  }

  #accept(line: ReplayLine, look: Look, accept: typeof acceptLook): void {
    const { profile } = line;
    const known = this.#baselines.get(profile);
    const fresh = (): Baseline => ({
      targetId: line.series,
      profile,
      version: 1,
      status: 'approved',
      learnedAt: look.at,
      revision: 0,
      content: learnBaseline([look], look.at),
    });
    this.#baselines.set(profile, known === undefined ? fresh() : accept(known, look, look.at));
  }
}
