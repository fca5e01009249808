/** What one check has gathered so far, as immutable data: each step returns a new value. */
import type { Capture, CaptureFailure, SpecialProfile } from '../../../core/domain/capture.ts';
import type { Look } from '../../../core/facts/look.ts';
import type { Observation } from '../../../core/judge/observation.ts';
import type { Baseline } from '../../../core/learned/baseline.ts';

/** What was received at a vantage. */
export interface SeenThere {
  readonly captures: readonly Capture[];
  readonly looks: readonly Look[];
}

export interface Gathered {
  /** Input to the judge. */
  readonly observation: Observation;
  /** The captures its looks were built from, in the same order. */
  readonly captures: readonly Capture[];
  /** Received, but neither read nor judged. */
  readonly unread: readonly Capture[];
  /** Baselines of the special profiles that were requested. */
  readonly profiles: ReadonlyMap<SpecialProfile, Baseline>;
  /** Keyed by vantage name. */
  readonly there: ReadonlyMap<string, SeenThere>;
}

export const nothingGathered: Gathered = {
  observation: { looks: [], failures: [] },
  captures: [],
  unread: [],
  profiles: new Map(),
  there: new Map(),
};

export function withObservation(gathered: Gathered, more: Partial<Observation>): Gathered {
  return { ...gathered, observation: { ...gathered.observation, ...more } };
}

/** @param looks of the same captures, in the same order */
export function withLooks(gathered: Gathered, looks: readonly Look[]): Gathered {
  return withObservation(gathered, { looks });
}

export function withLook(gathered: Gathered, capture: Capture, look: Look): Gathered {
  const added = withLooks(gathered, [...gathered.observation.looks, look]);
  return { ...added, captures: [...gathered.captures, capture] };
}

export function withFailure(gathered: Gathered, failure: CaptureFailure): Gathered {
  return withObservation(gathered, { failures: [...gathered.observation.failures, failure] });
}

export function withUnread(gathered: Gathered, capture: Capture): Gathered {
  return { ...gathered, unread: [...gathered.unread, capture] };
}

export function withProfile(gathered: Gathered, profile: SpecialProfile, own: Baseline | null): Gathered {
  return own === null ? gathered : { ...gathered, profiles: new Map(gathered.profiles).set(profile, own) };
}

export function withThere(gathered: Gathered, name: string, seen: SeenThere): Gathered {
  return { ...gathered, there: new Map(gathered.there).set(name, seen) };
}
