/** A page in mourning: everything is where it was and looks as it did, in shades of grey. */
import { commonColour, isColour, type KnownTiles, type Tiles } from './picture-bands.ts';

/** Of 255, between the channels of one tile or image: from which it is coloured, and up to which it is grey. */
const colouredFrom = 24;
const greyUpTo = 8;
/** Share of the tiles with content: coloured before, and still coloured now. */
const wasColouredFrom = 0.1;
const isColouredUpTo = 0.02;
/** Of 255: how far a grey may be from the brightness of the colour it stands for. */
const sameBrightness = 24;
/** Weights of the grey that `filter: grayscale()` makes (Filter Effects, 9.3). */
const weights = [0.2126, 0.7152, 0.0722] as const;

/** Whether a coloured picture lost its colours. Says nothing of what it shows now: compare it with `inGrey`. */
export function lostColours(known: Tiles, now: Tiles): boolean {
  return colouredShare(known) >= wasColouredFrom && colouredShare(now) <= isColouredUpTo;
}

/** The learned tiles as they would look without colour. */
export function inGrey(known: KnownTiles): KnownTiles {
  const rgb = new Uint8Array(known.rgb.length);
  for (let at = 0; at + 2 < rgb.length; at += 3) rgb.fill(greyOf(known.rgb, at), at, at + 3);
  return { ...known, rgb };
}

/** Whether an image's hash differs from a learned one by its colour alone. */
export function isInGrey(before: string, now: string): boolean {
  const [was, is] = [coloursOf(before), coloursOf(now)];
  return (
    chroma(is, 0) <= greyUpTo && chroma(was, 0) > greyUpTo && Math.abs(greyOf(was, 0) - (is[1] ?? 0)) <= sameBrightness
  );
}

function colouredShare(tiles: Tiles): number {
  const ground = commonColour(tiles);
  let [coloured, shown] = [0, 0];
  for (let tile = 0; tile < tiles.columns * tiles.rows; tile++) {
    const isTinted = chroma(tiles.rgb, tile * 3) >= colouredFrom;
    // A coloured background counts too, a white one does not.
    if (!isTinted && isColour(tiles.rgb, tile, ground)) continue;
    shown++;
    if (isTinted) coloured++;
  }
  return shown === 0 ? 0 : coloured / shown;
}

function chroma(rgb: ArrayLike<number>, at: number): number {
  const channels = [rgb[at] ?? 0, rgb[at + 1] ?? 0, rgb[at + 2] ?? 0];
  return Math.max(...channels) - Math.min(...channels);
}

function greyOf(rgb: ArrayLike<number>, at: number): number {
  return Math.round(weights.reduce((sum, weight, channel) => sum + weight * (rgb[at + channel] ?? 0), 0));
}

/** The mean colour in an image hash: the last six of its 22 digits. */
function coloursOf(hash: string): number[] {
  return [16, 18, 20].map((at) => Number.parseInt(hash.slice(at, at + 2), 16));
}
