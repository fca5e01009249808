/** Where to run OCR on a picture: only where something needs explaining, and only on what is new. */

import type { PictureBox } from '../domain/capture.ts';
import type { Verdict } from '../domain/finding.ts';
import type { Look } from '../facts/look.ts';
import type { Baseline } from '../learned/baseline.ts';
import { unseenImages } from '../learned/learned-images.ts';
import { type PictureComparison, topRows } from '../learned/learned-picture.ts';

/** Visible characters up to which a page has almost no text, so its picture must be read. */
const poorUpTo = 400;
/** Share of a screenful of tiles from which a changed region may hold words. */
const regionFrom = 0.015;
/** Pixels from which an image may hold words: 300 × 100. */
const imageFrom = 30_000;
/** Margin around a region: its edge may cut through letters in a tile that changed too little. */
const marginPx = 32;
/** Two first screens of a desktop browser. */
const firstScreensPx = 1_536;
const mostAreas = 6;
/** Limit where nothing else is suspicious: a slide or moved news list does not justify seconds of OCR per look. */
const mostQuietAreas = 2;

/** Whether the page has so little text that its picture must be read even when nothing is suspicious. */
export function isPoor(look: Look): boolean {
  const facts = look.rendered ?? look.received;
  return facts !== null && facts.counts.visibleCharacters <= poorUpTo;
}

/**
 * Areas of the look's screenshot to read, most important first; none for an ordinary look. Against a learned picture
 * only new areas: an approved page may show a picture of anything.
 * @param comparison with the learned picture; null where there is none to compare with
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
    // Images first: a region below an inserted image may only have been pushed down.
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

/** May extend beyond the picture; the cropper clips it. */
function withMargin({ x, y, width, height }: PictureBox): PictureBox {
  return {
    x: Math.max(0, x - marginPx),
    y: Math.max(0, y - marginPx),
    width: width + 2 * marginPx,
    height: height + 2 * marginPx,
  };
}
