/** Parts of a picture as a reader of letters likes them: dark on light, not too small, in strips of bounded size. */
import sharp from 'sharp';
import type { PictureBox } from '../../core/model.ts';
import { decode, type Pixels } from '../decoding.ts';
import type { GreyPixels } from './engine.ts';

/** Read in one go; between two the time is looked at. */
const stripHeightPx = 320;
/** A line cut by one strip stands whole in the next. */
const overlapPx = 40;
/** One area: one and a half first screens of a desktop browser. */
const pixelBudget = 1_600_000;
/** Lower areas are enlarged: the letters of small print are under what the models learned. */
const smallBelowPx = 160;
const leastSidePx = 16;
/** Brightness (of 255) under which a pixel is dark, and the share of pixels that makes a ground. */
const darkBelow = 110;
const mostlyFrom = 0.7;

/** Strips of the area, made as they are asked for. */
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
  if (!(width >= leastSidePx)) return [];
  for (let y = clamp(area.y, 0, size.height); bottom - y >= leastSidePx; y += stripHeightPx - overlapPx) {
    const height = Math.min(stripHeightPx, bottom - y, Math.floor(left / width));
    if (height < leastSidePx) break;
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
 * On a dark ground the brightest channel is taken and turned over, on a light one the darkest: red on black and yellow on
 * white are plain then, where their luminance is not. Half and half is read both ways.
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

/** Share of pixels whose luma (ITU-R BT.601) is low. */
function darkShare(rgb: Uint8Array): number {
  let dark = 0;
  for (let at = 0; at < rgb.length; at += 3) {
    const luma = 299 * (rgb[at] as number) + 587 * (rgb[at + 1] as number) + 114 * (rgb[at + 2] as number);
    if (luma < darkBelow * 1_000) dark++;
  }
  return dark / (rgb.length / 3);
}
