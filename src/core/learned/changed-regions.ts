/** Where a picture changed: connected tiles, as rectangles to weigh, to read and to show. */
import type { PictureBox, ReducedPicture } from '../domain/capture.ts';
import {
  type Band,
  type Colour,
  commonColour,
  compareTile,
  isColour,
  type KnownTiles,
  rowNow,
  type Tiles,
} from './picture-bands.ts';

export interface ChangedRegion {
  readonly box: PictureBox;
  /** Changed tiles in it. */
  readonly tiles: number;
  /** Of these, tiles that had never changed by themselves; rows inserted in between count as such. */
  readonly steadyTiles: number;
  /** What it shows now: brighter and darker halves of 8 × 4 cells, 8 hexadecimal digits. */
  readonly hash: string;
}

/** Of 255: the deviation up to which a tile still counts as steady. */
const steadyUpTo = 6;
const mostRegions = 12;

type TileState = 'changed' | 'steady';

/** Largest first. Tiles that touch, or have one tile between them, form one region. */
export function changedRegions(
  known: KnownTiles,
  now: Tiles,
  bands: readonly Band[],
  { tilePx, widthPx, heightPx }: Pick<ReducedPicture, 'tilePx' | 'widthPx' | 'heightPx'>,
): ChangedRegion[] {
  const states = statesOf(known, now, bands);
  const regions: ChangedRegion[] = [];
  for (const start of states.keys()) {
    if (!states.has(start)) continue;
    const tiles = takeRegion(states, start, now.columns);
    const xs = tiles.map(([tile]) => tile % now.columns);
    const ys = tiles.map(([tile]) => Math.floor(tile / now.columns));
    const [left, top] = [least(xs) * tilePx, least(ys) * tilePx];
    regions.push({
      box: {
        x: left,
        y: top,
        width: Math.min(widthPx, (most(xs) + 1) * tilePx) - left,
        height: Math.min(heightPx, (most(ys) + 1) * tilePx) - top,
      },
      tiles: tiles.length,
      steadyTiles: tiles.filter(([, state]) => state === 'steady').length,
      hash: hashOf(now, least(xs), least(ys), most(xs) + 1, most(ys) + 1),
    });
  }
  return regions.sort((a, b) => b.tiles - a.tiles).slice(0, mostRegions);
}

/** Changed tiles of the new picture by position. */
function statesOf(known: KnownTiles, now: Tiles, bands: readonly Band[]): Map<number, TileState> {
  const ground = commonColour(known);
  const states = new Map<number, TileState>();
  const covered = new Set<number>();
  for (const { start, end, shift } of bands) {
    for (let row = start; row < end; row++) {
      const there = rowNow(row, shift);
      covered.add(Math.floor(row + shift));
      if (there < 0 || there >= now.rows) continue;
      covered.add(there);
      for (let column = 0; column < now.columns; column++) {
        if (compareTile(known, now, row, column, shift, ground) !== 'changed') continue;
        const isSteady = (known.spread[row * known.columns + column] ?? 0) <= steadyUpTo;
        states.set(there * now.columns + column, isSteady ? 'steady' : 'changed');
      }
    }
  }
  for (let row = 0; row < now.rows; row++) if (!covered.has(row)) fillRow(states, now, row, ground);
  return states;
}

/** A new row: every tile in it that is not plain background. */
function fillRow(states: Map<number, TileState>, now: Tiles, row: number, ground: Colour): void {
  for (let column = 0; column < now.columns; column++) {
    const tile = row * now.columns + column;
    if (!isColour(now.rgb, tile, ground)) states.set(tile, 'steady');
  }
}

/** Removes the region around `start` from the states. */
function takeRegion(
  states: Map<number, TileState>,
  start: number,
  columns: number,
): [tile: number, state: TileState][] {
  const region: [number, TileState][] = [];
  const open = [start];
  for (let tile = open.pop(); tile !== undefined; tile = open.pop()) {
    const state = states.get(tile);
    if (state === undefined) continue;
    states.delete(tile);
    region.push([tile, state]);
    const column = tile % columns;
    for (let dy = -2; dy <= 2; dy++) {
      for (let dx = -2; dx <= 2; dx++) {
        const at = column + dx;
        if (at >= 0 && at < columns) open.push(tile + dy * columns + dx);
      }
    }
  }
  return region;
}

/** One bit per cell: brighter than the overall mean. */
function hashOf({ rgb, columns }: Tiles, left: number, top: number, right: number, bottom: number): string {
  const cells = Array.from({ length: 32 }, (_, cell) => {
    const column = left + Math.floor((((cell % 8) + 0.5) * (right - left)) / 8);
    const row = top + Math.floor(((Math.floor(cell / 8) + 0.5) * (bottom - top)) / 4);
    const at = (row * columns + column) * 3;
    return (rgb[at] ?? 0) + (rgb[at + 1] ?? 0) + (rgb[at + 2] ?? 0);
  });
  const mean = cells.reduce((sum, value) => sum + value, 0) / cells.length;
  const bits = cells.reduce((all, value) => all * 2 + (value > mean ? 1 : 0), 0);
  return bits.toString(16).padStart(8, '0');
}

function least(numbers: readonly number[]): number {
  return numbers.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY);
}

function most(numbers: readonly number[]): number {
  return numbers.reduce((a, b) => Math.max(a, b), 0);
}
