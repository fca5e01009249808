/** Where the screenshot shows the largest images of the page, so that each can be hashed as it looks. */
import type { CDPSession } from 'playwright';
import type { ShownImage } from '../../core/domain/capture.ts';
import { evaluateIn } from './scripts/isolated-world.ts';

const maxImages = 12;
const maxAddressLength = 2_000;

/**
 * Skips images that are too small (under 96 × 48 pixels), not loaded, invisible, clipped by a container, fading or under
 * a fading one (a slide in transition shows neither picture), or behind something fixed to the window (a consent banner
 * says nothing about the image behind it).
 */
const listImages = `(() => {
  const inkOf = (element) => {
    let ink = 1;
    let depth = 0;
    for (let box = element; box && depth++ < 60; box = box.parentElement) ink *= Number(getComputedStyle(box).opacity);
    return ink;
  };
  const isFading = ({ ink }) => ink > 0.01 && ink < 0.99;
  const isOver = (a, b) => a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
  const found = [];
  const images = document.images;
  for (let i = 0; i < Math.min(images.length, 1500); i++) {
    const image = images[i];
    if (!image.complete || image.naturalWidth === 0) continue;
    const whole = image.getBoundingClientRect();
    if (whole.width < 96 || whole.height < 48) continue;
    if (!image.checkVisibility({ opacityProperty: true, visibilityProperty: true })) continue;
    let { left, top, right, bottom } = whole;
    let depth = 0;
    for (let box = image.parentElement; box && box !== document.body && depth++ < 60; box = box.parentElement) {
      if (getComputedStyle(box).overflow === 'visible') continue;
      const edge = box.getBoundingClientRect();
      left = Math.max(left, edge.left);
      top = Math.max(top, edge.top);
      right = Math.min(right, edge.right);
      bottom = Math.min(bottom, edge.bottom);
    }
    const area = Math.max(0, right - left) * Math.max(0, bottom - top);
    if (area < 0.95 * whole.width * whole.height) continue;
    found.push({ image, area, ink: inkOf(image), left, top, right, bottom });
  }
  found.sort((a, b) => b.area - a.area);
  const isFixed = (element) => {
    let depth = 0;
    for (let box = element; box && depth++ < 60; box = box.parentElement)
      if (getComputedStyle(box).position === 'fixed') return true;
    return false;
  };
  const isBehind = ({ image, left, top, right, bottom }) => {
    for (const x of [0.15, 0.5, 0.85]) for (const y of [0.15, 0.5, 0.85]) {
      const over = document.elementFromPoint(left + (right - left) * x, top + (bottom - top) * y);
      if (over && over !== image && !over.contains(image) && isFixed(over)) return true;
    }
    return false;
  };
  const fading = found.filter(isFading);
  const isMixed = (one) => fading.some((other) => other === one || isOver(other, one));
  return found.slice(0, ${maxImages * 2}).filter((one) => !isMixed(one) && !isBehind(one)).slice(0, ${maxImages}).map((one) => ({
    url: String(one.image.currentSrc).slice(0, ${maxAddressLength}),
    x: one.left + scrollX,
    y: one.top + scrollY,
    width: one.right - one.left,
    height: one.bottom - one.top,
  }));
})()`;

/** Largest first, without inline images, which have no address. Rejects if the page can't answer. */
export async function shownImages(cdp: CDPSession, contextId: number): Promise<ShownImage[]> {
  const found = await evaluateIn(cdp, contextId, listImages);
  if (!Array.isArray(found)) return [];
  return found.slice(0, maxImages).flatMap((one: unknown) => {
    const { url, x, y, width, height } = Object(one) as Record<string, unknown>;
    const numbers = [x, y, width, height].map((value) => Math.round(Number(value)));
    if (typeof url !== 'string' || !/^https?:/.test(url) || numbers.some((value) => !Number.isFinite(value))) return [];
    const [left = 0, top = 0, wide = 0, high = 0] = numbers;
    return [{ url, box: { x: left, y: top, width: wide, height: high } }];
  });
}
