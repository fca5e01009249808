/** What is drawn, as figures: every shape where hand-made arithmetic puts it. */
import { expect, test } from 'vitest';
import { calendarShapes, toneOf, weekdayOf } from '../../../../src/web/views/charts/day-calendar.tsx';
import { lineShapes } from '../../../../src/web/views/charts/lines.tsx';
import { logPosition, niceTicks } from '../../../../src/web/views/charts/scale.ts';
import { coverRuns, coverTone, partWidths } from '../../../../src/web/views/charts/small.tsx';
import { stackedShapes } from '../../../../src/web/views/charts/stacked-bars.tsx';

test('axes have round steps and reach above the highest value', () => {
  expect(niceTicks(13, 4, 1)).toEqual([0, 5, 10, 15]);
  expect(niceTicks(1, 4, 1)).toEqual([0, 1]);
  expect(niceTicks(20, 4, 1)).toEqual([0, 5, 10, 15, 20]);
  expect(niceTicks(0.9, 4).map((tick) => tick.toFixed(1))).toEqual(['0.0', '0.5', '1.0']);
});

test('a tenfold duration is one step on the logarithmic axis', () => {
  const axis = { from: 1_000, to: 1_000_000 };
  expect([1_000, 10_000, 100_000, 5, 9e9].map((ms) => logPosition(ms, axis).toFixed(3))).toEqual([
    '0.000',
    '0.333',
    '0.667',
    '0.000',
    '1.000',
  ]);
});

test('segments stand on each other; a bar without history is hatched and has no height', () => {
  const shapes = stackedShapes([
    { label: 'a', counts: [2, 0, 1] },
    { label: 'b', counts: null },
    { label: 'c', counts: [0, 0, 0] },
    { label: 'd', counts: [0, 4, 0] },
  ]);
  expect(shapes.ticks.map(({ value }) => value)).toEqual([0, 1, 2, 3, 4]);
  // From y = 206 (0) to y = 18 (4): 47 for each incident.
  const drawn = shapes.segments.map(({ bar, series, y, height }) => [bar, series, y, height]);
  expect(drawn).toEqual([
    [0, 0, 112, 94],
    [0, 2, 65, 47],
    [3, 1, 18, 188],
  ]);
  expect(shapes.missing.map(({ bar }) => bar)).toEqual([1]);
  expect(shapes.totals.map(({ total }) => total)).toEqual([3, 4]);
});

test('a line is interrupted where nothing is known, and a lone point is a dot', () => {
  const point = (values: readonly number[] | null) => ({ label: '', values });
  const shapes = lineShapes([point([1]), point([2]), point(null), point([4])], 1);
  expect(shapes.paths[0]?.match(/[ML]/g)).toEqual(['M', 'L', 'M']);
  expect(shapes.dots).toHaveLength(1);
  expect(shapes.missing).toHaveLength(1);
  expect(lineShapes([{ label: '', values: null, isBefore: true }], 1).missing).toEqual([]);
});

test('days lie in columns of weeks from Monday on', () => {
  // 2026-11-16 was a Monday.
  const monday = Date.UTC(2026, 10, 16) / 86_400_000;
  expect(weekdayOf(monday)).toBe(0);
  const days = Array.from({ length: 9 }, (_, index) => ({ day: monday + index, label: '', count: 0 }));
  const [first, , , , , , sunday, next] = calendarShapes(days);
  expect(sunday?.x).toBe(first?.x);
  expect(next?.y).toBe(first?.y);
  expect((next?.x ?? 0) - (first?.x ?? 0)).toBe(14.5);
});

test('a day that nobody saw has neither the colour of quiet nor of alarm', () => {
  expect([null, 'none' as const, 0, 1, 2, 3, 4, 99].map(toneOf)).toEqual(['missing', 'none', 0, 1, 2, 2, 3, 3]);
});

test('only what was looked at in full is drawn so', () => {
  expect([null, 0, 0.01, 0.9, 0.989, 0.99, 1].map(coverTone)).toEqual([
    'none',
    'missing',
    'some',
    'most',
    'most',
    'full',
    'full',
  ]);
  expect(coverRuns([1, 1, 0, null])).toEqual([
    { tone: 'full', from: 0, length: 2 },
    { tone: 'missing', from: 2, length: 1 },
    { tone: 'none', from: 3, length: 1 },
  ]);
});

test('a minute of outage in a year is still seen', () => {
  const widths = partWidths(
    [
      { name: 'up', share: 0.99999 },
      { name: 'away', share: 0.00001 },
      { name: 'missing', share: 0 },
    ],
    100,
  );
  expect(widths).toEqual([98.5, 1.5, 0]);
});
