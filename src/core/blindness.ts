/**
 * Whether it is us who see nothing. Canaries are pages of others, in several networks, that answer whenever our own way
 * out is open: when too few of them do, what fails elsewhere says nothing about the portals.
 */

export interface Blindness {
  readonly status: 'seeing' | 'blind';
  /** Since when; null before the first round. */
  readonly since: number | null;
  /** When the latest round began; null before the first. */
  readonly roundAt: number | null;
  /** Whether enough canaries answered in it. */
  readonly isSeeing: boolean;
  /** When the rounds in a row began that say otherwise than the status; null while they agree with it. */
  readonly turnedAt: number | null;
}

/** One pass over all canaries. */
export interface CanaryRound {
  readonly at: number;
  readonly answered: number;
}

export interface BlindnessRule {
  /** Answers that make a round a seeing one. */
  readonly needed: number;
  /** Time between two rounds. */
  readonly everyMs: number;
}

export interface BlindnessStep {
  readonly state: Blindness;
  /** What the operators are to be told. */
  readonly event: 'blind' | 'seeing' | null;
}

/** Rounds must agree for so many intervals: a canary that stumbles once is no outage, a short light no end of one. */
const intervals = { blind: 1, seeing: 3 } as const;
/** Rounds further apart than so many intervals are not in a row: nobody looked between them. */
const mostIntervalsApart = 3;

export const initialBlindness: Blindness = {
  status: 'seeing',
  since: null,
  roundAt: null,
  isSeeing: true,
  turnedAt: null,
};

/** The same outage after the clock was set back by `byMs`: rounds that seem to come from after `now` count as recent. */
export function broughtForward(state: Blindness, now: number, byMs: number): Blindness {
  const moved = (at: number | null) => (at !== null && at > now ? at - byMs : at);
  return { ...state, since: moved(state.since), roundAt: moved(state.roundAt), turnedAt: moved(state.turnedAt) };
}

/** Pure: the state before and one round give the state after. A round older than the latest changes nothing. */
export function afterRound(before: Blindness, round: CanaryRound, { needed, everyMs }: BlindnessRule): BlindnessStep {
  if (before.roundAt !== null && round.at <= before.roundAt) return { state: before, event: null };
  const isSeeing = round.answered >= needed;
  const said = isSeeing ? 'seeing' : 'blind';
  const state: Blindness = { ...before, since: before.since ?? round.at, roundAt: round.at, isSeeing };
  if (said === before.status) return { state: { ...state, turnedAt: null }, event: null };
  const isInARow = before.roundAt !== null && round.at - before.roundAt <= mostIntervalsApart * everyMs;
  const turnedAt = (isInARow ? before.turnedAt : null) ?? round.at;
  if (round.at - turnedAt < intervals[said] * everyMs) return { state: { ...state, turnedAt }, event: null };
  return { state: { ...state, status: said, since: turnedAt, turnedAt: null }, event: said };
}

/**
 * Whether a look that failed now may have failed because of us: while the outage stands, and from its very first round
 * on, before anybody is told.
 */
export function mayBeBlind({ status, isSeeing }: Blindness): boolean {
  return status === 'blind' || !isSeeing;
}
