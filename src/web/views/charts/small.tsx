/** Small drawings inside a table's cells; the figures stand beside them as text. */
import { logPosition, px } from './scale.ts';

export type CoverTone = 'none' | 'missing' | 'some' | 'most' | 'full';

/** Looks may be slightly late, so a hundredth missing is not a gap. */
export function coverTone(share: number | null): CoverTone {
  if (share === null) return 'none';
  if (share === 0) return 'missing';
  if (share >= 0.99) return 'full';
  return share >= 0.9 ? 'most' : 'some';
}

export interface CoverRun {
  readonly tone: CoverTone;
  readonly from: number;
  readonly length: number;
}

/** Runs of equal cells become one shape. */
export function coverRuns(shares: readonly (number | null)[]): CoverRun[] {
  const runs: { tone: CoverTone; from: number; length: number }[] = [];
  for (const [index, share] of shares.entries()) {
    const tone = coverTone(share);
    const last = runs.at(-1);
    if (last?.tone === tone) last.length += 1;
    else runs.push({ tone, from: index, length: 1 });
  }
  return runs;
}

interface CoverProps {
  readonly shares: readonly (number | null)[];
  readonly label: string;
  readonly describe: (run: CoverRun) => string;
}

/** Size of the drawing, which is stretched to its cell; close to the usual cell, so that the hatching keeps its shape. */
const cover = { width: 360, height: 14 };

export const CoverStrip = ({ shares, label, describe }: CoverProps) => {
  const step = cover.width / Math.max(1, shares.length);
  return (
    <svg
      class="cover"
      viewBox={`0 0 ${cover.width} ${cover.height}`}
      preserveAspectRatio="none"
      role="img"
      aria-label={label}
    >
      {coverRuns(shares).map((run) => (
        <rect
          class={`cover-${run.tone}`}
          x={px(run.from * step)}
          y={run.tone === 'none' ? cover.height - 1 : 0}
          width={px(run.length * step)}
          height={run.tone === 'none' ? 1 : cover.height}
          fill={run.tone === 'missing' ? 'url(#missing)' : undefined}
        >
          <title>{describe(run)}</title>
        </rect>
      ))}
    </svg>
  );
};

export interface Part {
  readonly name: 'up' | 'away' | 'missing';
  readonly share: number;
}

/** Keeps even the smallest share visible. */
const leastPx = 1.5;

export function partWidths(parts: readonly Part[], width: number): number[] {
  const raised = parts.map(({ share }) => (share > 0 ? Math.max(leastPx, share * width) : 0));
  const most = raised.indexOf(Math.max(...raised));
  const rest = width - raised.reduce((sum, one, index) => (index === most ? sum : sum + one), 0);
  return raised.map((one, index) => px(index === most ? rest : one));
}

/** Shares of one whole, side by side. */
export const PartBar = ({ parts, label }: { parts: readonly Part[]; label: string }) => {
  const widths = partWidths(parts, 100);
  return (
    <svg class="part-bar" viewBox="0 0 100 10" preserveAspectRatio="none" role="img" aria-label={label}>
      {parts.map(({ name }, index) => (
        <rect
          class={`share-${name}`}
          x={px(widths.slice(0, index).reduce((sum, one) => sum + one, 0))}
          y={0}
          width={widths[index] ?? 0}
          height={10}
          fill={name === 'missing' ? 'url(#missing)' : undefined}
        />
      ))}
    </svg>
  );
};

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

/** Ticks of the logarithmic axis of durations. */
const durationAxis = { from: minute, to: 30 * day } as const;
const durationTicks = [minute, 10 * minute, hour, 6 * hour, day, 7 * day, 30 * day] as const;

const scaleTicks = [minute, hour, day, 30 * day] as const;

/** The axis of `DurationRange`, above a column of them. */
export const DurationScale = ({ textOf }: { textOf: (ms: number) => string }) => (
  <svg class="duration-scale" viewBox="0 0 200 12" aria-hidden="true">
    {scaleTicks.map((ms, index) => (
      <text
        x={durationX(ms)}
        y="10"
        text-anchor={index === 0 ? 'start' : index === scaleTicks.length - 1 ? 'end' : 'middle'}
      >
        {textOf(ms)}
      </text>
    ))}
  </svg>
);

const durationX = (ms: number) => px(6 + logPosition(ms, durationAxis) * 188);

interface RangeProps {
  readonly median: number;
  readonly p90: number;
  readonly label: string;
}

/** From the median (dot) to the 90th percentile (end), on a logarithmic axis from a minute to a month. */
export const DurationRange = ({ median, p90, label }: RangeProps) => {
  return (
    <svg class="range" viewBox="0 0 200 16" role="img" aria-label={label}>
      {durationTicks.map((ms) => (
        <line class="tick" x1={durationX(ms)} x2={durationX(ms)} y1="1" y2="15" />
      ))}
      <line class="range-line" x1={durationX(median)} x2={durationX(p90)} y1="8" y2="8" />
      <line class="range-end" x1={durationX(p90)} x2={durationX(p90)} y1="4" y2="12" />
      <circle class="range-dot" cx={durationX(median)} cy="8" r="4.5" />
    </svg>
  );
};
