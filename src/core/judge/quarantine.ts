/** Inputs that broke a reader or judge thread and are withheld for a while, as all portals share the threads. Pure. */

/** Consecutive breaks and time of the latest, keyed by name; the latest entry comes last. */
export type Quarantine = ReadonlyMap<string, { readonly breaks: number; readonly at: number }>;

export const emptyQuarantine: Quarantine = new Map();

/** The first break may be ours (out of memory, a stalled machine), so one retry gets a fresh thread. */
const breaksFrom = 2;
const hourMs = 3_600_000;
/** Beyond this the oldest are forgotten, at a cost of two more threads each. */
const most = 500;

/** Whether to withhold it now: for an hour after its second consecutive break. */
export function isQuarantined(quarantine: Quarantine, name: string, now: number): boolean {
  const known = quarantine.get(name);
  return known !== undefined && known.breaks >= breaksFrom && isRecent(known.at, now);
}

/** Records another break; one more than an hour old no longer counts. */
export function withBreak(quarantine: Quarantine, name: string, now: number): Quarantine {
  const known = quarantine.get(name);
  const breaks = known !== undefined && isRecent(known.at, now) ? known.breaks + 1 : 1;
  const others = [...quarantine].filter(([other, { at }]) => other !== name && isRecent(at, now));
  return new Map([...others, [name, { breaks, at: now }] as const].slice(-most));
}

/** Clears the breaks after it was read or judged successfully. */
export function withoutBreaks(quarantine: Quarantine, name: string): Quarantine {
  return quarantine.has(name) ? new Map([...quarantine].filter(([other]) => other !== name)) : quarantine;
}

/** A clock that was set back also ends the quarantine. */
function isRecent(at: number, now: number): boolean {
  return now >= at && now - at < hourMs;
}
