/** A channel whose server does not answer: one message at a time probes it while the others wait. */

export interface ChannelOutage {
  readonly since: number;
  /** When the next message may be tried. */
  readonly probeAt: number;
}

/** Soon enough for an alarm, and a server that is down costs one connection a minute, however many messages wait. */
export const probeEveryMs = 60_000;

/**
 * Whether nothing may be tried now. A probe time further ahead than one interval dates from before the clock was set
 * back and is ignored.
 */
export function isHeldBack(outage: ChannelOutage | null, now: number): boolean {
  return outage !== null && now < outage.probeAt && outage.probeAt - now <= probeEveryMs;
}

/** @param server as the attempt found it; null when the attempt says nothing about it */
export function afterAttempt(
  outage: ChannelOutage | null,
  server: 'answered' | 'down' | null,
  now: number,
): ChannelOutage | null {
  if (server === 'answered') return null;
  if (server === 'down') return { since: outage?.since ?? now, probeAt: now + probeEveryMs };
  return outage;
}
