/** A channel whose server does not answer: one message at a time asks whether it does again, and the others wait. */

export interface ChannelOutage {
  readonly since: number;
  /** When the next message may be tried. */
  readonly probeAt: number;
}

/** Soon enough for an alarm; a server that is down costs a connection a minute, however much waits. */
export const probeEveryMs = 60_000;

/** Whether nothing may be tried now. A probe further ahead than the pause was set before the clock was set back. */
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
