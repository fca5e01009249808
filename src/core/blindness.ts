/**
 * Whether the monitor is offline. Control sites are other parties' pages, in several networks, that answer whenever our
 * own connection works: when too few answer, failures elsewhere say nothing about the portals.
 */

export interface Blindness {
  readonly status: 'seeing' | 'blind';
  /** Since when; null before the first round. */
  readonly since: number | null;
  /** Start of the latest round; null before the first. */
  readonly roundAt: number | null;
  /** Whether enough control sites answered in it. */
  readonly isSeeing: boolean;
  /** Start of the consecutive rounds that contradict the status; null while they agree with it. */
  readonly turnedAt: number | null;
}

/** One pass over all control sites. */
export interface CanaryRound {
  readonly at: number;
  readonly answered: number;
}

export interface BlindnessRule {
  /** Answers required for a round to count as online. */
  readonly needed: number;
  /** Time between two rounds. */
  readonly everyMs: number;
}

export interface BlindnessStep {
  readonly state: Blindness;
  /** The event to notify operators of. */
  readonly event: 'blind' | 'seeing' | null;
}

/** Rounds must agree for this many intervals: one failed round is no outage, and one good round does not end one. */
const intervals = { blind: 1, seeing: 3 } as const;
/** Rounds further apart than this many intervals are not consecutive: nothing was checked between them. */
const mostIntervalsApart = 3;

export const initialBlindness: Blindness = {
  status: 'seeing',
  since: null,
  roundAt: null,
  isSeeing: true,
  turnedAt: null,
};

/** The same outage after the clock was set back by `byMs`: rounds apparently from after `now` count as recent. */
export function broughtForward(state: Blindness, now: number, byMs: number): Blindness {
  const moved = (at: number | null) => (at !== null && at > now ? at - byMs : at);
  return { ...state, since: moved(state.since), roundAt: moved(state.roundAt), turnedAt: moved(state.turnedAt) };
}

/** Pure: the previous state and one round give the next state. A round older than the latest changes nothing. */
export function afterRound(before: Blindness, round: CanaryRound, { needed, everyMs }: BlindnessRule): BlindnessStep {
  if (before.roundAt !== null && round.at <= before.roundAt) return { state: before, event: null };
  const isSeeing = round.answered >= needed;
  const status = isSeeing ? 'seeing' : 'blind';
  const state: Blindness = { ...before, since: before.since ?? round.at, roundAt: round.at, isSeeing };
  if (status === before.status) return { state: { ...state, turnedAt: null }, event: null };
  const isInARow = before.roundAt !== null && round.at - before.roundAt <= mostIntervalsApart * everyMs;
  const turnedAt = (isInARow ? before.turnedAt : null) ?? round.at;
  if (round.at - turnedAt < intervals[status] * everyMs) return { state: { ...state, turnedAt }, event: null };
  return { state: { ...state, status, since: turnedAt, turnedAt: null }, event: status };
}

/**
 * Whether a look that failed now may have failed because of us: throughout an outage, from its very first round, before
 * anyone is notified.
 */
export function mayBeBlind({ status, isSeeing }: Blindness): boolean {
  return status === 'blind' || !isSeeing;
}
