import type { Attributes } from './facts-collector.ts';
import { isHidingStyle, isTinySize } from './hidden-style.ts';
import { hiddenMark } from './sight-marks.ts';

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

/** The same where a browser measured it: it says of the inside of a hidden element too when that can be seen again. */
export function isHiddenAsMeasured(name: string, attributes: Attributes, isParentHidden: boolean): boolean {
  const mark = attributes[hiddenMark];
  if (mark === 'no') return false;
  return mark !== undefined || isParentHidden || hides(name, attributes);
}
