/** Bars of counts, stacked by series. */
import type { AttackKind } from '../../../core/domain/finding.ts';
import type { Axis } from './figure.tsx';
import { niceTicks, px } from './scale.ts';

export interface Bar {
  readonly label: string;
  /** One count per series; missing history: null, hatched. */
  readonly counts: readonly number[] | null;
}

export interface Series {
  readonly kind: AttackKind;
  readonly name: string;
}

const box = { width: 720, height: 230, left: 34, right: 4, top: 18, bottom: 24 };
/** Labels closer than this would overlap. */
const labelPx = 44;

interface Segment {
  readonly bar: number;
  readonly series: number;
  readonly count: number;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface StackedShapes {
  readonly ticks: readonly { readonly value: number; readonly y: number }[];
  readonly segments: readonly Segment[];
  readonly missing: readonly { readonly bar: number; readonly x: number; readonly width: number }[];
  readonly totals: readonly { readonly x: number; readonly y: number; readonly total: number }[];
  readonly labels: readonly { readonly x: number; readonly text: string }[];
}

export function stackedShapes(bars: readonly Bar[]): StackedShapes {
  const totals = bars.map(({ counts }) => counts?.reduce((sum, count) => sum + count, 0) ?? 0);
  const ticks = niceTicks(Math.max(1, ...totals), 4, 1);
  const top = ticks.at(-1) ?? 1;
  const bottom = box.height - box.bottom;
  const y = (value: number) => px(bottom - (value / top) * (bottom - box.top));
  const step = (box.width - box.left - box.right) / Math.max(1, bars.length);
  const width = px(Math.min(step * 0.72, 44));
  const center = (index: number) => px(box.left + step * (index + 0.5));
  const left = (index: number) => px(center(index) - width / 2);
  const segments = bars.flatMap(({ counts }, bar) => {
    let below = 0;
    return (counts ?? []).flatMap((count, series): Segment[] => {
      if (count === 0) return [];
      below += count;
      return [{ bar, series, count, x: left(bar), y: y(below), width, height: px(y(below - count) - y(below)) }];
    });
  });
  const every = Math.max(1, Math.ceil(labelPx / step));
  return {
    ticks: ticks.map((value) => ({ value, y: y(value) })),
    segments,
    missing: bars.flatMap(({ counts }, bar) => (counts === null ? [{ bar, x: left(bar), width }] : [])),
    totals: totals.flatMap((total, bar) => (total === 0 ? [] : [{ x: center(bar), y: px(y(total) - 5), total }])),
    // Counted from the newest, which always has a label.
    labels: bars.flatMap(({ label }, bar) =>
      (bars.length - 1 - bar) % every === 0 ? [{ x: center(bar), text: label }] : [],
    ),
  };
}

export function stackedAxis(bars: readonly Bar[]): Axis {
  return { width: box.left, labels: stackedShapes(bars).ticks.map(({ value, y }) => ({ y: y + 4, text: value })) };
}

interface StackedProps {
  readonly bars: readonly Bar[];
  readonly series: readonly Series[];
  readonly missingText: string;
}

export const stackedSize = { width: box.width, height: box.height };

export const StackedBars = ({ bars, series, missingText }: StackedProps) => {
  const shapes = stackedShapes(bars);
  const bottom = box.height - box.bottom;
  return (
    <>
      {shapes.ticks.map(({ value, y }) => (
        <>
          <line class="tick" x1={box.left} x2={box.width} y1={y} y2={y} />
          <text class="axis-text end" x={box.left - 6} y={y + 4}>
            {value}
          </text>
        </>
      ))}
      {shapes.missing.map(({ bar, x, width }) => (
        <rect x={x} y={box.top} width={width} height={bottom - box.top} fill="url(#missing)">
          <title>{`${bars[bar]?.label}: ${missingText}`}</title>
        </rect>
      ))}
      {shapes.segments.map(({ bar, series: index, count, x, y, width, height }) => (
        <rect class={`segment kind-${series[index]?.kind}`} x={x} y={y} width={width} height={height}>
          <title>{`${bars[bar]?.label}: ${series[index]?.name} ${count}`}</title>
        </rect>
      ))}
      {shapes.totals.map(({ x, y, total }) => (
        <text class="axis-text middle strong" x={x} y={y}>
          {total}
        </text>
      ))}
      {shapes.labels.map(({ x, text }) => (
        <text class="axis-text middle" x={x} y={box.height - 6}>
          {text}
        </text>
      ))}
    </>
  );
};
