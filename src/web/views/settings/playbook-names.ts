import type { Words } from '../../../core/domain/words.ts';
import { kindWords, unknownKindWords } from '../../../core/terms.ts';
import type { Texts } from '../../texts/keys.ts';
import type { Language } from '../../texts.ts';

const names = new Map<string, Words>([
  ...Object.entries(kindWords).map(([kind, words]) => [`attacks.${kind}`, words] as const),
  ...Object.entries(unknownKindWords).map(([kind, words]) => [`unknown.${kind}`, words] as const),
]);

/** What a part of the first steps is about, in words; the part itself if it is unknown. */
export function playbookPartName(part: string, texts: Texts, language: Language): string {
  if (part === 'afterwards') return texts.playbookAfterwards;
  if (part === 'campaign') return texts.playbookCampaign;
  return names.get(part)?.[language] ?? part;
}
