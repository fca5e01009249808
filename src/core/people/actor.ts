/**
 * Who acts: what they may do, and where. An action calls `may` within its transaction, on the row's state at that time.
 */
import { VonggacError } from '../errors.ts';

const all = [
  /** Sign out, own password, own sessions. */
  'own-account',
  /** View sites, incidents, pictures. */
  'see',
  /** Acknowledge, resolve, dismiss. */
  'judge',
  /** Decide what is normal. */
  'approve',
  /** Register, change, pause and resume sites. */
  'manage-sites',
  /** Read the audit log. */
  'audit',
  /** Take an incident's evidence out, with what everybody did about it. */
  'export-evidence',
  /** Read and decide what outsiders ask for, with their personal data. */
  'handle-requests',
  /** Create, change and disable accounts. */
  'manage-people',
  /** Read the configuration, without its secrets. */
  'see-settings',
  /** Change settings and contacts, test mail. */
  'manage-settings',
] as const;

/** A closed list: a route, command or action names the capability it needs, never a role. */
export type Capability = (typeof all)[number];

/** Capabilities that span all agencies. */
export const overallCapabilities: ReadonlySet<Capability> = new Set([
  'audit',
  'manage-people',
  'see-settings',
  'manage-settings',
]);

/**
 * Withheld from accounts and tokens of one agency: a package names everybody who was notified and what they did, and
 * requests hold the personal data of other agencies' people.
 */
export const withheldFromAgencies: ReadonlySet<Capability> = new Set([
  ...overallCapabilities,
  'export-evidence',
  'handle-requests',
]);

export interface Scope {
  /** Null: nationwide, every agency and rows without one. */
  readonly agencyId: number | null;
}

export interface Actor {
  /** As recorded in the audit log. */
  readonly name: string;
  readonly scope: Scope;
  readonly capabilities: ReadonlySet<Capability>;
}

export type Permission = 'allowed' | 'lacks-capability' | 'outside-scope';

/** Whether the actor has the capability for anything at all. */
export function holds({ capabilities }: Actor, capability: Capability): boolean {
  return capabilities.has(capability);
}

/** @param agencyId agency of the row; null: none, which only nationwide actors may change */
export function may(actor: Actor, capability: Capability, agencyId: number | null): Permission {
  if (!holds(actor, capability)) return 'lacks-capability';
  const { scope } = actor;
  return scope.agencyId === null || scope.agencyId === agencyId ? 'allowed' : 'outside-scope';
}

const refusals = {
  'lacks-capability': {
    en: 'Your account may not do this.',
    vi: 'Tài khoản của bạn không được phép thực hiện việc này.',
  },
  'outside-scope': {
    en: 'This is outside the agency that your account serves.',
    vi: 'Việc này nằm ngoài phạm vi cơ quan mà tài khoản của bạn phụ trách.',
  },
} as const;

/** An act that its actor may not do. */
export class ForbiddenError extends VonggacError {
  readonly permission: Exclude<Permission, 'allowed'>;
  constructor(permission: Exclude<Permission, 'allowed'>) {
    const { en, vi } = refusals[permission];
    super('refused', en, { vi });
    this.permission = permission;
  }
}

/** @throws ForbiddenError */
export function assertMay(actor: Actor, capability: Capability, agencyId: number | null): void {
  const permission = may(actor, capability, agencyId);
  if (permission !== 'allowed') throw new ForbiddenError(permission);
}

/** Anyone with a terminal on the server may do everything: they can read and write the data anyway. */
export function owner(name: string): Actor {
  return { name, scope: { agencyId: null }, capabilities: new Set(all) };
}

/** The monitor itself. */
export const system: Actor = owner('system');
