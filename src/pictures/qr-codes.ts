/**
 * The content of a QR code inside a picture. Pure, and bounded in pixels; the decoder's retries are bounded in time.
 */
import decodeQR from 'qr/decode.js';
import type { PictureBox } from '../core/domain/capture.ts';
import type { Pixels } from './decoding.ts';

/** Side length in pixels. Smaller codes cannot be scanned from a screen either; larger ones are posters. */
const sides = { least: 64, most: 1_000 };
/** Maximum ratio of the sides: codes are square, with a margin or a line of text around them. */
const longest = 1.6;
/** Milliseconds for retries with other hypotheses; the first attempts always run. */
const retriesMs = 100;
const textCap = 500;

/** Null if there is none that can be read. */
export function qrTextOf(pixels: Pixels, box: PictureBox): string | null {
  const [short, long] = [Math.min(box.width, box.height), Math.max(box.width, box.height)];
  if (short < sides.least || long > sides.most || long > longest * short) return null;
  try {
    const data = cropped(pixels, box);
    const text = decodeQR({ width: box.width, height: box.height, data }, { format: 'RGB', timeLimit: retriesMs });
    return text.trim() === '' ? null : text.slice(0, textCap);
  } catch {
    return null;
  }
}

function cropped({ data, width }: Pixels, box: PictureBox): Uint8Array {
  const inside = new Uint8Array(box.width * box.height * 3);
  for (let row = 0; row < box.height; row++) {
    const start = ((box.y + row) * width + box.x) * 3;
    inside.set(data.subarray(start, start + box.width * 3), row * box.width * 3);
  }
  return inside;
}
