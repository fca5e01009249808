/** Indicators as rows for firewalls and proxies. */
import type { IndicatorType } from '../domain/finding.ts';
import { type FeedIncident, feedIndicators } from './feed-incident.ts';

/** What a firewall, a proxy or a resolver can block. */
export const blockable = ['domain', 'address', 'url'] as const satisfies readonly IndicatorType[];

export interface IndicatorRow {
  readonly type: IndicatorType;
  readonly value: string;
  readonly firstSeenAt: number;
  readonly lastSeenAt: number;
  readonly expiresAt: number;
  /** Numbers of the incidents that name it. */
  readonly incidents: readonly number[];
}

/** Each indicator once, those that are still worth blocking, newest first. */
export function indicatorRows(
  incidents: readonly FeedIncident[],
  { now, indicatorMs }: { readonly now: number; readonly indicatorMs: number },
): IndicatorRow[] {
  const rows = new Map<string, IndicatorRow>();
  for (const incident of incidents) {
    // As long as an incident lasts, its pages still show what it names.
    const seenAt = incident.endedAt ?? now;
    for (const { type, value, firstSeenAt } of feedIndicators(incident)) {
      const key = `${type} ${value}`;
      const known = rows.get(key);
      const lastSeen = Math.max(seenAt, known?.lastSeenAt ?? 0);
      rows.set(key, {
        type,
        value,
        firstSeenAt: Math.min(firstSeenAt, known?.firstSeenAt ?? firstSeenAt),
        lastSeenAt: lastSeen,
        expiresAt: lastSeen + indicatorMs,
        incidents: [...(known?.incidents ?? []), incident.number],
      });
    }
  }
  return [...rows.values()]
    .filter(({ expiresAt }) => expiresAt > now)
    .toSorted((a, b) => b.lastSeenAt - a.lastSeenAt || (a.value < b.value ? -1 : 1));
}
