/** What a page's screenshot looks like, tile by tile, with how much each tile changes by itself. */
import type { ReducedPicture } from '../model.ts';

export interface LearnedPicture {
  /** Pictures of different renderers are not comparable. */
  readonly rendererVersion: string;
  readonly looks: number;
  readonly tilePx: number;
  readonly widthPx: number;
  readonly columns: number;
  readonly rows: number;
  /** Base64 of the mean colour per tile, three bytes each. */
  readonly rgb: string;
  /** Base64 of the largest deviation seen per tile, one byte each. */
  readonly spread: string;
}

export interface PictureComparison {
  /** Share of tiles with content (before or now) that changed beyond their own volatility, 0 to 1. */
  readonly changedShare: number;
  /** The same for the first 24 tile rows, about one screenful. */
  readonly changedShareOnTop: number;
  /** Top and bottom of the changed region in pixels of the new picture; null when nothing changed. */
  readonly region: { readonly top: number; readonly bottom: number } | null;
}

/** Of 255. Anti-aliasing and a moved caret stay under it; another photograph doesn't. */
const tolerance = 24;
/** Rows that move together when something above grows. */
const bandRows = 4;
const farthestShift = 80;
const topRows = 24;

export function firstPicture(picture: ReducedPicture, rendererVersion: string): LearnedPicture {
  const { tilePx, widthPx, columns, rows, rgb } = picture;
  const spread = toBase64(new Uint8Array(columns * rows));
  return { rendererVersion, looks: 1, tilePx, widthPx, columns, rows, rgb, spread };
}

/** Whether two pictures may be compared tile by tile. */
export function isComparable(
  learned: LearnedPicture,
  picture: ReducedPicture,
  rendererVersion: string | null,
): boolean {
  return (
    learned.rendererVersion === rendererVersion &&
    learned.tilePx === picture.tilePx &&
    learned.columns === picture.columns
  );
}

/** Widens the volatility of tiles that changed and moves their colour towards what is seen now. */
export function learnPicture(learned: LearnedPicture, picture: ReducedPicture): LearnedPicture {
  const before = fromBase64(learned.rgb);
  const now = fromBase64(picture.rgb);
  const spread = fromBase64(learned.spread);
  const tiles = Math.min(spread.length, picture.columns * picture.rows);
  for (const band of alignBands(learned, picture, before, now, spread)) {
    if (band.shift !== 0) continue;
    const end = Math.min(band.end * learned.columns, tiles);
    for (let tile = band.start * learned.columns; tile < end; tile++) {
      const deviation = tileDistance(before, tile, now, tile);
      spread[tile] = Math.max(spread[tile] ?? 0, deviation);
      for (let c = tile * 3; c < tile * 3 + 3; c++) {
        before[c] = Math.round(((before[c] ?? 0) * 3 + (now[c] ?? 0)) / 4);
      }
    }
  }
  return { ...learned, looks: learned.looks + 1, rgb: toBase64(before), spread: toBase64(spread) };
}

/** Compares band by band, each at the vertical shift where it fits best. */
export function comparePicture(learned: LearnedPicture, picture: ReducedPicture): PictureComparison {
  const before = fromBase64(learned.rgb);
  const now = fromBase64(picture.rgb);
  const spread = fromBase64(learned.spread);
  const total = { changed: 0, counted: 0, topChanged: 0, topCounted: 0 };
  let top = Number.POSITIVE_INFINITY;
  let bottom = -1;
  for (const band of alignBands(learned, picture, before, now, spread)) {
    total.changed += band.changed;
    total.counted += band.counted;
    if (band.start < topRows) {
      total.topChanged += band.changed;
      total.topCounted += band.counted;
    }
    if (band.counted === 0 || band.changed / band.counted < 0.3) continue;
    top = Math.min(top, band.start + band.shift);
    bottom = Math.max(bottom, band.end + band.shift);
  }
  const share = (part: number, whole: number): number => (whole === 0 ? 0 : part / whole);
  return {
    changedShare: share(total.changed, total.counted),
    changedShareOnTop: share(total.topChanged, total.topCounted),
    region: bottom < 0 ? null : { top: Math.max(0, top) * learned.tilePx, bottom: bottom * learned.tilePx },
  };
}

interface Band {
  readonly start: number;
  readonly end: number;
  readonly shift: number;
  readonly changed: number;
  readonly counted: number;
}

function alignBands(
  learned: LearnedPicture,
  picture: ReducedPicture,
  before: Uint8Array,
  now: Uint8Array,
  spread: Uint8Array,
): Band[] {
  const background = commonColour(before);
  const bands: Band[] = [];
  let shift = 0;
  for (let start = 0; start < learned.rows; start += bandRows) {
    const end = Math.min(start + bandRows, learned.rows);
    const at = (offset: number): Band =>
      compareBand(start, end, offset, learned.columns, picture.rows, before, now, spread, background);
    let best = at(shift);
    if (share(best) > 0.15) {
      for (let offset = -farthestShift; offset <= farthestShift; offset++) {
        if (start + offset < 0 || start + offset >= picture.rows) continue;
        const other = at(offset);
        if (share(other) < share(best) - 0.1 && other.counted > 0) best = other;
      }
    }
    if (share(best) <= 0.5) shift = best.shift;
    bands.push(best);
  }
  return bands;
}

function share(band: Band): number {
  return band.counted === 0 ? 0 : band.changed / band.counted;
}

function compareBand(
  start: number,
  end: number,
  shift: number,
  columns: number,
  nowRows: number,
  before: Uint8Array,
  now: Uint8Array,
  spread: Uint8Array,
  background: readonly [number, number, number],
): Band {
  let changed = 0;
  let counted = 0;
  for (let row = start; row < end; row++) {
    const there = row + shift;
    for (let column = 0; column < columns; column++) {
      const tile = row * columns + column;
      const other = there * columns + column;
      const isGone = there < 0 || there >= nowRows;
      const isBlank = isColour(before, tile, background) && (isGone || isColour(now, other, background));
      if (isBlank) continue;
      const ownSpread = spread[tile] ?? 0;
      // A tile that is another at every look (a carousel) has nothing to say.
      if (ownSpread > 90) continue;
      counted++;
      if (isGone || tileDistance(before, tile, now, other) > tolerance + ownSpread) changed++;
    }
  }
  return { start, end, shift, changed, counted };
}

function tileDistance(a: Uint8Array, tileA: number, b: Uint8Array, tileB: number): number {
  let most = 0;
  for (let c = 0; c < 3; c++) most = Math.max(most, Math.abs((a[tileA * 3 + c] ?? 0) - (b[tileB * 3 + c] ?? 0)));
  return most;
}

function isColour(rgb: Uint8Array, tile: number, colour: readonly [number, number, number]): boolean {
  const at = tile * 3;
  return (
    Math.abs((rgb[at] ?? 0) - colour[0]) <= 4 &&
    Math.abs((rgb[at + 1] ?? 0) - colour[1]) <= 4 &&
    Math.abs((rgb[at + 2] ?? 0) - colour[2]) <= 4
  );
}

/** The colour that most tiles have, to eight levels a channel. */
function commonColour(rgb: Uint8Array): [number, number, number] {
  const counts = new Map<number, { count: number; tile: number }>();
  for (let tile = 0; tile * 3 < rgb.length; tile++) {
    const key =
      ((rgb[tile * 3] ?? 0) >> 5) * 64 + ((rgb[tile * 3 + 1] ?? 0) >> 5) * 8 + ((rgb[tile * 3 + 2] ?? 0) >> 5);
    const entry = counts.get(key);
    if (entry === undefined) counts.set(key, { count: 1, tile });
    else entry.count++;
  }
  let best = { count: 0, tile: 0 };
  for (const entry of counts.values()) if (entry.count > best.count) best = entry;
  const at = best.tile * 3;
  return [rgb[at] ?? 255, rgb[at + 1] ?? 255, rgb[at + 2] ?? 255];
}

function fromBase64(text: string): Uint8Array {
  const binary = atob(text);
  const bytes = new Uint8Array(binary.length);
  for (let i = 0; i < binary.length; i++) bytes[i] = binary.charCodeAt(i);
  return bytes;
}

function toBase64(bytes: Uint8Array): string {
  let binary = '';
  for (let i = 0; i < bytes.length; i += 4_096) binary += String.fromCharCode(...bytes.subarray(i, i + 4_096));
  return btoa(binary);
}
