/** The dashboard's own sentences, by language; terms of the product come from `core/words.ts`. */
import type { Words } from '../core/model.ts';
import { en } from './texts/en.ts';
import { vi } from './texts/vi.ts';

export type Language = 'vi' | 'en';

/** The Vietnamese file sets the keys; every other language has the same ones with the same parameters. */
export type Texts = TextsLike<typeof vi>;

export type TextsLike<T> = {
  readonly [Key in keyof T]: T[Key] extends (...args: infer Args) => string ? (...args: Args) => string : string;
};

const tables: Readonly<Record<Language, Texts>> = { vi, en };

export function textsOf(language: Language): Texts {
  return tables[language];
}

/** For plain answers given before anybody knows who asks. */
export function inBothLanguages({ vi: first, en: second }: Words): string {
  return `${first}\n${second}\n`;
}

/** What the person chose, else English for a browser that asks for English and not for Vietnamese, else Vietnamese. */
export function chooseLanguage(cookie: string | null, accepted: string | undefined): Language {
  if (cookie === 'vi' || cookie === 'en') return cookie;
  const wanted = (accepted ?? '').toLowerCase().slice(0, 500);
  return /(^|[\s,])en\b/.test(wanted) && !/(^|[\s,])vi\b/.test(wanted) ? 'en' : 'vi';
}
