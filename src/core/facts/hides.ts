import type { Attributes } from './facts-collector.ts';
import { isHidingStyle, isTinySize } from './hidden-style.ts';

/** Whether an element's own attributes take it out of sight. */
export function hides(name: string, attributes: Attributes): boolean {
  if (attributes.hidden !== undefined) return true;
  const style = attributes.style;
  if (style !== undefined && isHidingStyle(style)) return true;
  if (name === 'iframe' || name === 'marquee' || name === 'embed') {
    return isTinySize(attributes.height) || isTinySize(attributes.width);
  }
  return false;
}
