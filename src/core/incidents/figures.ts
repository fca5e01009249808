/** Figures about the incidents of a period. */
import type { AttackKind } from '../domain/finding.ts';
import type { IncidentStatus } from '../domain/incident.ts';

export interface IncidentFact {
  readonly number: number;
  readonly agency: string | null;
  readonly status: IncidentStatus;
  /** The first is the one it was opened for. */
  readonly kinds: readonly AttackKind[];
  readonly openedAt: number;
  readonly endedAt: number | null;
  /** When somebody first took it on. */
  readonly acknowledgedAt: number | null;
}

/** A false alarm is no incident. */
export function attacksOf(facts: readonly IncidentFact[]): IncidentFact[] {
  return facts.filter(({ status }) => status !== 'dismissed');
}

interface Times {
  readonly from: number;
  readonly to: number;
}

/** How many incidents of each kind were opened in each bucket; an incident counts once, by its first kind. */
export function countByKind(facts: readonly IncidentFact[], buckets: readonly Times[]): Map<AttackKind, number>[] {
  return buckets.map(({ from, to }) => {
    const counts = new Map<AttackKind, number>();
    for (const { openedAt, kinds } of facts) {
      const [kind] = kinds;
      if (kind !== undefined && openedAt >= from && openedAt < to) counts.set(kind, (counts.get(kind) ?? 0) + 1);
    }
    return counts;
  });
}

export function countOpened(facts: readonly IncidentFact[], { from, to }: Times): number {
  return facts.filter(({ openedAt }) => openedAt >= from && openedAt < to).length;
}

export interface Durations {
  readonly count: number;
  /** Milliseconds; null when there are none. */
  readonly median: number | null;
  readonly p90: number | null;
}

/** Nearest rank: a duration that really occurred, which at least that share of all did not exceed. */
export function durationsOf(all: readonly number[]): Durations {
  const sorted = all.toSorted((a, b) => a - b);
  const at = (share: number) => sorted[Math.ceil(share * sorted.length) - 1] ?? null;
  return { count: sorted.length, median: at(0.5), p90: at(0.9) };
}

export interface AgencyTimes {
  /** Null: portals without an agency. */
  readonly agency: string | null;
  readonly incidents: number;
  readonly acknowledge: Durations;
  readonly recover: Durations;
}

/** Most incidents first. */
export function timesByAgency(facts: readonly IncidentFact[]): AgencyTimes[] {
  return [...Map.groupBy(facts, ({ agency }) => agency)]
    .map(([agency, own]) => ({ agency, ...timesOf(own) }))
    .toSorted((a, b) => b.incidents - a.incidents || (a.agency ?? '').localeCompare(b.agency ?? '', 'vi'));
}

/** From the opening to the first acknowledgement, and to the end of those that were resolved. */
export function timesOf(facts: readonly IncidentFact[]): Omit<AgencyTimes, 'agency'> {
  return {
    incidents: facts.length,
    acknowledge: durationsOf(
      facts.flatMap(({ openedAt, acknowledgedAt }) => (acknowledgedAt === null ? [] : acknowledgedAt - openedAt)),
    ),
    recover: durationsOf(
      facts.flatMap(({ openedAt, endedAt, status }) =>
        endedAt === null || status !== 'resolved' ? [] : endedAt - openedAt,
      ),
    ),
  };
}
