/** What a page's screenshot looks like, tile by tile, with how much each tile changes by itself. */
import type { ReducedPicture } from '../model.ts';
import { fromBase64, toBase64 } from './base64.ts';
import { type ChangedRegion, changedRegions } from './changed-regions.ts';
import { imagesTeach, type LearnedImage, learnImages } from './learned-images.ts';
import { learnTiles } from './learned-tiles.ts';
import { alignBands, type Band, type KnownTiles, type Tiles } from './picture-bands.ts';

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
  /** Left out in baselines of before images were looked at one by one. */
  readonly images?: readonly LearnedImage[];
}

export interface PictureComparison {
  /** Share of tiles with content (before or now) that changed beyond their own volatility, 0 to 1. */
  readonly changedShare: number;
  /** The same for the first 24 tile rows, about one screenful. */
  readonly changedShareOnTop: number;
  /** Top and bottom of the changed region in pixels of the new picture; null when nothing changed. */
  readonly region: { readonly top: number; readonly bottom: number } | null;
  /** Parts of the page stand higher or lower than before. */
  readonly isMoved: boolean;
  /** The same change in connected pieces, largest first. */
  readonly regions: readonly ChangedRegion[];
}

/** Tile rows of about one screenful. */
export const topRows = 24;
/** Looks after which a tile that never moved is taken to be still. */
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

/** Takes over where things stand now, with what is known of how much each part moves by itself. */
export function learnPicture(learned: LearnedPicture, picture: ReducedPicture): LearnedPicture {
  const { rows, rgb, spread } = learnTiles(knownTiles(learned), tilesOf(picture));
  return {
    ...learned,
    looks: learned.looks + 1,
    rows,
    rgb: toBase64(rgb),
    spread: toBase64(spread),
    images: learnImages(learned.images ?? [], picture.images ?? []),
  };
}

/** Whether a clean look's picture says something that is not known: stillness is known only after several looks. */
export function pictureTeaches(learned: LearnedPicture, picture: ReducedPicture): boolean {
  if (learned.looks < looksForStillness) return true;
  if (imagesTeach(learned.images ?? [], picture.images ?? [])) return true;
  if (picture.rows > learned.rows) return true;
  const bands = alignBands(knownTiles(learned), tilesOf(picture));
  return bands.some(({ shift, changed, counted }) => changed > 0 || (shift !== 0 && counted > 0));
}

/** Compares band by band, each at the vertical shift where it fits best. */
export function comparePicture(learned: LearnedPicture, picture: ReducedPicture): PictureComparison {
  const known = knownTiles(learned);
  const now = tilesOf(picture);
  const bands = alignBands(known, now);
  const onTop = bands.filter((band) => band.start < topRows);
  return {
    changedShare: changedShareOf(bands),
    changedShareOnTop: changedShareOf(onTop),
    region: extent(bands, learned.tilePx),
    isMoved: bands.filter(({ shift, counted }) => shift !== 0 && counted > 0).length > 1,
    regions: changedRegions(known, now, bands, picture),
  };
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

function tilesOf({ columns, rows, rgb }: ReducedPicture): Tiles {
  return { columns, rows, rgb: fromBase64(rgb) };
}
