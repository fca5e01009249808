/** Evidence, verdicts and what the judge still needs. Scores are nats (natural-log likelihood ratios). */
import type { PictureBox, SpecialProfile, Tier } from './capture.ts';
import type { Words } from './words.ts';

export type Level = 'clean' | 'suspect' | 'alarm' | 'unknown';
export type AttackKind =
  | 'defacement'
  | 'injection'
  | 'redirection'
  | 'takeover'
  | 'cloaking'
  | 'ransom-note'
  | 'certificate';
export type UnknownKind = 'unavailable' | 'blocked' | 'maintenance' | 'parked' | 'error-page' | 'cut-off' | 'blind';
/** Why the learned content can't be seen; `gone`: a short page of unknown origin stands in its place. */
export type OutageKind = UnknownKind | 'gone';
export type Kind = AttackKind | UnknownKind;

/** Evidence within a family adds up with diminishing weight (`judge.ts`). */
export type Family =
  | 'words'
  | 'text'
  | 'outline'
  | 'title'
  | 'makeup'
  | 'picture'
  | 'route'
  | 'links'
  | 'scripts'
  | 'frames'
  | 'behaviour'
  | 'profile'
  | 'pages'
  | 'names'
  | 'certificate'
  | 'registration'
  | 'history'
  | 'self';

/**
 * Things that can be searched for, shared and blocked elsewhere. In STIX 2.1 they are `domain-name`, `url`, `ipv4-addr`
 * or `ipv6-addr`, a file's `SHA-256`, `user-account` or `email-addr`, and `file`; only a phrase has no object of its
 * own.
 */
export const indicatorTypes = ['domain', 'url', 'address', 'hash', 'handle', 'phrase', 'file'] as const;
export type IndicatorType = (typeof indicatorTypes)[number];

/**
 * One thing that the evidence points to, for machines to compare. Its value is foreign text.
 *
 * - `domain`: a host's name in lower-case ASCII, without port or final dot
 * - `url`: an http or https address, without credentials and fragment
 * - `address`: an IPv4 or IPv6 address, without brackets
 * - `hash`: SHA-256 of a file's content, 64 hexadecimal digits
 * - `handle`: a signature name or contact, in lower case: `@name` or a mail address
 * - `phrase`: a line or term as it was written, in one line of visible text
 * - `file`: a path on the watched portal, with its leading slash
 */
export interface Indicator {
  readonly type: IndicatorType;
  readonly value: string;
}

/** Maximum number per finding, and characters per value. Longer values are omitted: truncated, they would differ. */
export const indicatorCaps = {
  count: 30,
  characters: { domain: 253, url: 500, address: 45, hash: 64, handle: 129, phrase: 200, file: 300 },
} as const;

/** One piece of evidence from one detector. Score 0 is a note. */
export interface Finding {
  readonly detector: string;
  readonly family: Family;
  readonly kind: AttackKind;
  readonly score: number;
  /** Policy weights that add up to the score; omitted where it is computed otherwise. */
  readonly cues?: readonly string[];
  /** Nats that the page's habit takes off the cues; omitted where it takes nothing. */
  readonly relief?: number;
  readonly reason: Words;
  /**
   * Identifies the change, equal whenever the same change is seen; null for notes and for findings that weigh others.
   */
  readonly fingerprint: string | null;
  readonly place?: Place;
  /** Indicators it names, worst first; empty where it names none. */
  readonly indicators: readonly Indicator[];
}

/** Where on the page: a path of tags, and the text before and now (cut to 500 characters). */
export interface Place {
  readonly path?: string;
  readonly before?: string;
  readonly after?: string;
  readonly box?: PictureBox;
}

/** The judgement of one look. `kind` is null exactly when clean. Score is the total of all families. */
export interface Verdict {
  readonly level: Level;
  readonly kind: Kind | null;
  readonly score: number;
  /** A whole page was replaced and carries a signature: no second look is needed. */
  readonly conclusive: boolean;
  readonly findings: readonly Finding[];
  /** A short page without any sign of an attacker stands in place of the learned one (`judge/gone.ts`). */
  readonly isGone?: true;
  /** Omitted when the ordinary profile was shown all of it. */
  readonly onlyFor?: OnlyFor;
  /** The only vantage that could see the page; omitted when it was seen from here. */
  readonly onlyFrom?: string;
}

/** The profile that saw what the ordinary one did not; `alone` when the rest would have raised nothing. */
export interface OnlyFor {
  readonly profile: SpecialProfile;
  readonly alone: boolean;
}

/** Looks the judge needs; each is met at most once per check. */
export type Need =
  | { readonly type: 'browser' }
  | { readonly type: 'http' }
  /** Repeats the look of this tier in a fresh browser and thread, as the page broke it. */
  | { readonly type: 'again'; readonly tier: Tier }
  | { readonly type: 'picture' }
  /** Whether the monitor is offline. */
  | { readonly type: 'control' }
  /** The same look from another vantage; requested last, once the verdict from here is settled. */
  | { readonly type: 'vantage'; readonly name: string; readonly tier: Tier }
  /** `look` is the position in the observation; the most important areas come first. */
  | { readonly type: 'words-in-picture'; readonly look: number; readonly areas: readonly PictureBox[] }
  | { readonly type: 'profile'; readonly profile: SpecialProfile };
