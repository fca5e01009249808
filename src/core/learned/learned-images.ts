/** What a page's images look like, by address, and for how long. */
import type { ImageHash } from '../domain/capture.ts';
import { isInGrey } from './colours-gone.ts';
import { imageHashDistance } from './image-hash.ts';

export interface LearnedImage {
  readonly address: string;
  /** Image hash in the latest look that showed it. */
  readonly hash: string;
  /** Consecutive looks, of those that showed the image at all, in which it looked the same. */
  readonly run: number;
  /** How often the picture changed; a rotating slot changes again and again. */
  readonly changes: number;
  /** Earlier image hashes, newest first; none of them is news when shown again. */
  readonly earlier: readonly string[];
  /** What QR codes in it said, and in how many looks one was read; omitted where none was. */
  readonly codes?: { readonly texts: readonly string[]; readonly looks: number };
}

export interface SwappedImage {
  readonly before: LearnedImage;
  readonly now: ImageHash;
}

/** Differing bits from which it is another picture; JPEG at quality 15 and half the resolution shift at most 2. */
const otherFrom = 9;
const mostImages = 120;
/** Identical looks after which an image is expected to stay, and how many more each earlier change requires. */
const stableFrom = 3;
const runPerChange = 4;
/** Changes from which a place is a carousel slot and never stable again. */
const restlessFrom = 8;
const mostEarlier = 6;
/** Looks in which a code was the same before another one is news; with several texts it is a slot. */
const readFrom = 2;
const mostCodes = 4;

/** Counts one more look. An address that shows several pictures at once (`image.php`) is a slot, not an image. */
export function learnImages(learned: readonly LearnedImage[], shown: readonly ImageHash[]): LearnedImage[] {
  const hashes = byAddress(shown);
  const known = learned.map((image) => {
    const [hash, ...others] = hashes.get(image.address) ?? [];
    hashes.delete(image.address);
    if (hash === undefined) return image;
    if (others.length === 0 && isSameImage(hash, image.hash)) return { ...image, run: Math.min(image.run + 1, 99) };
    const earlier = [image.hash, ...image.earlier].filter((old) => !isSameImage(old, hash)).slice(0, mostEarlier);
    return { ...image, hash, run: 1, changes: Math.min(image.changes + 1, restlessFrom), earlier };
  });
  const fresh = [...hashes].map(([address, [hash = '', ...others]]) => ({
    address,
    hash,
    run: 1,
    changes: others.length === 0 ? 0 : restlessFrom,
    earlier: others.slice(0, mostEarlier),
  }));
  return [...known, ...fresh].slice(-mostImages).map((image) => withCode(image, shown));
}

function withCode(image: LearnedImage, shown: readonly ImageHash[]): LearnedImage {
  const text = shown.find(({ address, qr }) => address === image.address && qr !== undefined)?.qr;
  if (text === undefined) return image;
  const { texts, looks } = image.codes ?? { texts: [], looks: 0 };
  return { ...image, codes: { texts: [...new Set([...texts, text])].slice(0, mostCodes), looks: looks + 1 } };
}

export interface SwappedCode {
  readonly before: string;
  readonly now: string;
  readonly box: ImageHash['box'];
}

/**
 * New codes in place of one that was always the same: at its image's address, or at another while that image is gone.
 */
export function swappedCodes(learned: readonly LearnedImage[], shown: readonly ImageHash[]): SwappedCode[] {
  const known = new Set(learned.flatMap(({ codes }) => codes?.texts ?? []));
  const here = new Set(shown.flatMap(({ qr }) => qr ?? []));
  const steady = new Map(learned.flatMap(({ address, codes }) => (isSteady(codes) ? [[address, codes.texts[0]]] : [])));
  const gone = [...new Set(steady.values())].filter((text) => text !== undefined && !here.has(text));
  return shown.flatMap(({ address, qr, box }) => {
    if (qr === undefined || known.has(qr)) return [];
    const before = steady.get(address) ?? (gone.length === 1 ? gone[0] : undefined);
    return before === undefined ? [] : [{ before, now: qr, box }];
  });
}

function isSteady(codes: LearnedImage['codes']): codes is NonNullable<LearnedImage['codes']> {
  return codes !== undefined && codes.looks >= readFrom && codes.texts.length === 1;
}

/**
 * Stable images that now show something else under the same address.
 * @param isGrey the whole picture lost its colours: an image that lost nothing else is the same
 */
export function swappedImages(
  learned: readonly LearnedImage[],
  shown: readonly ImageHash[],
  isGrey = false,
): SwappedImage[] {
  const byName = new Map(learned.map((image) => [image.address, image]));
  return shown.flatMap((now) => {
    const before = byName.get(now.address);
    if (before === undefined || !isStable(before) || isKnown(before, now.hash)) return [];
    if (isGrey && isInGrey(before.hash, now.hash) && isSameShape(before.hash, now.hash)) return [];
    return [{ before, now }];
  });
}

/** Images whose picture is new, under any address. */
export function unseenImages(learned: readonly LearnedImage[], shown: readonly ImageHash[]): ImageHash[] {
  return shown.filter((now) => !learned.some((image) => isKnown(image, now.hash)));
}

/** Whether a look with these images would change what was learned. */
export function imagesTeach(learned: readonly LearnedImage[], shown: readonly ImageHash[]): boolean {
  if (unseenImages(learned, shown).length > 0) return true;
  const isRead = new Set(learned.flatMap(({ address, codes }) => (isSteady(codes) ? [address] : [])));
  if (shown.some(({ address, qr }) => qr !== undefined && !isRead.has(address))) return true;
  const here = new Set(shown.map((image) => image.address));
  return learned.some((image) => here.has(image.address) && image.changes < restlessFrom && !isStable(image));
}

function isStable({ run, changes }: LearnedImage): boolean {
  return changes < restlessFrom && run >= stableFrom + changes * runPerChange;
}

function isKnown(image: LearnedImage, hash: string): boolean {
  return isSameImage(image.hash, hash) || image.earlier.some((old) => isSameImage(old, hash));
}

function isSameImage(a: string, b: string): boolean {
  return imageHashDistance(a, b) < otherFrom;
}

function isSameShape(a: string, b: string): boolean {
  return imageHashDistance(`${a.slice(0, 16)}000000`, `${b.slice(0, 16)}000000`) < otherFrom;
}

/** Distinct image hashes per address. */
function byAddress(shown: readonly ImageHash[]): Map<string, string[]> {
  const hashes = new Map<string, string[]>();
  for (const { address, hash } of shown) {
    const known = hashes.get(address) ?? [];
    if (!known.some((other) => isSameImage(other, hash))) hashes.set(address, [...known, hash]);
  }
  return hashes;
}
