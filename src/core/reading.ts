/** Where words should be read from a picture: only where something is to be explained, and only what is new there. */
import type { Baseline } from './baseline.ts';
import { unseenImages } from './learned/learned-images.ts';
import { type PictureComparison, topRows } from './learned/learned-picture.ts';
import type { Look } from './look.ts';
import type { PictureBox, Verdict } from './model.ts';

/** Visible characters up to which a page says next to nothing: its picture must speak for it. */
const poorUpTo = 400;
/** Share of a screenful of tiles from which a changed region may hold words. */
const regionFrom = 0.015;
/** Pixels from which an image may: 300 × 100. */
const imageFrom = 30_000;
/** Pixels around a region: its edge runs through the letters of a tile that changed too little. */
const marginPx = 32;
/** Two first screens of a desktop browser. */
const firstScreensPx = 1_536;
const mostAreas = 6;
/** Where nothing else speaks: a slide or a moved news list is no reason to read for seconds at every look. */
const mostQuietAreas = 2;

/** Whether the page has so little text that it must be looked at even when nothing speaks against it. */
export function isPoor(look: Look): boolean {
  const facts = look.rendered ?? look.received;
  return facts !== null && facts.counts.visibleCharacters <= poorUpTo;
}

/**
 * Areas of the look's screenshot, those that matter most first; none for an ordinary look. Beside a learned picture only
 * what is new in it: an approved page may show a picture of anything.
 *
 * @param comparison of its picture with the learned one; null where there is none to compare with
 */
export function areasToRead(
  baseline: Baseline | null,
  look: Look,
  comparison: PictureComparison | null,
  verdict: Verdict,
): PictureBox[] {
  const { picture } = look;
  if (picture === null) return [];
  if (comparison !== null) {
    const changed = comparison.regions.filter(({ tiles }) => tiles >= picture.columns * topRows * regionFrom);
    const images = unseenImages(baseline?.content.picture?.images ?? [], picture.images ?? []).filter(
      ({ box }) => box.width * box.height >= imageFrom,
    );
    // Images first: below one that was put in, a region may be all that it pushed down.
    const areas = withoutCovered([...images.map(({ box }) => box), ...changed.map(({ box }) => withMargin(box))]);
    return areas.slice(0, verdict.score > 0 ? mostAreas : mostQuietAreas);
  }
  if (verdict.level === 'clean' && !isPoor(look)) return [];
  return [{ x: 0, y: 0, width: picture.widthPx, height: Math.min(picture.heightPx, firstScreensPx) }];
}

function withoutCovered(boxes: readonly PictureBox[]): PictureBox[] {
  const kept: PictureBox[] = [];
  for (const box of boxes) if (!kept.some((other) => covers(other, box))) kept.push(box);
  return kept;
}

function covers(a: PictureBox, b: PictureBox): boolean {
  return (
    a.x <= b.x + marginPx &&
    a.y <= b.y + marginPx &&
    a.x + a.width >= b.x + b.width - marginPx &&
    a.y + a.height >= b.y + b.height - marginPx
  );
}

/** May reach beyond the picture; whoever cuts it out keeps within. */
function withMargin({ x, y, width, height }: PictureBox): PictureBox {
  return {
    x: Math.max(0, x - marginPx),
    y: Math.max(0, y - marginPx),
    width: width + 2 * marginPx,
    height: height + 2 * marginPx,
  };
}
