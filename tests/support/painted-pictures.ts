/** Reduced pictures painted tile by tile. */
import type { ReducedPicture } from '../../src/core/domain/capture.ts';

export type Paint = (column: number, row: number) => readonly [red: number, green: number, blue: number];
export const columns = 20;

export function paintedPicture(rows: number, paint: Paint): ReducedPicture {
  const bytes: number[] = [];
  for (let row = 0; row < rows; row++)
    for (let column = 0; column < columns; column++) bytes.push(...paint(column, row));
  const rgb = btoa(String.fromCharCode(...bytes));
  return { widthPx: columns * 32, heightPx: rows * 32, tilePx: 32, columns, rows, rgb, viewportHash: '0'.repeat(16) };
}

/** White with a dark menu on top and a column of coloured lines, different in each row. */
export const portalPaint: Paint = (column, row) => {
  if (row < 2) return [20, 60, 140];
  // Multiplied by a large odd number, so that no two row ranges look the same.
  const mixed = Math.imul(row + 1, 2_654_435_761) >>> 8;
  if (column > 2 && column < 15) return [mixed % 200, (mixed >> 8) % 200, (mixed >> 16) % 200];
  return [255, 255, 255];
};
