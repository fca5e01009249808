/** A small picture of the top of a page, for mail and lists. Re-encoded, so nothing of the original file survives. */
import { openPicture } from './decoding.ts';

/** PNG at most `widthPx` wide and twice as high; a smaller picture is not enlarged. */
export async function thumbnail(bytes: Uint8Array, widthPx: number): Promise<Buffer> {
  const { width, height } = await openPicture(bytes).metadata();
  return openPicture(bytes)
    .extract({ left: 0, top: 0, width, height: Math.min(height, width * 2) })
    .flatten({ background: '#ffffff' })
    .toColourspace('srgb')
    .resize({ width: widthPx, height: widthPx * 2, fit: 'inside', withoutEnlargement: true })
    .png({ palette: true, colours: 128, dither: 0.5, effort: 4, compressionLevel: 9 })
    .toBuffer();
}
