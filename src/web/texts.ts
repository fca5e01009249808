/** The dashboard's own sentences, by language; product terms come from `core/words.ts`. */
import type { Words } from '../core/domain/words.ts';
import { en } from './texts/en.ts';
import type { Texts } from './texts/keys.ts';
import { vi } from './texts/vi.ts';

export type Language = 'vi' | 'en';

const tables: Readonly<Record<Language, Texts>> = { vi, en };

export function textsOf(language: Language): Texts {
  return tables[language];
}

/** For plain responses before the language is known. */
export function inBothLanguages({ vi: first, en: second }: Words): string {
  return `${first}\n${second}\n`;
}

/** The person's choice, else English for a browser that prefers English and not Vietnamese, else Vietnamese. */
export function chooseLanguage(cookie: string | null, accepted: string | undefined): Language {
  if (cookie === 'vi' || cookie === 'en') return cookie;
  const wanted = (accepted ?? '').toLowerCase().slice(0, 500);
  return /(^|[\s,])en\b/.test(wanted) && !/(^|[\s,])vi\b/.test(wanted) ? 'en' : 'vi';
}
