/** Accepted values with their times; bounded, so that nobody can flood them. */

/** A value that was seen, and when. `times` counts looks. */
export interface Accepted {
  readonly value: string;
  readonly firstSeenAt: number;
  readonly lastSeenAt: number;
  readonly times: number;
}

/** Content networks answer with hundreds of addresses. */
const most = 400;

/** Adds values to the list, each once per look; when over the limit, the most recently seen stay. */
export function withSeen(list: readonly Accepted[], values: Iterable<string>, at: number): Accepted[] {
  const byValue = new Map(list.map((one) => [one.value, one]));
  for (const value of new Set(values)) {
    const known = byValue.get(value);
    byValue.set(
      value,
      known === undefined
        ? { value, firstSeenAt: at, lastSeenAt: at, times: 1 }
        : { ...known, lastSeenAt: at, times: known.times + 1 },
    );
  }
  const all = [...byValue.values()];
  return all.length <= most ? all : all.sort((a, b) => b.lastSeenAt - a.lastSeenAt).slice(0, most);
}

export function isAccepted(list: readonly Accepted[] | undefined, value: string): boolean {
  return list?.some((one) => one.value === value) ?? false;
}

/** Most often seen first. */
export function valuesOf(list: readonly Accepted[] | undefined): string[] {
  return [...(list ?? [])].sort((a, b) => b.times - a.times).map(({ value }) => value);
}

/** When any of the values was last seen; null for an empty list. */
export function lastSeen(list: readonly Accepted[] | undefined): number | null {
  return list === undefined || list.length === 0 ? null : Math.max(...list.map((one) => one.lastSeenAt));
}
