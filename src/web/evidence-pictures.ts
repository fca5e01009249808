/** Pictures of looks for display: re-encoded, and cached in memory. */
import type { Content } from '../core/domain/content.ts';
import { isPng } from '../core/png.ts';
import type { Pictures } from '../core/ports.ts';
import type { BlobStore } from '../store/evidence/blobs.ts';
import type { Evidence } from '../store/reads/evidence.ts';

export const pictureSides = ['before', 'after', 'difference'] as const;
export type PictureSide = (typeof pictureSides)[number];
/** `small` shows the page's top, `full` everything that was kept. */
export type PictureSize = 'small' | 'full';

export interface ServedPicture {
  /** ETag of exactly these bytes. */
  readonly tag: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

export interface EvidencePictures {
  /** Null when a required picture is not kept. */
  load(evidence: Evidence, side: PictureSide, size: PictureSize): Promise<ServedPicture | null>;
}

/** Width of a small picture; its height is cut at twice that. */
export const smallWidthPx = 900;
/** A few dozen full pictures. */
const cacheBytes = 48_000_000;

export function createEvidencePictures(pictures: Pictures, blobs: BlobStore): EvidencePictures {
  const cache = new Map<string, ServedPicture>();
  const making = new Map<string, Promise<ServedPicture | null>>();

  const keep = (key: string, picture: ServedPicture) => {
    cache.set(key, picture);
    let total = [...cache.values()].reduce((sum, one) => sum + one.bytes.byteLength, 0);
    for (const [oldest, { bytes }] of cache) {
      if (total <= cacheBytes) break;
      cache.delete(oldest);
      total -= bytes.byteLength;
    }
  };

  return {
    async load(evidence, side, size) {
      const hashes = hashesOf(evidence, side);
      if (hashes === null) return null;
      const key = [side, size, ...hashes].join(' ');
      const kept = cache.get(key);
      if (kept) {
        // Reinserted at the end: the map is in order of use.
        cache.delete(key);
        cache.set(key, kept);
        return kept;
      }
      const running = making.get(key);
      if (running) return running;
      const made = make(pictures, blobs, hashes, size, key).finally(() => making.delete(key));
      making.set(key, made);
      const picture = await made;
      if (picture) keep(key, picture);
      return picture;
    },
  };
}

function hashesOf(evidence: Evidence, side: PictureSide): string[] | null {
  const before = evidence.before?.screenshotHash ?? null;
  const after = evidence.after?.screenshotHash ?? null;
  if (side === 'difference') return before !== null && after !== null ? [before, after] : null;
  const hash = side === 'before' ? before : after;
  return hash === null ? null : [hash];
}

async function make(
  pictures: Pictures,
  blobs: BlobStore,
  hashes: readonly string[],
  size: PictureSize,
  key: string,
): Promise<ServedPicture | null> {
  const contents: Content[] = [];
  for (const hash of hashes) {
    const bytes = await blobs.get(hash);
    // Full pictures are PNG files from our own browser; anything else under that hash is not shown.
    if (bytes === null || !isPng(bytes)) return null;
    contents.push({ hash, mediaType: 'image/png', bytes });
  }
  const [first, second] = contents;
  if (!first) return null;
  const whole = second ? (await pictures.difference(first, second)).picture : first;
  const shown = size === 'small' ? await pictures.thumbnail(whole, smallWidthPx) : whole;
  return { tag: `"${Buffer.from(key).toString('base64url').slice(0, 120)}"`, bytes: new Uint8Array(shown.bytes) };
}
