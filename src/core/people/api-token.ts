/** What an API token may do: never more than its maker may do now. */
import { type Actor, type Capability, withheldFromAgencies } from './actor.ts';

/** Accounts, settings and the audit log are out of reach of every token. */
export const tokenCapabilities = [
  'see',
  'judge',
  'approve',
  'manage-sites',
  'export-evidence',
  'handle-requests',
] as const;

export type TokenCapability = (typeof tokenCapabilities)[number];

const dayMs = 86_400_000;
export const longestTokenMs = 365 * dayMs;

/** Enough for every system of one installation; a person who makes more has lost count of them. */
export const mostTokensOfPerson = 20;

const prefix = 'vgt_';
const shape = /^vgt_[A-Za-z0-9_-]{43}$/;

/** Recognisable, so that scanners for leaked secrets find it. @param random 256 bits in base64url */
export function apiToken(random: string): string {
  return `${prefix}${random}`;
}

export function isApiToken(text: string): boolean {
  return shape.test(text);
}

export interface TokenAuthority {
  readonly name: string;
  readonly capabilities: readonly TokenCapability[];
  /** Null: every agency that the maker serves. */
  readonly agencyId: number | null;
}

/** The token as an actor; null when its agency is no longer one that its maker serves. */
export function tokenActor(token: TokenAuthority, maker: Actor): Actor | null {
  const { agencyId: served } = maker.scope;
  if (served !== null && token.agencyId !== null && served !== token.agencyId) return null;
  const agencyId = served ?? token.agencyId;
  const held = token.capabilities.filter(
    (capability) => maker.capabilities.has(capability) && (agencyId === null || !withheldFromAgencies.has(capability)),
  );
  return { name: `${maker.name} (API ${token.name})`, scope: { agencyId }, capabilities: new Set<Capability>(held) };
}
