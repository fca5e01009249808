/** The only decoder for untrusted pictures: checked by magic number, within caps, to raw pixels. Worker only. */
import sharp, { type Sharp } from 'sharp';

/** Above 1920 × 20,000, the tallest screenshot that the configuration allows at full HD. */
const pixelCap = 40_000_000;
const byteCap = 100_000_000;
/** JavaScript can't interrupt native code, so it gets its own limit, below the pool's. */
const nativeSeconds = 15;

const magics: readonly { readonly format: string; readonly test: (bytes: Uint8Array) => boolean }[] = [
  { format: 'png', test: (bytes) => startsWith(bytes, [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]) },
  { format: 'jpeg', test: (bytes) => startsWith(bytes, [0xff, 0xd8, 0xff]) },
  { format: 'gif', test: (bytes) => startsWith(bytes, [0x47, 0x49, 0x46, 0x38]) },
  {
    format: 'webp',
    test: (bytes) =>
      startsWith(bytes, [0x52, 0x49, 0x46, 0x46]) && startsWith(bytes.subarray(8), [0x57, 0x45, 0x42, 0x50]),
  },
];

function startsWith(bytes: Uint8Array, magic: readonly number[]): boolean {
  return magic.every((byte, index) => bytes[index] === byte);
}

/** Rows of RGB or RGBA, 8 bits per channel, no padding. */
export interface Pixels {
  readonly data: Uint8Array;
  readonly width: number;
  readonly height: number;
}

/** Why a picture is refused; the message is shown to people verbatim. */
class Unreadable extends Error {}

/** Why decoding failed, as the end of a sentence. Never the decoder's own message, which may quote the file. */
export function reasonOf(error: unknown): string {
  if (error instanceof Unreadable) return error.message;
  const text = error instanceof Error ? (error.message.split('\n')[0] ?? '') : '';
  if (/exceeds pixel limit/i.test(text)) return 'it has more pixels than the decoder accepts';
  if (/timeout/i.test(text)) return 'decoding took too long';
  return 'it is damaged';
}

/**
 * A decoder for the bytes; nothing is decoded yet. libvips opens many more formats (SVG, PDF, TIFF …), but each is
 * another parser exposed to hostile bytes. Only the first frame of an animation is decoded.
 */
export function openPicture(bytes: Uint8Array): Sharp {
  if (bytes.length > byteCap) throw new Unreadable(`it has ${bytes.length} bytes, more than ${byteCap}`);
  if (!magics.some((magic) => magic.test(bytes))) throw new Unreadable('it is neither PNG, JPEG, WebP nor GIF');
  return sharp(bytes, { limitInputPixels: pixelCap, failOn: 'error', pages: 1 }).timeout({ seconds: nativeSeconds });
}

/** Decodes to sRGB on white: whole rows from the top, at most `maxPixels`. */
export async function decode(bytes: Uint8Array, channels: 3 | 4, maxPixels: number = pixelCap): Promise<Pixels> {
  const { width, height } = await openPicture(bytes).metadata();
  const rows = Math.max(1, Math.min(height, Math.floor(maxPixels / width)));
  const picture = openPicture(bytes);
  if (rows < height) picture.extract({ left: 0, top: 0, width, height: rows });
  picture.flatten({ background: '#ffffff' }).toColourspace('srgb').removeAlpha();
  if (channels === 4) picture.ensureAlpha();
  const { data, info } = await picture.raw({ depth: 'uchar' }).toBuffer({ resolveWithObject: true });
  if (info.channels !== channels) throw new Unreadable(`it has ${info.channels} colour channels`);
  return { data, width: info.width, height: info.height };
}
