/** What feeds say of an incident, whatever their format. */
import type { AttackKind, Indicator } from '../domain/finding.ts';
import type { IncidentStatus } from '../domain/incident.ts';

/** Traffic Light Protocol 2.0. */
export const tlpLevels = ['clear', 'green', 'amber', 'amber+strict', 'red'] as const;
export type Tlp = (typeof tlpLevels)[number];

export interface FeedIncident {
  readonly number: number;
  readonly status: IncidentStatus;
  readonly kinds: readonly AttackKind[];
  readonly openedAt: number;
  readonly changedAt: number;
  readonly endedAt: number | null;
  readonly site: { readonly name: string; readonly url: string };
  readonly agency: string | null;
  readonly campaignNumber: number | null;
  readonly targets: readonly {
    readonly url: string;
    readonly kind: AttackKind;
    readonly firedAt: number;
    readonly recoveredAt: number | null;
    /** In the language of the feed. */
    readonly reasons: readonly string[];
    readonly indicators: readonly Indicator[];
  }[];
}

export interface FeedOptions {
  readonly tlp: Tlp;
  /** The organisation that runs the monitor. */
  readonly producer: string;
  /** Distinguishes the identifiers of installations; an address or a URN. */
  readonly installation: string;
  /** How long after the last sight an indicator is worth blocking, in milliseconds. */
  readonly indicatorMs: number;
  /** RFC 3339 in UTC, with milliseconds. */
  readonly instant: (at: number) => string;
}

/** The indicators of all pages, each once, with the first sight of it. */
export function feedIndicators({ targets }: FeedIncident): (Indicator & { readonly firstSeenAt: number })[] {
  const distinct = new Map<string, Indicator & { firstSeenAt: number }>();
  for (const { indicators, firedAt } of targets) {
    for (const { type, value } of indicators) {
      const key = `${type} ${value}`;
      const known = distinct.get(key);
      if (!known || firedAt < known.firstSeenAt) distinct.set(key, { type, value, firstSeenAt: firedAt });
    }
  }
  return [...distinct.values()];
}

/** When an incident's pages were last known to show it: its end, or its latest change. */
export function lastSeenAt({ endedAt, changedAt }: FeedIncident): number {
  return endedAt ?? changedAt;
}
