/** What stands around a page, beside what is accepted → verdict. Pure. */
import type { Assessment } from '../assess.ts';
import type { Baseline } from '../baseline.ts';
import type { PastFingerprint } from '../detect/seen-before.ts';
import type { Look } from '../look.ts';
import type { CaptureFailure } from '../model.ts';
import type { Policy } from '../policy.ts';
import type { AcceptedNames } from './accepted-names.ts';
import type { NameLook } from './name-look.ts';

export interface NamesContext {
  readonly at: number;
  /** As in `URL.hostname`. */
  readonly host: string;
  /** Null, or of fewer than `learnLooks` looks: judged at first sight. */
  readonly accepted: AcceptedNames | null;
  /** Looks that make the accepted set (`names.learnLooks`). */
  readonly learnLooks: number;
  /** Fingerprints that people ignore now. */
  readonly ignored: readonly string[];
  readonly pastFingerprints: readonly PastFingerprint[];
  /** Of the site's home page, to say whether the same page stands behind changed names. */
  readonly home: Baseline | null;
  /** The domain's end that people entered by hand, where no registry answers. */
  readonly expiresAt: number | null;
  /** ISO 3166 code of the country that an address is in; null where nobody knows. */
  readonly countryOf: (address: string) => string | null;
}

export interface NamesObservation {
  readonly names: NameLook;
  /** The home page as an HTTP client sees it at the same time; null when it was not asked for. */
  readonly page: Look | null;
  readonly pageFailure: CaptureFailure | null;
}

/** Needs are `http` only: the home page, where the names alone don't say what it means. */
export declare function assessNames(context: NamesContext, observation: NamesObservation, policy: Policy): Assessment;
