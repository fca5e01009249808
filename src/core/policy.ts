/** Everything tunable without code changes: thresholds, weights and phrases. Loaded and validated by `config/`. */
import type { PhraseIndex } from './detect/shared/phrase-index.ts';
import type { SpamLexicon } from './detect/shared/spam-lexicon.ts';
import type { AttackKind } from './domain/finding.ts';
import type { HabitPriors } from './learned/habit.ts';
import type { AliasProviders } from './names/alias-providers.ts';
import type { ScriptModel } from './scripts/model/script-model.ts';
import type { WordingModels } from './wording/wording-model.ts';

/** A phrase that attackers write and editors do not; matched folded (case, accents, spacing) in page text. */
export const lureParts = ['console', 'paste', 'pretext'] as const;
/** How to open a console, the instruction to paste, and the claimed purpose. */
export type LurePart = (typeof lureParts)[number];

interface Lure {
  readonly text: string;
  readonly part: LurePart;
}

export interface SignaturePhrase {
  readonly text: string;
  /** BCP 47 tag; `und` when none applies. */
  readonly language: string;
  /** Nats. */
  readonly weight: number;
  /** What it indicates; `defacement` when omitted. */
  readonly kind?: AttackKind | undefined;
}

/** Benign stand-ins: they explain missing content, never added content. */
export const lookAlikeKinds = ['blocked', 'login', 'maintenance', 'parked', 'error-page'] as const;
export type LookAlikeKind = (typeof lookAlikeKinds)[number];

/** What stand-in pages say. */
export interface StandInPhrase {
  readonly text: string;
  readonly kind: LookAlikeKind;
  /** 1 for wording that suffices on a short page; 0.6 for a word of which two are needed. */
  readonly votes: number;
}

/** Every weight that the detectors use, in nats; the policy file gives each a value and a reason. */
export const weightNames = [
  'addresses-changed.foreign',
  'addresses-changed.other-page',
  'addresses-changed.provider',
  'area-changed.large',
  'area-changed.most',
  'area-changed.small',
  'asks-to-run.first-sight',
  'asks-to-run.first-sight.pretext',
  'asks-to-run.learned',
  'asks-to-run.learned.pretext',
  'attack-like-code.first-sight',
  'attack-like-code.learned',
  'authority-changed.issuers',
  'authority-changed.primary',
  'bare-page',
  'blocks-lost.foreign-page',
  'blocks-lost.most',
  'blocks-lost.replaced',
  'blocks-lost.some',
  'breaks-the-look',
  'certificate-changed.issuer',
  'certificate-expiring',
  'certificate-invalid.chain',
  'certificate-invalid.expired',
  'certificate-invalid.same-key',
  'clipboard-written.another',
  'clipboard-written.command',
  'clipboard-written.first',
  'clipboard-written.first-sight.command',
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
  'code-made.added-to-file',
  'code-made.again',
  'code-made.another',
  'code-made.attack-like',
  'code-made.by-other',
  'code-made.first',
  'code-made.hidden',
  'code-made.hostile',
  'code-made.in-file',
  'code-made.names-host',
  'code-swapped.address',
  'code-swapped.other',
  'code-swapped.payment',
  'colours-gone',
  'contact-changed.account',
  'contact-changed.telephone',
  'contact-changed.wallet',
  'covering-layer.first-sight',
  'covering-layer.foreign-frame',
  'covering-layer.foreign-links',
  'covering-layer.own',
  'covering-layer.own-document',
  'dangling-alias.gone',
  'dangling-alias.unclaimed',
  'data-sent.first-sight.card',
  'data-sent.first-sight.cookie',
  'data-sent.first-sight.typed',
  'data-sent.first-sight.typed-away',
  'data-sent.learned.card',
  'data-sent.learned.cookie',
  'data-sent.learned.typed',
  'data-sent.learned.typed-away',
  'defacer-wording.first-sight.most',
  'defacer-wording.in-place',
  'defacer-wording.learned.most',
  'defacer-makeup.cue',
  'defacer-makeup.many',
  'defacer-makeup.most',
  'dialog-shown.another',
  'dialog-shown.first',
  'download-started.plain',
  'download-started.program',
  'dropped-file.plain',
  'dropped-file.telling',
  'foreign-redirect.first-sight',
  'foreign-redirect.first-sight.refresh',
  'foreign-redirect.learned',
  'foreign-redirect.script',
  'foreign-template',
  'form-retargeted.password',
  'form-retargeted.plain',
  'form-sends-away.asks',
  'form-sends-away.first-sight',
  'form-sends-away.host',
  'form-sends-away.moved',
  'form-sends-away.path',
  'form-sends-away.person',
  'form-sends-away.secret',
  'frames-added.first-sight.covering',
  'frames-added.first-sight.hidden',
  'frames-added.first-sight.hidden-by-script',
  'frames-added.first-sight.plain',
  'frames-added.learned.covering',
  'frames-added.learned.hidden',
  'frames-added.learned.hidden-by-script',
  'frames-added.learned.hidden-later',
  'frames-added.learned.plain',
  'head-changed.icon-from-stranger',
  'head-changed.piece',
  'head-leads-away.alternate',
  'head-leads-away.base',
  'head-leads-away.canonical',
  'head-leads-away.shared',
  'head-leads-away.unlisted',
  'hidden-code.first-sight.address',
  'hidden-code.first-sight.blind-names',
  'hidden-code.first-sight.blind-run',
  'hidden-code.first-sight.code',
  'hidden-code.first-sight.endless',
  'hidden-code.first-sight.name',
  'hidden-code.first-sight.names',
  'hidden-code.first-sight.no-code',
  'hidden-code.first-sight.packed',
  'hidden-code.learned.address',
  'hidden-code.learned.blind-names',
  'hidden-code.learned.blind-run',
  'hidden-code.learned.code',
  'hidden-code.learned.endless',
  'hidden-code.learned.name',
  'hidden-code.learned.names',
  'hidden-code.learned.no-code',
  'hidden-code.learned.packed',
  'hidden-text.first-sight',
  'hidden-text.learned',
  'history-filled.held',
  'history-filled.many',
  'hosts-contacted.other',
  'hosts-contacted.script',
  'hosts-contacted.sent',
  'image-swapped.large',
  'image-swapped.small',
  'inline-handlers.asked',
  'inline-handlers.hostile',
  'inline-handlers.unasked',
  'link-retargeted.host',
  'link-retargeted.left-official',
  'link-retargeted.look-alike',
  'link-retargeted.service',
  'led-by-script.first-sight.at-once',
  'led-by-script.first-sight.by-click',
  'led-by-script.first-sight.perhaps',
  'led-by-script.learned.at-once',
  'led-by-script.learned.by-click',
  'led-by-script.learned.perhaps',
  'links-added.first-sight.disguised',
  'links-added.first-sight.disguised-flock',
  'links-added.first-sight.flock',
  'links-added.first-sight.hidden',
  'links-added.first-sight.hidden-spam',
  'links-added.first-sight.much-hidden',
  'links-added.first-sight.much-spam',
  'links-added.first-sight.spam',
  'links-added.learned.disguised',
  'links-added.learned.flock',
  'links-added.learned.hidden',
  'links-added.learned.hidden-flock',
  'links-added.learned.hidden-spam',
  'links-added.learned.much-hidden',
  'links-added.learned.much-spam',
  'links-added.learned.planted',
  'links-added.learned.planted-flock',
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
  'nothing-shown',
  'page-rewritten.first-sight.hidden',
  'page-rewritten.first-sight.replaced',
  'page-rewritten.learned.hidden',
  'page-rewritten.learned.replaced',
  'parked-with-changed-names',
  'picture-changed.page',
  'picture-changed.top',
  'planted-elements.cover',
  'planted-elements.form',
  'planted-elements.hidden',
  'planted-elements.with-script',
  'program-offered.app',
  'program-offered.disguised',
  'program-offered.foreign',
  'program-offered.own',
  'record-overflowed',
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
  'rights-asked.camera',
  'rights-asked.clipboard-read',
  'rights-asked.location',
  'rights-asked.notifications',
  'rights-asked.push',
  'rights-asked.screen',
  'rights-asked.service-worker',
  'route-strays.first-sight',
  'route-strays.learned',
  'scripts-added.asks-push',
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
  'scripts-added.machine-code',
  'scripts-added.names-host',
  'scripts-added.odd-names',
  'scripts-added.packed',
  'scripts-added.reads-payment',
  'scripts-added.registers-worker',
  'scripts-added.reversed',
  'scripts-added.sends-away',
  'scripts-added.signs-only',
  'scripts-retargeted.container-added',
  'scripts-retargeted.container-swapped',
  'scripts-retargeted.counter-added',
  'scripts-retargeted.counter-swapped',
  'scripts-retargeted.host',
  'scripts-retargeted.owner-of-package',
  'scripts-retargeted.owner-of-rest',
  'scripts-retargeted.owner-of-script',
  'scripts-added.service',
  'scripts-added.stood-still',
  'seen-before.again',
  'spam-wording.first-sight.most',
  'spam-wording.learned.most',
  'spam-wording.with-link',
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
  'steady-text-replaced.names-receiver',
  'structured-data-changed.host',
  'structured-data-changed.name',
  'structured-data-changed.telephone',
  'style-changed.first-sight',
  'style-changed.hides',
  'style-changed.host',
  'style-changed.host-swapped',
  'style-changed.paints',
  'steady-text-replaced',
  'strange-tongue.in-place',
  'strange-tongue.text',
  'strange-tongue.with-link',
  'talks-away.made-code',
  'talks-away.new-script',
  'title-changed.dressed',
  'title-changed.reworded',
  'title-changed.unrelated',
  'unreadable-text.picture',
  'windows-opened.by-click',
  'windows-opened.by-layer',
  'windows-opened.foreign',
  'windows-opened.own',
] as const;
export type WeightName = (typeof weightNames)[number];

export interface Policy {
  /** Changes whenever a value that decides verdicts changes. */
  readonly version: string;
  readonly thresholds: { readonly suspect: number; readonly alarm: number };
  /** Within a family, the n-th strongest finding counts this share to the power of n − 1. */
  readonly familyDiscount: number;
  /** Maximum nats of missing content and a changed picture together, below an alarm. */
  readonly missingCap: number;
  readonly weights: Readonly<Record<WeightName, number>>;
  /** How much a look typically changes, fitted over all pages. */
  readonly habits: HabitPriors;
  readonly scriptModel: ScriptModel;
  /** Signature phrases, ready for matching. */
  readonly signatures: PhraseIndex<SignaturePhrase>;
  readonly lexicon: SpamLexicon;
  /** How attackers write. */
  readonly wording: WordingModels;
  /** Providers where a dangling alias can be taken over. */
  readonly aliasProviders: AliasProviders;
  /** Parts of an instruction to run a command. */
  readonly lures: PhraseIndex<Lure>;
  /** Phrases of stand-in pages. */
  readonly lookAlikes: PhraseIndex<StandInPhrase>;
  /** Registrable domains that stand-in pages name although the page never did. */
  readonly standInDomains: ReadonlySet<string>;
  /** Registrable domains of services that many pages embed. */
  readonly services: ReadonlySet<string>;
}
