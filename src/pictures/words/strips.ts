/** Prepares parts of a picture for OCR: dark on light, not too small, in strips of bounded size. */
import sharp from 'sharp';
import type { PictureBox } from '../../core/domain/capture.ts';
import { decode, type Pixels } from '../decoding.ts';
import type { GreyPixels } from './engine.ts';

/** Recognised in one call; the time budget is checked between strips. */
const stripHeightPx = 320;
/** A line cut by one strip is whole in the next. */
const overlapPx = 40;
/** Per area: one and a half screens of a desktop browser. */
const pixelBudget = 1_600_000;
/** Areas below this height are enlarged: small print is smaller than what the models were trained on. */
const smallBelowPx = 160;
const minSidePx = 16;
/** Brightness (of 255) below which a pixel is dark, and the share of pixels that decides the background. */
const darkBelow = 110;
const mostlyFrom = 0.7;

/** Strips of the area, produced lazily. */
export async function* stripsOf(bytes: Uint8Array, area: PictureBox): AsyncGenerator<GreyPixels> {
  const picture = await decode(bytes, 3);
  for (const box of stripBoxes(area, picture)) yield* await greyStrips(picture, box);
}

/** Where the strips lie, within the picture and the budget. */
export function stripBoxes(area: PictureBox, size: Pick<Pixels, 'width' | 'height'>): PictureBox[] {
  const boxes: PictureBox[] = [];
  const x = clamp(area.x, 0, size.width);
  const width = clamp(area.x + area.width, 0, size.width) - x;
  const bottom = clamp(area.y + area.height, 0, size.height);
  let left = pixelBudget;
  if (!(width >= minSidePx)) return [];
  for (let y = clamp(area.y, 0, size.height); bottom - y >= minSidePx; y += stripHeightPx - overlapPx) {
    const height = Math.min(stripHeightPx, bottom - y, Math.floor(left / width));
    if (height < minSidePx) break;
    boxes.push({ x, y, width, height });
    left -= width * height;
    if (y + height >= bottom) break;
  }
  return boxes;
}

function clamp(value: number, least: number, most: number): number {
  return Math.max(least, Math.min(most, Math.round(value)));
}

/**
 * Takes the inverted brightest channel on a dark background and the darkest channel on a light one. This makes red on
 * black and yellow on white legible, which luminance would not. Mixed backgrounds are read both ways.
 */
async function greyStrips(picture: Pixels, { x, y, width, height }: PictureBox): Promise<GreyPixels[]> {
  const raw = { raw: { width: picture.width, height: picture.height, channels: 3 } } as const;
  const strip = sharp(picture.data, raw).extract({ left: x, top: y, width, height });
  if (height < smallBelowPx) strip.resize({ width: width * 2 });
  const { data, info } = await strip.raw().toBuffer({ resolveWithObject: true });
  const size = { width: info.width, height: info.height };
  const dark = darkShare(data);
  const lightLetters = { ...size, data: greyOf(data, (r, g, b) => 255 - Math.max(r, g, b)) };
  const darkLetters = { ...size, data: greyOf(data, (r, g, b) => Math.min(r, g, b)) };
  if (dark > mostlyFrom) return [lightLetters];
  return dark < 1 - mostlyFrom ? [darkLetters] : [lightLetters, darkLetters];
}

function greyOf(rgb: Uint8Array, grey: (r: number, g: number, b: number) => number): Uint8Array {
  const pixels = new Uint8Array(rgb.length / 3);
  for (let i = 0, at = 0; i < pixels.length; i++, at += 3) {
    pixels[i] = grey(rgb[at] as number, rgb[at + 1] as number, rgb[at + 2] as number);
  }
  return pixels;
}

/** Share of pixels with low luma (ITU-R BT.601). */
function darkShare(rgb: Uint8Array): number {
  let dark = 0;
  for (let at = 0; at < rgb.length; at += 3) {
    const luma = 299 * (rgb[at] as number) + 587 * (rgb[at + 1] as number) + 114 * (rgb[at + 2] as number);
    if (luma < darkBelow * 1_000) dark++;
  }
  return dark / (rgb.length / 3);
}
