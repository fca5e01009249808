/** Tables for user accounts, and for the people of an agency who have none. */
import type { Generated } from 'kysely';
import type { ContactFields } from '../../core/people/contact.ts';
import type { FilteredList } from '../../core/people/saved-filter.ts';

/** A contact of an agency, notified about each of its portals. */
export interface ContactTable extends ContactFields {
  id: Generated<number>;
  agencyId: number;
}

export interface UserTable {
  id: Generated<number>;
  name: string;
  passwordHash: string;
  role: 'administrator' | 'operator' | 'approver' | 'viewer' | 'auditor';
  createdAt: number;
  disabledAt: number | null;
  /** Null: access to the sites of every agency. */
  agencyId: number | null;
  email: string | null;
  /** Sealed; null without a second factor. */
  totpSecret: string | null;
  /** Sealed; not confirmed by its owner with a code yet. */
  totpPending: string | null;
  /** `ISSUER SUBJECT` of an account that an identity provider vouches for; such an account has no password. */
  subject: string | null;
  /** Time step of the newest accepted code; no code is accepted twice. */
  totpLastStep: number | null;
}

export interface SessionTable {
  tokenHash: string;
  userId: number;
  createdAt: number;
  expiresAt: number;
  lastSeenAt: number;
  address: string;
  /** `User-Agent`, truncated. */
  agent: string;
}

/** A saved list filter of a person; `key` is the name without accents and case. */
export interface SavedFilterTable {
  id: Generated<number>;
  userId: number;
  list: FilteredList;
  name: string;
  key: string;
  /** The part of the list's address after `?`. */
  query: string;
}

/** Codes for signing in when the second-factor device is lost; a used one is removed. */
export interface RecoveryCodeTable {
  userId: number;
  codeHash: string;
}

/** One-time links that create the first administrator. */
export interface SetupLinkTable {
  tokenHash: string;
  createdAt: number;
  expiresAt: number;
  usedAt: number | null;
}

/** Single-use tokens with an expiry. Only hashes are kept; a used one is removed. */
export interface UserTokenTable {
  tokenHash: string;
  userId: number;
  /**
   * `password`, `reset`: choose a password, by a link handed over or mailed; `second-step`: the password was right and
   * the code is still missing.
   */
  purpose: 'password' | 'reset' | 'second-step';
  createdAt: number;
  expiresAt: number;
}

/** A key by which another system uses the API in its maker's name. */
export interface ApiTokenTable {
  id: Generated<number>;
  tokenHash: string;
  /** Its maker. */
  userId: number;
  /** Chosen by the maker, to tell tokens apart. */
  name: string;
  /** Separated by spaces. */
  capabilities: string;
  /** Null: as far as the maker may see. */
  agencyId: number | null;
  createdAt: number;
  expiresAt: number;
  lastUsedAt: number | null;
  /** Client address of the latest use. */
  lastAddress: string | null;
  revokedAt: number | null;
}

/** The answer to a request of the API with an idempotency key. */
export interface ApiAnswerTable {
  tokenId: number;
  key: string;
  /** Of method, path and body: the same key with another request is refused. */
  requestHash: string;
  createdAt: number;
  /** Null while the request is under way, and for good when the process ended meanwhile. */
  status: number | null;
  /** JSON, as it was answered. */
  body: string | null;
}

/** A setting that was changed in the dashboard. */
export interface SettingTable {
  key: string;
  /** As it would appear in the configuration file. */
  valueJson: string;
  changedAt: number;
  changedBy: string;
}
