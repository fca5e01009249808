/** What is tuned without touching code: thresholds, weights and phrases. Loaded and validated by `config/`. */
import type { PhraseIndex } from './detect/phrase-index.ts';
import type { SpamLexicon } from './detect/spam-lexicon.ts';
import type { AttackKind } from './model.ts';
import type { AliasProviders } from './names/alias-providers.ts';

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
  'addresses-changed.foreign',
  'addresses-changed.other-page',
  'addresses-changed.provider',
  'area-changed.large',
  'area-changed.most',
  'area-changed.small',
  'authority-changed.issuers',
  'authority-changed.primary',
  'bare-page',
  'blocks-lost.foreign-page',
  'blocks-lost.most',
  'blocks-lost.replaced',
  'blocks-lost.some',
  'certificate-changed.issuer',
  'certificate-expiring',
  'certificate-invalid.chain',
  'certificate-invalid.expired',
  'certificate-invalid.same-key',
  'cloaked.another-page',
  'cloaked.another-title',
  'cloaked.behind-error',
  'cloaked.few-links',
  'cloaked.many-links',
  'cloaked.some-links',
  'cloaked.translated-page',
  'code-in-text.able',
  'code-in-text.first-sight',
  'code-in-text.learned',
  'covering-layer.first-sight',
  'covering-layer.foreign-frame',
  'covering-layer.foreign-links',
  'covering-layer.own',
  'dangling-alias.gone',
  'dangling-alias.unclaimed',
  'defacer-makeup.cue',
  'defacer-makeup.most',
  'dialog-shown.another',
  'dialog-shown.first',
  'dropped-file.plain',
  'dropped-file.telling',
  'foreign-redirect.first-sight',
  'foreign-redirect.first-sight.refresh',
  'foreign-redirect.learned',
  'foreign-redirect.script',
  'foreign-template',
  'frames-added.first-sight.covering',
  'frames-added.first-sight.hidden',
  'frames-added.first-sight.plain',
  'frames-added.learned.covering',
  'frames-added.learned.hidden',
  'frames-added.learned.plain',
  'head-changed.piece',
  'hidden-text.first-sight',
  'hidden-text.learned',
  'image-swapped.large',
  'image-swapped.small',
  'inline-handlers.asked',
  'inline-handlers.hostile',
  'inline-handlers.unasked',
  'links-added.first-sight.flock',
  'links-added.first-sight.hidden',
  'links-added.first-sight.hidden-spam',
  'links-added.first-sight.much-hidden',
  'links-added.first-sight.much-spam',
  'links-added.first-sight.spam',
  'links-added.learned.flock',
  'links-added.learned.hidden',
  'links-added.learned.hidden-spam',
  'links-added.learned.much-hidden',
  'links-added.learned.much-spam',
  'links-added.learned.spam',
  'listed.address',
  'listed.domain',
  'mail-servers-changed.all',
  'mail-servers-changed.some',
  'markup-added.flood',
  'markup-added.foreign-hosts',
  'markup-added.much',
  'markup-added.some',
  'markup-added.text-flood',
  'name-gone.no-address',
  'name-gone.no-such-name',
  'name-servers-changed.all',
  'name-servers-changed.some',
  'name-servers-changed.with-addresses',
  'not-found-changed.away',
  'not-found-changed.page',
  'parked-with-changed-names',
  'picture-changed.page',
  'picture-changed.top',
  'registration-changed.grave-status',
  'registration-changed.lock-lifted',
  'registration-changed.name-servers',
  'registration-changed.not-found',
  'registration-changed.registered-anew',
  'registration-changed.registrar',
  'registration-expiring',
  'resolvers-disagree.address',
  'resolvers-disagree.names',
  'resolvers-disagree.other-page',
  'route-strays.first-sight',
  'route-strays.learned',
  'scripts-added.broken-strings',
  'scripts-added.decoder',
  'scripts-added.escapes',
  'scripts-added.eval',
  'scripts-added.fetches-markup',
  'scripts-added.first-sight.odd-path',
  'scripts-added.first-sight.only',
  'scripts-added.hides-element',
  'scripts-added.host',
  'scripts-added.inline',
  'scripts-added.learned.odd-path',
  'scripts-added.literal',
  'scripts-added.names-host',
  'scripts-added.odd-names',
  'scripts-added.packed',
  'scripts-added.reads-payment',
  'scripts-added.reversed',
  'scripts-added.sends-away',
  'seen-before.again',
  'spam-words.first-sight.dense',
  'spam-words.first-sight.flood',
  'spam-words.first-sight.much',
  'spam-words.first-sight.some',
  'spam-words.first-sight.title',
  'spam-words.learned.dense',
  'spam-words.learned.flood',
  'spam-words.learned.much',
  'spam-words.learned.some',
  'spam-words.learned.title',
  'title-changed.dressed',
  'title-changed.once-more',
  'title-changed.reworded',
  'title-changed.unrelated',
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
  readonly lexicon: SpamLexicon;
  /** Providers at whom an alias may be left dangling. */
  readonly aliasProviders: AliasProviders;
  /** Phrases of look-alike pages. */
  readonly lookAlikes: PhraseIndex<{ readonly text: string; readonly kind: LookAlikeKind }>;
}
