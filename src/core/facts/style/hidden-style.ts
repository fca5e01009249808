/** What an element's own attributes say about its visibility. Computed styles belong to the browser tier. */
import type { Attributes } from '../markup/attributes.ts';
import { isFollowedBy } from '../text/followed-by.ts';

const hiding =
  /display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse)|opacity\s*:\s*(?:0+(?:\.0\d{0,9})?|\.0\d{0,9})\s*(?:[;!]|$)|font-size\s*:\s*(?:0|1px)\s*(?:(?:px|em|rem|%)\s*)?(?:[;!]|$)|(?:text-indent|left|top|margin-left|margin-top|right|bottom)\s*:\s*-(?:[4-9]\d\d|\d{4}|\d{3}(?:\.\d{1,9})?(?:%|r?em|v[wh]))|clip\s*:\s*rect\(\s*0|clip-path\s*:\s*(?:inset\(\s*(?:50|100)%|circle\(\s*0)|transform\s*:\s*scale\(\s*0/i;
const zeroHeight = /(?:^|[;\s])(?:max-)?height\s*:\s*[01](?:px|em|%)?\s*(?:[;!]|$)/i;
const zeroWidth = /(?:^|[;\s])(?:max-)?width\s*:\s*[01](?:px|em|%)?\s*(?:[;!]|$)/i;
const overflowHidden = /overflow\s*:\s*hidden/i;
const layered = /position\s*:\s*(?:fixed|absolute)/i;
const wholeWidth = /(?:^|[;\s])(?:min-)?width\s*:\s*(?:100(?:%|vw)|\d{4,}px)/i;
const wholeHeight = /(?:^|[;\s])(?:min-)?height\s*:\s*(?:100(?:%|vh)|\d{4,}px)/i;
const inset = /(?:^|[;\s])inset\s*:\s*0/i;
const atTop = /top\s*:\s*0/gi;
const atLeft = /left\s*:\s*0/gi;

const colour = /(?:^|[;\s])color\s*:\s*([#\w]+|rgba?\([\d.,\s%]+\))/i;
const ground = /background(?:-color)?\s*:\s*([#\w]+|rgba?\([\d.,\s%]+\))/i;

/** Styles longer than this are read up to here. */
const styleCap = 1_000;

/** True when the inline style hides the element. */
export function isHidingStyle(style: string): boolean {
  const text = style.length > styleCap ? style.slice(0, styleCap) : style;
  if (hiding.test(text)) return true;
  if (overflowHidden.test(text) && (zeroHeight.test(text) || zeroWidth.test(text))) return true;
  const own = colour.exec(text)?.[1];
  return own !== undefined && own.toLowerCase() === ground.exec(text)?.[1]?.toLowerCase();
}

const closing = /(?:display|visibility)\s*:[^;]{0,40}/gi;
const fading = /opacity\s*:[^;]{0,40}/gi;
const sized = [/(?:^|[;\s])width\s*:\s*\d{2}/i, /(?:^|[;\s])height\s*:\s*\d{2}/i];

/**
 * Ways of hiding that closed menus and tabs do not use: off the page, transparent, without size, in the background
 * colour. A transparent element with a size is meant to be clicked, as on advertisements, and does not count.
 */
export function isDisguisingStyle(style: string): boolean {
  const text = (style.length > styleCap ? style.slice(0, styleCap) : style).replace(closing, '');
  return isHidingStyle(sized.every((side) => side.test(text)) ? text.replace(fading, '') : text);
}

/** True when the inline style leaves a frame a pixel or less of width or height. */
export function isTinyStyle(style: string): boolean {
  const text = style.length > styleCap ? style.slice(0, styleCap) : style;
  return zeroHeight.test(text) || zeroWidth.test(text);
}

/** True when the inline style spreads the element over the whole window. */
export function isCoveringStyle(style: string): boolean {
  const text = style.length > styleCap ? style.slice(0, styleCap) : style;
  return layered.test(text) && ((wholeWidth.test(text) && wholeHeight.test(text)) || fillsFromCorner(text));
}

function fillsFromCorner(text: string): boolean {
  return (
    inset.test(text) ||
    isFollowedBy(text, atTop, atLeft, styleCap, true) ||
    isFollowedBy(text, atLeft, atTop, styleCap, true)
  );
}

/** Fixed over the whole window; elements that only fill their own box are how videos and maps are embedded. */
export function spreads({ style, width, height }: Attributes): boolean {
  if (style === undefined || !/position\s*:\s*fixed/i.test(style) || !isCoveringStyle(style)) return false;
  const isSmall = isSmallLength(width) && isSmallLength(height);
  return !isSmall || /(?:width|height)\s*:/i.test(style);
}

/** An attribute of up to 99 pixels. */
function isSmallLength(value: string | undefined): boolean {
  return value !== undefined && /^\s*\d{1,2}(?:px)?\s*$/i.test(value);
}

/** `0` or `1` pixel in a width or height attribute. */
export function isTinySize(value: string | undefined): boolean {
  return value !== undefined && /^\s*[01](?:px|%)?\s*$/.test(value);
}
