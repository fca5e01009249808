/** Paints where two screenshots differ, for people. Takes seconds, so decisions use reduced pictures instead. */
import pixelmatch from 'pixelmatch';
import { PNG } from 'pngjs';
import { decode, type Pixels } from './decoding.ts';

/** Only the top of taller pages is compared: 1366 × 11,700. Three RGBA copies take 192 MB. */
const comparedPixels = 16_000_000;
/** YIQ distance from which a pixel counts as changed, 0 to 1 (pixelmatch's default). */
const threshold = 0.1;

export interface Difference {
  readonly png: Buffer;
  /** Share of pixels changed, 0 to 1; areas that only one picture covers count as changed. */
  readonly changedRatio: number;
}

/** Changed pixels tinted red on a faded grey copy of `after` (of `before` where the page got shorter). */
export async function difference(before: Uint8Array, after: Uint8Array): Promise<Difference> {
  const [old, now] = await Promise.all([decode(before, 4, comparedPixels), decode(after, 4, comparedPixels)]);
  const width = Math.max(old.width, now.width);
  const height = Math.max(old.height, now.height);
  const page = onCanvas(now, width, height, old);
  const changed = new Uint8Array(width * height * 4);
  // No anti-aliasing detection: both pictures come from one pinned renderer, and detection takes 90 % of the time.
  pixelmatch(onCanvas(old, width, height), page, changed, width, height, {
    threshold,
    includeAA: true,
    diffMask: true,
  });
  const common = { width: Math.min(old.width, now.width), height: Math.min(old.height, now.height) };
  const count = paint(page, changed, width, common);
  return { png: encode(page, width, height), changedRatio: count / (width * height) };
}

/** Places the picture at the top left of a canvas; `under` shows through where it does not reach. */
function onCanvas(picture: Pixels, width: number, height: number, under?: Pixels): Uint8Array {
  if (picture.width === width && picture.height === height) return picture.data;
  const canvas = new Uint8Array(width * height * 4).fill(255);
  for (const layer of under === undefined ? [picture] : [under, picture]) {
    for (let y = 0; y < layer.height; y++) {
      canvas.set(layer.data.subarray(y * layer.width * 4, (y + 1) * layer.width * 4), y * width * 4);
    }
  }
  return canvas;
}

/** Paints in place and returns the number of changed pixels. `changed` is opaque where pixelmatch saw a change. */
function paint(
  page: Uint8Array,
  changed: Uint8Array,
  width: number,
  common: { readonly width: number; readonly height: number },
): number {
  let count = 0;
  for (let at = 0, x = 0, y = 0; at < page.length; at += 4) {
    // Quantised to multiples of 8: still readable, and compresses to a third.
    const light =
      ((77 * (page[at] as number) + 150 * (page[at + 1] as number) + 29 * (page[at + 2] as number)) >> 8) & 0xf8;
    const differs = changed[at + 3] !== 0 || x >= common.width || y >= common.height;
    if (differs) count++;
    page[at] = differs ? 168 + (light >> 2) : 199 + (light >> 3) + (light >> 4);
    page[at + 1] = differs ? light >> 1 : (page[at] as number);
    page[at + 2] = differs ? light >> 1 : (page[at] as number);
    if (++x === width) {
      x = 0;
      y++;
    }
  }
  return count;
}

function encode(page: Uint8Array, width: number, height: number): Buffer {
  const png = new PNG({ width, height });
  png.data = Buffer.from(page.buffer, page.byteOffset, page.byteLength);
  return PNG.sync.write(png, { colorType: 2, inputColorType: 6, inputHasAlpha: true, deflateLevel: 3, filterType: 2 });
}
