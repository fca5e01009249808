/** What a bench found, with the mark it has to reach. */

/** `null`: told for orientation, nothing to reach. */
export type Target = { readonly atLeast: number } | { readonly atMost: number } | null;

export interface Figure {
  /** `BENCH: what was measured`. */
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  readonly target: Target;
}

export interface Bench {
  readonly name: string;
  /** One run. Throws when what was measured turns out not to be what should have been. */
  readonly measure: () => Promise<readonly Figure[]>;
}

export function isReached({ value, target }: Figure): boolean {
  if (target === null) return true;
  // A figure that is no number was not measured.
  return 'atLeast' in target ? value >= target.atLeast : value <= target.atMost;
}

/** One line: name, value, target, ok or FALLS SHORT. */
export function lineOf(figure: Figure): string {
  const { name, value, unit, target } = figure;
  const mark = target === null ? '' : 'atLeast' in target ? `≥ ${target.atLeast}` : `≤ ${target.atMost}`;
  const judgement = target === null ? '' : isReached(figure) ? 'ok' : 'FALLS SHORT';
  return `${name.padEnd(66)} ${rounded(value).padStart(8)} ${unit.padEnd(10)} ${mark.padEnd(8)} ${judgement}`.trimEnd();
}

function rounded(value: number): string {
  return Math.abs(value) >= 100 ? value.toFixed(0) : value.toFixed(Math.abs(value) >= 10 ? 1 : 2);
}

/** The middle value; of an even number the upper of the two. */
export function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}
