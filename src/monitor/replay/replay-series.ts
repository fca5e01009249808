/** One series of a replay: what was learned so far, and the next line judged as the daemon would. */

import type { CaptureFailure, Profile, ReadCapture, SpecialProfile, Tier } from '../../core/domain/capture.ts';
import type { Verdict } from '../../core/domain/finding.ts';
import { type Look, lookAt } from '../../core/facts/look.ts';
import { assess } from '../../core/judge/assess.ts';
import { isOrdinary, learnProfile } from '../../core/judge/profile-look.ts';
import {
  acceptFlagged,
  acceptLook,
  type Baseline,
  learnBaseline,
  refineBaseline,
} from '../../core/learned/baseline.ts';
import type { Policy } from '../../core/policy.ts';
import { scanPage } from '../../core/scan/scan-page.ts';
import { type Gathered, nothingGathered, withLooks } from '../check/look/gathered.ts';
import { judgeUntilMet, type Meeters, meet } from '../check/look/meet.ts';
import { pictureMeeters, type Seeing } from '../check/look/see-pictures.ts';
import type { ReplayLine } from './replay-line.ts';

/** How a series marks what is to be learned. */
export interface SeriesPlan {
  /** Lines learned at the start because no line says `learn: true`. */
  readonly learnsFirst: number;
}

/** Lines that a series without any `learn: true` learns. */
export const learnedByDefault = 3;

const brokenLook: Omit<CaptureFailure, 'tier' | 'profile' | 'at'> = {
  kind: 'page-broke',
  retryable: true,
  reason: 'The line could not be read or judged within the limits of time and memory.',
  hops: [],
  durationMs: 0,
};

/** Lines of two profiles this close together were looks of one check. */
const momentMs = 600_000;

/** @param looks the capture's own comes first, because only its picture can be read */
function gatheredOf(capture: ReadCapture, looks: readonly Look[]): Gathered {
  return { ...withLooks(nothingGathered, looks), captures: [capture] };
}

export class ReplaySeries {
  readonly #plan: SeriesPlan;
  readonly #policy: Policy;
  readonly #baselines = new Map<Profile, Baseline>();
  #ordinary: Look | null = null;
  #lines = 0;
  /** Tiers of the learned lines that could not be read. */
  #broke: readonly Tier[] = [];

  constructor(plan: SeriesPlan, policy: Policy) {
    this.#plan = plan;
    this.#policy = policy;
  }

  /** The verdict on a judged line; null when the line was learned. */
  async take(line: ReplayLine, capture: ReadCapture, seeing: Seeing | null): Promise<Verdict | null> {
    const received = lookAt(capture, null);
    // Only the recorded look is available.
    const meeters: Meeters = seeing === null ? {} : pictureMeeters(seeing);
    this.#lines++;
    if (line.learn === true || (line.learn !== false && this.#lines <= this.#plan.learnsFirst)) {
      const { observation } = await meet(gatheredOf(capture, [received]), { type: 'picture' }, meeters);
      const [look = received] = observation.looks;
      this.#accept(line, look, acceptLook);
      this.#remember(line, look);
      return null;
    }
    const baseline = this.#baselines.get('browser') ?? null;
    const profiles = new Map<SpecialProfile, Baseline>();
    const own = this.#baselines.get(line.profile);
    if (line.profile !== 'browser' && own !== undefined) profiles.set(line.profile, own);
    const context = { targetUrl: line.url, at: received.at, baseline, profiles, ignored: [] };
    const beside = this.#beside(received);
    const judge = async (gathered: Gathered) => ({ ...assess(context, gathered.observation, this.#policy), gathered });
    const { verdict, gathered } = await judgeUntilMet(gatheredOf(capture, [received, ...beside]), judge, meeters);
    const [look = received] = gathered.observation.looks;
    this.#learn(line, look, beside, verdict);
    this.#remember(line, look);
    return verdict;
  }

  /** The verdict on a line that failed twice to be read or judged; null when it was to be learned. */
  takeBroken(line: ReplayLine, capture: ReadCapture): Verdict | null {
    this.#lines++;
    if (line.learn === true || (line.learn !== false && this.#lines <= this.#plan.learnsFirst)) {
      this.#broke = [...new Set([...this.#broke, capture.tier])];
      return null;
    }
    const known = this.#baselines.get('browser') ?? null;
    const broke = [...new Set([...this.#broke, ...(known?.content.broke ?? [])])];
    const baseline = known && { ...known, content: { ...known.content, broke } };
    const context = { targetUrl: line.url, at: capture.at, baseline, ignored: [] };
    const scanned = scanPage(capture, context, this.#policy);
    const failure: CaptureFailure = { ...brokenLook, tier: capture.tier, profile: line.profile, at: capture.at };
    return assess(context, { looks: [], failures: [failure, failure], scanned }, this.#policy).verdict;
  }

  /** The ordinary profile's look at the time of a special profile's. */
  #beside(look: Look): readonly Look[] {
    const ordinary = this.#ordinary;
    if (isOrdinary(look) || ordinary === null || look.at - ordinary.at > momentMs) return [];
    return [ordinary];
  }

  #remember(line: ReplayLine, look: Look): void {
    if (isOrdinary(look) && line.label !== 'alarm') this.#ordinary = look;
  }

  /** A clean look refines the baseline; a false alarm is accepted as an operator would; an attack leaves no trace. */
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
