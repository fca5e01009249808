/** Lines over time; periods without values are hatched and interrupt the line. */
import type { Axis } from './figure.tsx';
import { niceTicks, px } from './scale.ts';

export interface Point {
  readonly label: string;
  /** One value per line; null for no data. */
  readonly values: readonly number[] | null;
  /** Before the portal was registered: neither hatched nor drawn. */
  readonly isBefore?: boolean;
}

const box = { width: 720, height: 210, left: 58, right: 8, top: 12, bottom: 24 };
const labelPx = 84;

export const linesSize = { width: box.width, height: box.height };

export interface LineShapes {
  readonly ticks: readonly { readonly value: number; readonly y: number }[];
  /** For each line its stretches, as SVG path data. */
  readonly paths: readonly string[];
  readonly dots: readonly { readonly line: number; readonly x: number; readonly y: number }[];
  readonly missing: readonly { readonly x: number; readonly width: number }[];
  readonly labels: readonly { readonly x: number; readonly text: string }[];
  readonly hovers: readonly { readonly point: number; readonly x: number; readonly width: number }[];
}

export function lineShapes(points: readonly Point[], lines: number): LineShapes {
  const ticks = niceTicks(Math.max(0.1, ...points.flatMap(({ values }) => values ?? [])), 4);
  const top = ticks.at(-1) ?? 1;
  const bottom = box.height - box.bottom;
  const step = (box.width - box.left - box.right) / Math.max(1, points.length);
  const x = (index: number) => px(box.left + step * (index + 0.5));
  const y = (value: number) => px(bottom - (value / top) * (bottom - box.top));
  const isKnown = (index: number) => (points[index]?.values ?? null) !== null;
  const paths = Array.from({ length: lines }, (_, line) =>
    points
      .flatMap(({ values }, index) => {
        if (values === null) return [];
        return [`${isKnown(index - 1) ? 'L' : 'M'}${x(index)} ${y(values[line] ?? 0)}`];
      })
      .join(''),
  );
  // A point without neighbours would be a line of zero length.
  const dots = points.flatMap(({ values }, index) =>
    values === null || isKnown(index - 1) || isKnown(index + 1)
      ? []
      : values.map((value, line) => ({ line, x: x(index), y: y(value) })),
  );
  const every = Math.max(1, Math.ceil(labelPx / step));
  return {
    ticks: ticks.map((value) => ({ value, y: y(value) })),
    paths,
    dots,
    missing: points.flatMap(({ values, isBefore }, index) =>
      values === null && isBefore !== true ? [{ x: px(box.left + step * index), width: px(step) }] : [],
    ),
    labels: points.flatMap(({ label }, index) =>
      (points.length - 1 - index) % every === 0 ? [{ x: x(index), text: label }] : [],
    ),
    hovers: points.flatMap(({ values }, point) =>
      values === null ? [] : [{ point, x: px(box.left + step * point), width: px(step) }],
    ),
  };
}

export function linesAxis(points: readonly Point[], tickText: (value: number) => string): Axis {
  const { ticks } = lineShapes(points, 0);
  return { width: box.left, labels: ticks.map(({ value, y }) => ({ y: y + 4, text: tickText(value) })) };
}

interface LinesProps {
  readonly points: readonly Point[];
  readonly names: readonly ('p50' | 'p90')[];
  readonly tickText: (value: number) => string;
  readonly describe: (point: Point) => string;
  readonly missingText: string;
}

export const Lines = ({ points, names, tickText, describe, missingText }: LinesProps) => {
  const shapes = lineShapes(points, names.length);
  const bottom = box.height - box.bottom;
  return (
    <>
      {shapes.ticks.map(({ value, y }) => (
        <>
          <line class="tick" x1={box.left} x2={box.width - box.right} y1={y} y2={y} />
          <text class="axis-text end" x={box.left - 6} y={y + 4}>
            {tickText(value)}
          </text>
        </>
      ))}
      {shapes.missing.map(({ x, width }) => (
        <rect x={x} y={box.top} width={width} height={bottom - box.top} fill="url(#missing)">
          <title>{missingText}</title>
        </rect>
      ))}
      {shapes.paths.map((path, line) => (
        <path class={`line-of line-${names[line]}`} d={path} />
      ))}
      {shapes.dots.map(({ line, x, y }) => (
        <circle class={`dot-of dot-${names[line]}`} cx={x} cy={y} r="3" />
      ))}
      {shapes.labels.map(({ x, text }) => (
        <text class="axis-text end" x={Math.min(x + 20, box.width - 2)} y={box.height - 6}>
          {text}
        </text>
      ))}
      {shapes.hovers.map(({ point, x, width }) => (
        <rect class="hover" x={x} y={box.top} width={width} height={bottom - box.top}>
          <title>{points[point] && describe(points[point])}</title>
        </rect>
      ))}
    </>
  );
};
