/** The looks of one target within one hour, summed up: all that is left of them after the looks themselves are pruned. */
import type { Kind, Level } from '../domain/finding.ts';
import { type Sketch, withDuration } from './sketch.ts';

export const hourMs = 3_600_000;
/** Slot length; the day strip is drawn in steps of ten and thirty minutes. */
export const slotMs = 300_000;

export interface LookHour {
  readonly looks: number;
  /** Looks that were due in this hour but not made. */
  readonly missed: number;
  readonly totalLatenessMs: number;
  readonly worstLatenessMs: number;
  /** The worst level of each five minutes, as one letter of `slotLetters`; twelve of them. */
  readonly slots: string;
  readonly results: readonly LookResultCount[];
  /** Milliseconds until the page was received by HTTP. */
  readonly response: Sketch;
}

export interface LookResultCount {
  readonly level: Level;
  readonly kind: Kind | null;
  readonly looks: number;
}

export interface HourLook {
  readonly at: number;
  readonly level: Level;
  readonly kind: Kind | null;
  readonly latenessMs: number;
  /** Null when the page was not received by HTTP in this look. */
  readonly responseMs: number | null;
}

/** Without a look a slot has a dot. */
export const slotLetters = { alarm: 'a', suspect: 's', unknown: 'u', clean: 'c' } as const;
const worstFirst: readonly Level[] = ['alarm', 'suspect', 'unknown', 'clean'];

export const emptyHour: LookHour = {
  looks: 0,
  missed: 0,
  totalLatenessMs: 0,
  worstLatenessMs: 0,
  slots: '............',
  results: [],
  response: [],
};

export const hourOf = (at: number): number => at - (at % hourMs);

export function withLook(hour: LookHour, look: HourLook): LookHour {
  return {
    looks: hour.looks + 1,
    missed: hour.missed,
    totalLatenessMs: hour.totalLatenessMs + look.latenessMs,
    worstLatenessMs: Math.max(hour.worstLatenessMs, look.latenessMs),
    slots: withSlot(hour.slots, Math.floor((look.at % hourMs) / slotMs), look.level),
    results: withResult(hour.results, look),
    response: look.responseMs === null ? hour.response : withDuration(hour.response, look.responseMs),
  };
}

function withSlot(slots: string, index: number, level: Level): string {
  const worst = worstFirst.find((one) => one === level || slots[index] === slotLetters[one]) ?? level;
  return slots.slice(0, index) + slotLetters[worst] + slots.slice(index + 1);
}

function withResult(results: readonly LookResultCount[], { level, kind }: HourLook): readonly LookResultCount[] {
  const isSame = (one: LookResultCount) => one.level === level && one.kind === kind;
  const known = results.find(isSame);
  return [...results.filter((one) => !isSame(one)), { level, kind, looks: (known?.looks ?? 0) + 1 }];
}

/** The levels in a row of slots, with the index of each; slots without a look are left out. */
export function slotLevels(slots: string): { readonly index: number; readonly level: Level }[] {
  return [...slots].flatMap((letter, index) => {
    const level = worstFirst.find((one) => slotLetters[one] === letter);
    return level === undefined ? [] : [{ index, level }];
  });
}

/** Longest outage whose missed looks are counted; beyond that, the missing hours show it. */
const mostMissedMs = 7 * 24 * hourMs;

export interface MissedLooks {
  readonly hourAt: number;
  readonly missed: number;
}

/** The looks that were due before this one and never made, by hour. The look itself serves the latest due time. */
export function missedByHour(dueAt: number, at: number, everyMs: number): MissedLooks[] {
  const hours = new Map<number, number>();
  const latest = Math.floor((at - dueAt) / everyMs);
  const first = Math.max(0, latest - Math.floor(mostMissedMs / everyMs));
  for (let n = first; n < latest; n += 1) {
    const hourAt = hourOf(dueAt + n * everyMs);
    hours.set(hourAt, (hours.get(hourAt) ?? 0) + 1);
  }
  return [...hours].map(([hourAt, missed]) => ({ hourAt, missed }));
}
