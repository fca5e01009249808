/** A channel whose server does not answer: one message at a time probes it while the others wait. */

export interface ChannelOutage {
  readonly since: number;
  /** When the next message may be tried. */
  readonly probeAt: number;
  /** How long the server asked to be left alone; omitted where it said nothing. */
  readonly askedMs?: number | undefined;
}

/** Soon enough for an alarm, and a server that is down costs one connection a minute, however many messages wait. */
export const probeEveryMs = 60_000;

/**
 * Whether nothing may be tried now. A probe time further ahead than one interval dates from before the clock was set
 * back and is ignored.
 */
export function isHeldBack(outage: ChannelOutage | null, now: number): boolean {
  return outage !== null && now < outage.probeAt && outage.probeAt - now <= (outage.askedMs ?? probeEveryMs);
}

/**
 * @param server as the attempt found it; null when the attempt says nothing about it
 * @param askedMs how long it asked to be left alone
 */
export function afterAttempt(
  outage: ChannelOutage | null,
  server: 'answered' | 'down' | null,
  now: number,
  askedMs?: number,
): ChannelOutage | null {
  if (server === 'answered') return null;
  const since = outage?.since ?? now;
  if (server === 'down' && askedMs !== undefined && askedMs > probeEveryMs)
    return { since, probeAt: now + askedMs, askedMs };
  if (server === 'down') return { since, probeAt: now + probeEveryMs };
  return outage;
}
