import type { Attributes } from '../markup/attributes.ts';
import { hiddenAttribute } from '../markup/sight-attributes.ts';
import { isHidingStyle, isTinySize, isTinyStyle } from './hidden-style.ts';

/** Whether an element's own attributes hide it. */
export function hides(name: string, attributes: Attributes): boolean {
  if (attributes.hidden !== undefined) return true;
  const style = attributes.style;
  if (style !== undefined && isHidingStyle(style)) return true;
  if (name === 'iframe' || name === 'marquee' || name === 'embed' || name === 'object') {
    return isTinySize(attributes.height) || isTinySize(attributes.width) || (style !== undefined && isTinyStyle(style));
  }
  return false;
}

/** The same as measured by a browser, which also marks content of a hidden element that is visible again. */
export function isHiddenAsMeasured(name: string, attributes: Attributes, isParentHidden: boolean): boolean {
  const value = attributes[hiddenAttribute];
  if (value === 'no') return false;
  return value !== undefined || isParentHidden || hides(name, attributes);
}
