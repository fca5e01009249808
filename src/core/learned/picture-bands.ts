/** Aligns two tile pictures band by band, so that a page whose top grew is still compared with itself. */

/** Mean colours per tile, three bytes each, row by row. */
export interface Tiles {
  readonly columns: number;
  readonly rows: number;
  readonly rgb: Uint8Array;
}

/** The picture to compare with: its tiles and the volatility of each. */
export interface KnownTiles extends Tiles {
  readonly spread: Uint8Array;
}

/**
 * Rows `start` to `end` (exclusive) of the known picture, found `shift` rows lower in the new one. With an extra half
 * row (`n + 0.5`) each tile lies somewhere between two known ones.
 */
export interface Band {
  readonly start: number;
  readonly end: number;
  readonly shift: number;
  /** Tiles that changed beyond their own volatility, and all tiles that count. */
  readonly changed: number;
  readonly counted: number;
}

export type Colour = readonly [red: number, green: number, blue: number];

/** Of 255. Anti-aliasing and a moved caret stay below it; a different photograph does not. */
export const tolerance = 24;
/** Rows that move together when something above grows. */
const bandRows = 4;
const farthestShift = 80;
/** Nearly a screenful: search range for a shift by part of a row. */
const nearRows = 20;
/** Share of changed tiles below which a band counts as found in another place. */
const foundBelow = 0.25;
/** Share of changed tiles up to which no better fit is sought. */
const fits = 0.15;
/** Share of changed tiles from which a page may have moved by part of a row. */
const offBetween = 0.3;
/** Volatility above which a tile does not count: a carousel differs at every look. */
export const restlessFrom = 90;

/** Each band of the known picture at the vertical shift where it fits best. */
export function alignBands(known: KnownTiles, now: Tiles): Band[] {
  const ground = commonColour(known);
  const bands: Band[] = [];
  let shift = 0;
  let reached = 0;
  for (let start = 0; start < known.rows; start += bandRows) {
    const end = Math.min(start + bandRows, known.rows);
    const at = (offset: number): Band => compareBand(known, now, { start, end, shift: offset }, ground);
    let best = at(shift);
    // Bands keep their order: none is found above the end of the one before it.
    if (share(best) > fits)
      best = at(findShift(known, now, start, Math.max(-farthestShift, reached - start), shift, ground));
    if (share(best) <= 0.5) {
      shift = best.shift;
      reached = end + shift;
    }
    bands.push(best);
  }
  return bands;
}

/**
 * Matches a band together with the next one: content inserted above moves everything below it, while a single band
 * finds a false match in any list.
 */
function findShift(known: KnownTiles, now: Tiles, start: number, from: number, shift: number, ground: Colour): number {
  const end = Math.min(start + 2 * bandRows, known.rows);
  // Stops at more changed tiles than this, as no better fit is possible: most places are given up early.
  const tooMany = foundBelow * (end - start) * known.columns;
  const stayed = compareBand(known, now, { start, end, shift }, ground);
  let best = stayed;
  for (let offset = Math.ceil(from); offset <= farthestShift && start + offset < now.rows; offset++) {
    const other = compareBand(known, now, { start, end, shift: offset }, ground, tooMany);
    // A nearly blank place is not a match.
    if (share(other) < Math.min(foundBelow, share(best) - 0.1) && other.counted * 2 > stayed.counted) best = other;
  }
  return share(best) > fits ? findBetween(known, now, { ...best, from }, ground) : best.shift;
}

/**
 * Where no whole-row shift fits, the page may have moved by part of a row. A half-row shift fits more easily by chance,
 * so more rows are compared, and it is taken only if it leaves at most a third of the tiles that the best whole-row shift
 * leaves changed, and of those that its two neighbouring whole rows leave. A replaced part does not pass.
 */
function findBetween(known: KnownTiles, now: Tiles, best: Band & { from: number }, ground: Colour): number {
  const { start, from } = best;
  const end = Math.min(start + 4 * bandRows, known.rows);
  const at = (shift: number, giveUpAt?: number): Band =>
    compareBand(known, now, { start, end, shift }, ground, giveUpAt);
  const stayed = at(best.shift);
  if (share(stayed) < offBetween) return best.shift;
  let between: Band | null = null;
  const [first, last] = [Math.max(Math.ceil(from), Math.floor(best.shift) - nearRows), best.shift + nearRows];
  for (let offset = first + 0.5; offset <= last && start + offset < now.rows; offset++) {
    const most = between === null ? stayed.changed / 3 : between.changed - 1;
    const other = at(offset, most);
    if (other.changed <= most && other.counted * 2 > stayed.counted) between = other;
  }
  if (between === null) return best.shift;
  const isWhole = [-0.5, 0.5].some((side) => at(between.shift + side).changed < between.changed * 3);
  return isWhole ? best.shift : between.shift;
}

/** Share of a band's counted tiles that changed. */
export function share(band: Pick<Band, 'changed' | 'counted'>): number {
  return band.counted === 0 ? 0 : band.changed / band.counted;
}

type Rows = Pick<Band, 'start' | 'end' | 'shift'>;

function compareBand(
  known: KnownTiles,
  now: Tiles,
  rows: Rows,
  ground: Colour,
  giveUpAt = Number.POSITIVE_INFINITY,
): Band {
  let changed = 0;
  let counted = 0;
  for (let row = rows.start; row < rows.end && changed <= giveUpAt; row++) {
    for (let column = 0; column < known.columns; column++) {
      const state = compareTile(known, now, row, column, rows.shift, ground);
      if (state === 'silent') continue;
      counted++;
      if (state === 'changed') changed++;
    }
  }
  return { ...rows, changed, counted };
}

/** `silent`: blank before and now, or volatile by itself. */
export function compareTile(
  known: KnownTiles,
  now: Tiles,
  row: number,
  column: number,
  shift: number,
  ground: Colour,
): 'silent' | 'same' | 'changed' {
  const there = rowNow(row, shift);
  const tile = row * known.columns + column;
  const below = tileBelow(known, row, column, shift);
  const other = there * now.columns + column;
  const isGone = there < 0 || there >= now.rows;
  const wasGround = isColour(known.rgb, tile, ground) && (below === tile || isColour(known.rgb, below, ground));
  if (wasGround && (isGone || isColour(now.rgb, other, ground))) return 'silent';
  const own = Math.max(known.spread[tile] ?? 0, known.spread[below] ?? 0);
  if (own > restlessFrom) return 'silent';
  return isGone || distanceBetween(known.rgb, tile, below, now.rgb, other) > tolerance + own ? 'changed' : 'same';
}

/** The row where a known row, moved by `shift`, is expected. */
export function rowNow(row: number, shift: number): number {
  return row + Math.ceil(shift);
}

/** The known tile at the same place as the one at `row` after a shift by half a row; the same tile without one. */
export function tileBelow({ columns, rows }: Tiles, row: number, column: number, shift: number): number {
  const isBetween = !Number.isInteger(shift) && row + 1 < rows;
  return (isBetween ? row + 1 : row) * columns + column;
}

/** How far, in its worst channel, a tile is outside the range between two others. */
export function distanceBetween(
  known: Uint8Array,
  tile: number,
  below: number,
  now: Uint8Array,
  other: number,
): number {
  if (tile === below) return tileDistance(known, tile, now, other);
  let most = 0;
  for (let c = 0; c < 3; c++) {
    const [a, b, seen] = [known[tile * 3 + c] ?? 0, known[below * 3 + c] ?? 0, now[other * 3 + c] ?? 0];
    most = Math.max(most, Math.min(a, b) - seen, seen - Math.max(a, b));
  }
  return most;
}

/** Largest difference in any channel. */
function tileDistance(a: Uint8Array, tileA: number, b: Uint8Array, tileB: number): number {
  let most = 0;
  for (let c = 0; c < 3; c++) most = Math.max(most, Math.abs((a[tileA * 3 + c] ?? 0) - (b[tileB * 3 + c] ?? 0)));
  return most;
}

export function isColour(rgb: Uint8Array, tile: number, colour: Colour): boolean {
  const at = tile * 3;
  return (
    Math.abs((rgb[at] ?? 0) - colour[0]) <= 4 &&
    Math.abs((rgb[at + 1] ?? 0) - colour[1]) <= 4 &&
    Math.abs((rgb[at + 2] ?? 0) - colour[2]) <= 4
  );
}

/** The page's background: of the eight levels per channel that most tiles have, the colour that most of those have. */
export function commonColour({ rgb }: Tiles): Colour {
  const levels = new Map<number, Map<number, number>>();
  let best: Map<number, number> = new Map();
  let most = 0;
  const counts = new Map<number, number>();
  for (let at = 0; at + 2 < rgb.length; at += 3) {
    const [red, green, blue] = [rgb[at] ?? 0, rgb[at + 1] ?? 0, rgb[at + 2] ?? 0];
    const level = (red >> 5) * 64 + (green >> 5) * 8 + (blue >> 5);
    const colours = levels.get(level) ?? new Map<number, number>();
    levels.set(level, colours);
    const colour = (red << 16) | (green << 8) | blue;
    colours.set(colour, (colours.get(colour) ?? 0) + 1);
    const count = (counts.get(level) ?? 0) + 1;
    counts.set(level, count);
    if (count > most) [best, most] = [colours, count];
  }
  let ground = 0xffffff;
  let count = 0;
  for (const [colour, times] of best) if (times > count) [ground, count] = [colour, times];
  return [ground >> 16, (ground >> 8) & 255, ground & 255];
}
