/** Learns from a clean picture: known tiles move to where they were found, keeping their volatility. */
import {
  alignBands,
  type Band,
  distanceBetween,
  type KnownTiles,
  rowNow,
  share,
  type Tiles,
  tileBelow,
  tolerance,
} from './picture-bands.ts';

/** Volatility of a new row: neither known to be still nor assumed restless. */
const unsureSpread = tolerance;
/** A row that a clean look lacked does not count, whether present or not. */
const comesAndGoes = 255;

export function learnTiles(known: KnownTiles, now: Tiles): KnownTiles {
  const bands = alignBands(known, now);
  const rows = Math.max(now.rows, rowNow(known.rows, bands.at(-1)?.shift ?? 0));
  const { columns } = known;
  const rgb = new Uint8Array(rows * columns * 3);
  rgb.set(now.rgb.subarray(0, rgb.length));
  const spread = new Uint8Array(rows * columns).fill(unsureSpread);
  const laid: KnownTiles = { columns, rows, rgb, spread };
  // Where a band without a match would overlap a matched one, the matched one wins.
  for (const band of bands.toSorted((a, b) => share(b) - share(a))) lay(laid, known, now, band);
  return laid;
}

function lay(laid: KnownTiles, known: KnownTiles, now: Tiles, { start, end, shift }: Band): void {
  const { columns } = known;
  for (let row = start; row < end; row++) {
    const there = rowNow(row, shift);
    if (there < 0 || there >= laid.rows) continue;
    for (let column = 0; column < columns; column++) {
      const tile = row * columns + column;
      const below = tileBelow(known, row, column, shift);
      const other = there * columns + column;
      if (there >= now.rows) {
        laid.rgb.set(known.rgb.subarray(tile * 3, tile * 3 + 3), other * 3);
        laid.spread[other] = comesAndGoes;
        continue;
      }
      const deviation = distanceBetween(known.rgb, tile, below, now.rgb, other);
      laid.spread[other] = Math.max(known.spread[tile] ?? 0, known.spread[below] ?? 0, deviation);
      if (below === tile) mix(laid.rgb, other * 3, known.rgb, tile * 3);
    }
  }
}

/** For each of three channels: the known colour, already there, outweighs the new one three to one. */
function mix(rgb: Uint8Array, at: number, known: Uint8Array, from: number): void {
  for (let c = 0; c < 3; c++) rgb[at + c] = Math.round(((known[from + c] ?? 0) * 3 + (rgb[at + c] ?? 0)) / 4);
}
