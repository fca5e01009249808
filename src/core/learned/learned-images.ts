/** What the images of a page look like, by address, and how long each has looked so. */
import type { ImagePrint } from '../model.ts';
import { printDistance } from './image-print.ts';

export interface LearnedImage {
  readonly address: string;
  /** Of the newest look that showed it. */
  readonly print: string;
  /** Looks in a row, as far as the image was shown at all, in which it looked like that. */
  readonly run: number;
  /** How often it became another picture; a rotating slot does so again and again. */
  readonly changes: number;
  /** What it looked like before, newest first; shown again, none of it is news. */
  readonly earlier: readonly string[];
}

export interface SwappedImage {
  readonly before: LearnedImage;
  readonly now: ImagePrint;
}

/** Differing bits beyond which it is another picture; JPEG at quality 15 and half the resolution move at most 2. */
const otherFrom = 9;
const mostImages = 120;
/** Looks alike after which an image is expected to stay, and how many more each earlier change asks for. */
const stableFrom = 3;
const runPerChange = 4;
/** Changes from which a place is a slot of a carousel and never stable again. */
const restlessFrom = 8;
const mostEarlier = 6;

/** Counts one more look. An address that shows several pictures at once (`image.php`) is a slot, not an image. */
export function learnImages(learned: readonly LearnedImage[], shown: readonly ImagePrint[]): LearnedImage[] {
  const prints = byAddress(shown);
  const known = learned.map((image) => {
    const [print, ...others] = prints.get(image.address) ?? [];
    prints.delete(image.address);
    if (print === undefined) return image;
    if (others.length === 0 && isAlike(print, image.print)) return { ...image, run: Math.min(image.run + 1, 99) };
    const earlier = [image.print, ...image.earlier].filter((old) => !isAlike(old, print)).slice(0, mostEarlier);
    return { ...image, print, run: 1, changes: Math.min(image.changes + 1, restlessFrom), earlier };
  });
  const fresh = [...prints].map(([address, [print = '', ...others]]) => ({
    address,
    print,
    run: 1,
    changes: others.length === 0 ? 0 : restlessFrom,
    earlier: others.slice(0, mostEarlier),
  }));
  return [...known, ...fresh].slice(-mostImages);
}

/** Images expected to stay as they were that now show something else under the same address. */
export function swappedImages(learned: readonly LearnedImage[], shown: readonly ImagePrint[]): SwappedImage[] {
  const byName = new Map(learned.map((image) => [image.address, image]));
  return shown.flatMap((now) => {
    const before = byName.get(now.address);
    if (before === undefined || !isStable(before) || isKnown(before, now.print)) return [];
    return [{ before, now }];
  });
}

/** Images whose picture was not there before, under whatever address. */
export function unseenImages(learned: readonly LearnedImage[], shown: readonly ImagePrint[]): ImagePrint[] {
  return shown.filter((now) => !learned.some((image) => isKnown(image, now.print)));
}

/** Whether a look with these images would change what is known of them. */
export function imagesTeach(learned: readonly LearnedImage[], shown: readonly ImagePrint[]): boolean {
  if (unseenImages(learned, shown).length > 0) return true;
  const here = new Set(shown.map((image) => image.address));
  return learned.some((image) => here.has(image.address) && image.changes < restlessFrom && !isStable(image));
}

function isStable({ run, changes }: LearnedImage): boolean {
  return changes < restlessFrom && run >= stableFrom + changes * runPerChange;
}

function isKnown(image: LearnedImage, print: string): boolean {
  return isAlike(image.print, print) || image.earlier.some((old) => isAlike(old, print));
}

function isAlike(a: string, b: string): boolean {
  return printDistance(a, b) < otherFrom;
}

/** Prints that are unlike each other, per address. */
function byAddress(shown: readonly ImagePrint[]): Map<string, string[]> {
  const prints = new Map<string, string[]>();
  for (const { address, print } of shown) {
    const known = prints.get(address) ?? [];
    if (!known.some((other) => isAlike(other, print))) prints.set(address, [...known, print]);
  }
  return prints;
}
