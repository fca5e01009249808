/** A page's screenshot, tile by tile, with the volatility of each tile. */
import type { ReducedPicture } from '../domain/capture.ts';
import { fromBase64, toBase64 } from './base64.ts';
import { type ChangedRegion, changedRegions } from './changed-regions.ts';
import { inGrey, lostColours } from './colours-gone.ts';
import type { Habits } from './habit.ts';
import { imagesTeach, type LearnedImage, learnImages } from './learned-images.ts';
import { learnTiles } from './learned-tiles.ts';
import { alignBands, type Band, commonColour, isColour, type KnownTiles, type Tiles } from './picture-bands.ts';

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
  readonly images: readonly LearnedImage[];
  /** How much each learned picture changed. Missing in older baselines. */
  readonly habits?: Habits;
}

export interface PictureComparison {
  /** Share of tiles with content (before or now) that changed beyond their own volatility, 0 to 1. */
  readonly changedShare: number;
  /** The same for the first 24 tile rows, about one screenful. */
  readonly changedShareOnTop: number;
  /** Top and bottom of the changed region in pixels of the new picture; null when nothing changed. */
  readonly region: { readonly top: number; readonly bottom: number } | null;
  /** Parts of the page are higher or lower than before. */
  readonly isMoved: boolean;
  /** The same change in connected pieces, largest first. */
  readonly regions: readonly ChangedRegion[];
  /** The colours are gone, and most of the picture is the learned one in grey: compared with it as if learned so. */
  readonly isInGrey: boolean;
}

/** Tile rows of about one screenful. */
export const topRows = 24;
/** Looks after which a tile that never changed is considered still. */
const looksForStillness = 6;

export function firstPicture(picture: ReducedPicture, rendererVersion: string): LearnedPicture {
  const { tilePx, widthPx, columns, rows, rgb, images = [] } = picture;
  const spread = toBase64(new Uint8Array(columns * rows));
  return { rendererVersion, looks: 1, tilePx, widthPx, columns, rows, rgb, spread, images: learnImages([], images) };
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

/**
 * Adopts the new positions, keeping what is known of each part's volatility. A picture in grey teaches nothing: with the
 * colours back, everything would seem to change by itself.
 */
export function learnPicture(learned: LearnedPicture, picture: ReducedPicture): LearnedPicture {
  if (compareInGrey(knownTiles(learned), tilesOf(picture), picture) !== null) return learned;
  const { rows, rgb, spread } = learnTiles(knownTiles(learned), tilesOf(picture));
  return {
    ...learned,
    looks: learned.looks + 1,
    rows,
    rgb: toBase64(rgb),
    spread: toBase64(spread),
    images: learnImages(learned.images, picture.images ?? []),
  };
}

/** Whether a clean look's picture adds anything: stillness is known only after several looks. */
export function pictureTeaches(learned: LearnedPicture, picture: ReducedPicture): boolean {
  if (compareInGrey(knownTiles(learned), tilesOf(picture), picture) !== null) return false;
  if (learned.looks < looksForStillness) return true;
  if (imagesTeach(learned.images, picture.images ?? [])) return true;
  if (picture.rows > learned.rows) return true;
  const bands = alignBands(knownTiles(learned), tilesOf(picture));
  return bands.some(({ shift, changed, counted }) => changed > 0 || (shift !== 0 && counted > 0));
}

/** Share of changed tiles up to which a grey picture is the learned one without its colours. */
const greyUpTo = 0.4;

/** Compares band by band, each at the vertical shift where it fits best. */
export function comparePicture(learned: LearnedPicture, picture: ReducedPicture): PictureComparison {
  const coloured = knownTiles(learned);
  const now = tilesOf(picture);
  return compareInGrey(coloured, now, picture) ?? { ...compareTiles(coloured, now, picture), isInGrey: false };
}

/** Null unless the picture is the learned one in grey. */
function compareInGrey(coloured: KnownTiles, now: Tiles, picture: ReducedPicture): PictureComparison | null {
  if (!lostColours(coloured, now)) return null;
  const comparison = compareTiles(inGrey(coloured), now, picture);
  return comparison.changedShare <= greyUpTo ? { ...comparison, isInGrey: true } : null;
}

function compareTiles(known: KnownTiles, now: Tiles, picture: ReducedPicture): Omit<PictureComparison, 'isInGrey'> {
  const bands = alignBands(known, now);
  const onTop = bands.filter((band) => band.start < topRows);
  return {
    changedShare: changedShareOf(bands),
    changedShareOnTop: changedShareOf(onTop),
    region: extent(bands, picture.tilePx),
    isMoved: bands.filter(({ shift, counted }) => shift !== 0 && counted > 0).length > 1,
    regions: changedRegions(known, now, bands, picture),
  };
}

/** Share of the first screen that is not of its commonest colour, 0 to 1. */
export function shownShare(picture: Pick<ReducedPicture, 'columns' | 'rows' | 'rgb'>): number {
  const { columns, rows, rgb } = tilesOf(picture);
  const top = { columns, rows: Math.min(rows, topRows), rgb };
  const tiles = top.columns * top.rows;
  const ground = commonColour({ ...top, rgb: rgb.subarray(0, tiles * 3) });
  let shown = 0;
  for (let tile = 0; tile < tiles; tile++) if (!isColour(rgb, tile, ground)) shown++;
  return tiles === 0 ? 0 : shown / tiles;
}

function changedShareOf(bands: readonly Band[]): number {
  const counted = bands.reduce((sum, band) => sum + band.counted, 0);
  return counted === 0 ? 0 : bands.reduce((sum, band) => sum + band.changed, 0) / counted;
}

function extent(bands: readonly Band[], tilePx: number): PictureComparison['region'] {
  let top = Number.POSITIVE_INFINITY;
  let bottom = -1;
  for (const band of bands) {
    if (band.counted === 0 || band.changed / band.counted < 0.3) continue;
    top = Math.min(top, band.start + band.shift);
    bottom = Math.max(bottom, band.end + band.shift);
  }
  return bottom < 0 ? null : { top: Math.max(0, top) * tilePx, bottom: bottom * tilePx };
}

function knownTiles({ columns, rows, rgb, spread }: LearnedPicture): KnownTiles {
  return { columns, rows, rgb: fromBase64(rgb), spread: fromBase64(spread) };
}

function tilesOf({ columns, rows, rgb }: Pick<ReducedPicture, 'columns' | 'rows' | 'rgb'>): Tiles {
  return { columns, rows, rgb: fromBase64(rgb) };
}
