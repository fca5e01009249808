/** Addresses that are code themselves: `javascript:…`, and scripts whose address holds their text (`data:…`). */
import { fromBase64, fromPercent } from '../../scripts/decoding.ts';

/** Shorter ones call a function of the page, or nothing. */
const shortest = 40;
const addressCap = 300_000;
const dataAddress = /^\s*data:[^,]{0,100}(?:java|ecma)script[^,]{0,100},/i;

/** The code, or null for other addresses and for short ones. */
export function codeOfAddress(address: string): string | null {
  if (address.length < shortest) return null;
  if (/^\s*javascript:/i.test(address.slice(0, 40))) {
    const code = address.slice(address.indexOf(':') + 1, addressCap);
    return fromPercent(code, false) ?? code;
  }
  const head = dataAddress.exec(address.slice(0, 300))?.[0];
  if (head === undefined) return null;
  const text = fromPercent(address.slice(head.length, addressCap), false) ?? address.slice(head.length, addressCap);
  return /;\s*base64\s*,$/i.test(head) ? fromBase64(text) : text;
}
