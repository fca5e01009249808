/** What is tuned without touching code: thresholds, weights and phrases. Loaded and validated by `config/`. */
import type { PhraseIndex } from './detect/phrase-index.ts';
import type { AttackKind } from './model.ts';

/** A phrase that attackers write and editors do not; matched folded (case, accents, spacing) in page text. */
export interface SignaturePhrase {
  readonly text: string;
  /** BCP 47 tag, `und` when it belongs to none. */
  readonly language: string;
  /** Nats. */
  readonly weight: number;
  /** What it is a sign of; `defacement` when left out. */
  readonly kind?: AttackKind | undefined;
}

/** Look-alikes of an attack: what they explain is missing content, never added content. */
export const lookAlikeKinds = ['blocked', 'login', 'maintenance', 'parked', 'error-page'] as const;
export type LookAlikeKind = (typeof lookAlikeKinds)[number];

/** Every weight that the detectors use, in nats; the policy file gives each a value and a reason. */
export const weightNames = [
  'title-changed.reworded',
  'title-changed.unrelated',
  'title-changed.once-more',
  'blocks-lost.some',
  'blocks-lost.most',
  'blocks-lost.replaced',
  'blocks-lost.foreign-page',
  'defacer-makeup.cue',
  'defacer-makeup.most',
  'picture-changed.top',
  'picture-changed.page',
  'foreign-redirect.learned',
  'foreign-redirect.first-sight',
  'foreign-redirect.script',
] as const;
export type WeightName = (typeof weightNames)[number];

export interface Policy {
  /** Changes whenever a value that decides verdicts changes. */
  readonly version: string;
  readonly thresholds: { readonly suspect: number; readonly alarm: number };
  /** Of the findings of one family, the n-th strongest counts this share to the power of n − 1. */
  readonly familyDiscount: number;
  /** Nats that missing content and another picture may reach together, below an alarm. */
  readonly missingCap: number;
  readonly weights: Readonly<Record<WeightName, number>>;
  /** Signature phrases, ready for matching. */
  readonly signatures: PhraseIndex<SignaturePhrase>;
  /** Phrases of look-alike pages. */
  readonly lookAlikes: PhraseIndex<{ readonly text: string; readonly kind: LookAlikeKind }>;
}
