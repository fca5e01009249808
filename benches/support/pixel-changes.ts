/** BackstopJS's way to compare: pictures of unequal size differ altogether, others by their differing pixels. */
import { readFile } from 'node:fs/promises';
import pixelmatch from 'pixelmatch';
import { decode } from '../../src/pictures/decoding.ts';

/** Differing pixels of all, 0 to 1, with pixelmatch's defaults: smoothed edges do not count. */
export async function changedPixels(before: string, after: string): Promise<number> {
  const [old, now] = await Promise.all([readFile(before), readFile(after)]);
  if (old.equals(now)) return 0;
  const [left, right] = await Promise.all([decode(old, 4), decode(now, 4)]);
  if (left.width !== right.width || left.height !== right.height) return 1;
  return pixelmatch(left.data, right.data, undefined, left.width, left.height) / (left.width * left.height);
}
