/** What is tuned without touching code: thresholds, weights and phrases. Loaded and validated by `config/`. */

/** A phrase that attackers write and editors do not; matched folded (case, accents, spacing) in page text. */
export interface SignaturePhrase {
  readonly text: string;
  /** BCP 47 tag, `und` when it belongs to none. */
  readonly language: string;
  /** Nats. */
  readonly weight: number;
}

export interface Policy {
  /** Changes whenever a value that decides verdicts changes. */
  readonly version: string;
}
