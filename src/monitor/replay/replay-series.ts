/** One series of a replay: what was learned so far, and the next line judged as the daemon would. */
import { assess } from '../../core/assess.ts';
import { acceptLook, type Baseline, learnBaseline, refineBaseline } from '../../core/baseline.ts';
import { type Look, lookAt, withPicture } from '../../core/look.ts';
import type { Capture, Profile, Verdict } from '../../core/model.ts';
import type { Policy } from '../../core/policy.ts';
import type { Pictures } from '../../core/ports.ts';
import type { ReplayLine } from './replay-line.ts';

/** How a series says what is to be learned. */
export interface SeriesPlan {
  /** Lines learned at the start because no line says `learn: true`. */
  readonly learnsFirst: number;
}

/** Lines that a series without any `learn: true` learns. */
export const learnedByDefault = 3;

export class ReplaySeries {
  readonly #plan: SeriesPlan;
  readonly #policy: Policy;
  readonly #baselines = new Map<Profile, Baseline>();
  #lines = 0;

  constructor(plan: SeriesPlan, policy: Policy) {
    this.#plan = plan;
    this.#policy = policy;
  }

  /** The verdict on a judged line; null when the line was learned. */
  async take(line: ReplayLine, capture: Capture, pictures: Pictures | null): Promise<Verdict | null> {
    const look = await lookOf(capture, pictures);
    this.#lines++;
    if (line.learn === true || (line.learn !== false && this.#lines <= this.#plan.learnsFirst)) {
      this.#accept(line, look);
      return null;
    }
    const baseline = this.#baselines.get(line.profile) ?? null;
    const context = { targetUrl: line.url, at: look.at, baseline, ignored: [] };
    const { verdict } = assess(context, { looks: [look], failures: [] }, this.#policy);
    this.#learn(line, look, baseline, verdict);
    return verdict;
  }

  /** A clean look refines; what was flagged wrongly is accepted as an operator would; an attack leaves no trace. */
  #learn(line: ReplayLine, look: Look, baseline: Baseline | null, verdict: Verdict): void {
    if (baseline === null || line.freeze === true || line.label === 'alarm') return;
    const isFlagged = verdict.level === 'suspect' || verdict.level === 'alarm';
    if (isFlagged && line.label === 'quiet') this.#accept(line, look);
    if (verdict.level !== 'clean') return;
    const refined = refineBaseline(baseline, look, look.at);
    if (refined !== null) this.#baselines.set(line.profile, refined);
  }

  #accept(line: ReplayLine, look: Look): void {
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
    this.#baselines.set(profile, known === undefined ? fresh() : acceptLook(known, look, look.at));
  }
}

async function lookOf(capture: Capture, pictures: Pictures | null): Promise<Look> {
  const look = lookAt(capture, null);
  const screenshot = capture.rendering?.screenshot;
  return screenshot == null || pictures === null ? look : withPicture(look, await pictures.reduce(screenshot));
}
