/** Everything besides the look that the judge of names needs. */
import type { PastFingerprint } from '../detect/page/seen-before.ts';
import type { Baseline } from '../learned/baseline.ts';
import type { AcceptedNames } from './accepted-names.ts';

export interface NamesContext {
  readonly at: number;
  /** As in `URL.hostname`. */
  readonly host: string;
  /** Null, or learned from fewer than `learnLooks` looks: judged at first sight. */
  readonly accepted: AcceptedNames | null;
  /** Looks required for the accepted set (`names.learnLooks`). */
  readonly learnLooks: number;
  /** Fingerprints currently ignored by operators. */
  readonly ignored: readonly string[];
  readonly pastFingerprints: readonly PastFingerprint[];
  /** Of the site's home page, to tell whether the same page is behind changed names. */
  readonly home: Baseline | null;
  /** The domain's expiry as entered by hand, where no registry answers. */
  readonly expiresAt: number | null;
  /** ISO 3166 code of the country that an address is in; null where unknown. */
  readonly countryOf: (address: string) => string | null;
}
