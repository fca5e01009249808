/** Two tile pictures laid over each other, band by band, so that a page whose top grew is still compared with itself. */

/** Mean colours per tile, three bytes each, row by row. */
export interface Tiles {
  readonly columns: number;
  readonly rows: number;
  readonly rgb: Uint8Array;
}

/** What a picture is compared with: its tiles and how far each moves by itself. */
export interface KnownTiles extends Tiles {
  readonly spread: Uint8Array;
}

/**
 * Rows `start` to `end` (excluded) of the known picture, found `shift` rows lower in the new one. With half a row more
 * (`n + 0.5`) each tile lies somewhere between two known ones.
 */
export interface Band {
  readonly start: number;
  readonly end: number;
  readonly shift: number;
  /** Tiles that changed beyond their own volatility, and all that have something to say. */
  readonly changed: number;
  readonly counted: number;
}

export type Colour = readonly [red: number, green: number, blue: number];

/** Of 255. Anti-aliasing and a moved caret stay under it; another photograph doesn't. */
export const tolerance = 24;
/** Rows that move together when something above grows. */
const bandRows = 4;
const farthestShift = 80;
/** Nearly a screenful: how far a move by part of a row is looked for. */
const nearRows = 20;
/** Share of changed tiles under which a band counts as found in another place. */
const foundBelow = 0.25;
/** Share of changed tiles up to which nothing better is looked for. */
const fits = 0.15;
/** Share of changed tiles from which a page may have moved by part of a row. */
const offBetween = 0.3;
/** A tile that is another at every look (a carousel) has nothing to say. */
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
    // What is below stays below.
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
 * Where a band and the next one went together: what was put in above moves all that follows, and one band alone finds
 * something alike in every list.
 */
function findShift(known: KnownTiles, now: Tiles, start: number, from: number, shift: number, ground: Colour): number {
  const end = Math.min(start + 2 * bandRows, known.rows);
  // More changed tiles than this are too many, whatever the rest is: most places are given up early.
  const tooMany = foundBelow * (end - start) * known.columns;
  const stayed = compareBand(known, now, { start, end, shift }, ground);
  let best = stayed;
  for (let offset = Math.ceil(from); offset <= farthestShift && start + offset < now.rows; offset++) {
    const other = compareBand(known, now, { start, end, shift: offset }, ground, tooMany);
    // A place where hardly anything stands is no place found again.
    if (share(other) < Math.min(foundBelow, share(best) - 0.1) && other.counted * 2 > stayed.counted) best = other;
  }
  return share(best) > fits ? findBetween(known, now, { ...best, from }, ground) : best.shift;
}

/**
 * Where no whole row fits, the page may have moved by part of one. Between two rows more fits by chance, and what fits a
 * whole row fits beside it too: so half a screenful is asked, and nearly all that is off at every whole row must fall
 * into place. Of a part that was replaced as good as nothing does.
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

/** Of what a band has to say, how much changed. */
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

/** `silent`: blank before and now, or restless by itself. */
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

/** The row in which a known row, moved by `shift`, is looked for. */
export function rowNow(row: number, shift: number): number {
  return row + Math.ceil(shift);
}

/** The known tile that shares its place with the one at `row` after a shift by half a row; the same one without. */
export function tileBelow({ columns, rows }: Tiles, row: number, column: number, shift: number): number {
  const isBetween = !Number.isInteger(shift) && row + 1 < rows;
  return (isBetween ? row + 1 : row) * columns + column;
}

/** How far, in its worst channel, a tile is outside what lies between two others. */
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

/** The colour that most tiles have, to eight levels a channel: the ground of the page. */
export function commonColour({ rgb }: Tiles): Colour {
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
