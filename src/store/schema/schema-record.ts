/** Tables of the sealed chains, and single values. */
import type { Generated } from 'kysely';
import type { Fixed } from './fixed.ts';

/** Append-only; `hash` covers the row and `previousHash`, `seal` covers the number and the hash. */
export interface AuditTable {
  seq: Generated<number>;
  at: Fixed<number>;
  actor: Fixed<string>;
  act: Fixed<string>;
  subject: Fixed<string>;
  detailJson: Fixed<string>;
  previousHash: Fixed<string>;
  hash: Fixed<string>;
  /** Null: no usable key when it was written. */
  seal: Generated<string | null>;
}

/**
 * Digests of evidence rows, append-only: the newest entry for a kind and ref defines what that row must be. `pruned`
 * and `lost` list in `detail` the rows that are legitimately gone; `resealed` is only a marker.
 */
export interface EvidenceTable {
  seq: Generated<number>;
  at: Fixed<number>;
  kind: Fixed<'capture' | 'archive' | 'check' | 'incident' | 'incident-event' | 'pruned' | 'lost' | 'resealed'>;
  /** Row number; for `pruned` and `lost`, the kind of row that is gone. */
  ref: Fixed<string>;
  /** For a check, its capture. */
  detail: Fixed<string | null>;
  digest: Fixed<string>;
  previousHash: Fixed<string>;
  hash: Fixed<string>;
  seal: Generated<string | null>;
}

/** One edit of the first steps of one kind of incident; the latest counts. */
export interface PlaybookVersionTable {
  id: Generated<number>;
  part: string;
  /** Null: those of the file again. */
  stepsJson: string | null;
  at: number;
  by: string;
}

/** Webhooks that were made in the dashboard. */
export interface MadeWebhookTable {
  /** Also the channel's name in the outbox. */
  name: string;
  url: string;
  /** Sealed with the desk key, for this name. */
  secretSealed: string;
  /** Whose events alone it gets; null: an endpoint of the installation. */
  agencyId: number | null;
  /** `RelayFilter`s; none: all. */
  eventsJson: string;
  isPaused: number;
  changedAt: number;
  changedBy: string;
}

export interface MetaTable {
  key: string;
  value: string;
}
