/** Tables of what outsiders ask for (`core/requests/`). Times are UTC milliseconds. */
import type { Generated } from 'kysely';
import type { ProofMethod, RequestKind, RequestSource, RequestStatus } from '../../core/requests/request.ts';

/** Nothing here is personal: audit rows and logs may name a request by its number. */
export interface RequestTable {
  id: Generated<number>;
  kind: RequestKind;
  status: RequestStatus;
  source: RequestSource;
  language: 'vi' | 'en';
  /** Of `duplicateKey`; a random one once it was erased. */
  duplicateKey: string;
  createdAt: number;
  changedAt: number;
  /** When its mail address was confirmed, or an operator imported its sheet; null: nothing is mailed to it. */
  confirmedAt: number | null;
  closedAt: number | null;
  /** Equal submissions that were counted instead of stored. */
  repeats: number;
  /** `Period`; without `periodFrom` a report. */
  periodFrom: number | null;
  periodTo: number | null;
  /** When the requester was asked whether to extend the period. */
  periodAskedAt: number | null;
  /** Sites that it registered, or that it names and that were registered before. */
  siteIdsJson: string;
  /** The registered target that a report is about. */
  targetId: string | null;
  /** What the owner of a host publishes; hexadecimal. */
  proofToken: string;
}

/** Personal data. `email` repeats the field of `fieldsJson`, to be found by; empty: none. */
export interface RequestDetailsTable {
  requestId: number;
  email: string;
  /** `RequestDetails` */
  fieldsJson: string;
}

export interface RequestProofTable {
  requestId: number;
  host: string;
  method: ProofMethod;
  at: number;
  actor: string;
  /** The contact, known before, who confirmed by telephone. */
  contactId: number | null;
}

/** Single-use links; a used one is removed. */
export interface RequestTokenTable {
  tokenHash: string;
  requestId: number;
  purpose: 'confirm' | 'prove' | 'extend';
  /** For `prove`; otherwise empty. */
  host: string;
  expiresAt: number;
}

/** When an address was last mailed without having been confirmed; a keyed hash, not the address. */
export interface RequestMailTable {
  addressHash: string;
  at: number;
}

/** Submissions per day. */
export interface RequestDayTable {
  day: number;
  kind: RequestKind;
  count: number;
}

/** The latest look that a report asked for. */
export interface ReportedLookTable {
  targetId: string;
  at: number;
}
