/** The tables about people who sign in. */
import type { Generated } from 'kysely';

export interface UserTable {
  id: Generated<number>;
  name: string;
  passwordHash: string;
  role: 'administrator' | 'operator' | 'approver' | 'viewer' | 'auditor';
  createdAt: number;
  disabledAt: number | null;
  /** Null: the sites of every agency. */
  agencyId: number | null;
  email: string | null;
  /** Sealed; null while there is no second factor. */
  totpSecret: string | null;
  /** Sealed; shown to its owner, who has not typed a code of it yet. */
  totpPending: string | null;
  /** `ISSUER SUBJECT` of somebody whom an identity provider vouches for; such an account has no password. */
  subject: string | null;
  /** Of the newest code that was taken: none is taken twice. */
  totpLastStep: number | null;
}

export interface SessionTable {
  tokenHash: string;
  userId: number;
  createdAt: number;
  expiresAt: number;
  /** Null in sessions from before this was kept. */
  lastSeenAt: number | null;
  address: string | null;
  /** `User-Agent`, cut. */
  agent: string | null;
}

/** What a person types when the device with the second factor is lost; a used one is removed. */
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

/** What lets a person take one step once, for a while. Only hashes of tokens are kept; a used one is removed. */
export interface UserTokenTable {
  tokenHash: string;
  userId: number;
  /** `password`, `reset`: to choose a password, handed over or mailed; `second-step`: the password was right, the code is still to come. */
  purpose: 'password' | 'reset' | 'second-step';
  createdAt: number;
  expiresAt: number;
}

/** One setting that was changed at the dashboard. */
export interface SettingTable {
  key: string;
  /** As the configuration file would have it. */
  valueJson: string;
  changedAt: number;
  changedBy: string;
}
