/** Tags by which people group portals. */
import { foldText } from '../facts/text/text-folding.ts';
import { plainText } from '../text.ts';
import type { Words } from './words.ts';

export interface Tag {
  /** As it was typed. */
  readonly name: string;
  /** Equal for names that differ only in accents, case or spacing. */
  readonly key: string;
}

export const mostTags = 20;
export const longestTag = 40;

export const tagKey = (name: string): string => foldText(plainText(name, longestTag));

export type ReadTags =
  | { readonly ok: true; readonly tags: readonly Tag[] }
  | { readonly ok: false; readonly reason: Words };

/** Of names that mean the same tag the first one stays. */
export function readTags(names: readonly string[]): ReadTags {
  const tags = new Map<string, Tag>();
  for (const given of names) {
    // One more than allowed, so that a longer one is not cut unseen.
    const name = plainText(given, longestTag + 2);
    if (Array.from(name).length > longestTag) return { ok: false, reason: tooLong(name) };
    const key = tagKey(name);
    if (key !== '' && !tags.has(key)) tags.set(key, { name, key });
  }
  return tags.size > mostTags ? { ok: false, reason: tooMany(tags.size) } : { ok: true, tags: [...tags.values()] };
}

/** As in a cell or a field: separated by commas, semicolons or lines. */
export function tagNames(text: string): string[] {
  return text
    .split(/[,;\n]/)
    .map((name) => name.trim())
    .filter((name) => name !== '');
}

function tooLong(name: string): Words {
  return {
    vi: `Nhãn “${name}” dài quá ${longestTag} ký tự: hãy viết ngắn lại, các nhãn cách nhau bằng dấu phẩy.`,
    en: `The tag “${name}” is longer than ${longestTag} characters: shorten it, and separate tags by commas.`,
  };
}

export function tooMany(count: number): Words {
  return {
    vi: `Mỗi cổng có tối đa ${mostTags} nhãn, danh sách này có ${count} nhãn: hãy bớt lại.`,
    en: `A site has at most ${mostTags} tags, this one would have ${count}: remove some.`,
  };
}
