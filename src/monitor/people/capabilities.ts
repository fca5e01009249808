/** What each role may do. A route or command names the capability it needs, never a role. */
import { VonggacError } from '../../core/errors.ts';
import type { Role } from '../../store/users.ts';

export type Capability =
  /** Sign out, own password, own sessions. */
  | 'own-account'
  /** Look at sites, incidents, pictures. */
  | 'see'
  /** Acknowledge, resolve, dismiss. */
  | 'judge'
  /** Decide what is normal. */
  | 'approve'
  /** Pause and resume sites. */
  | 'manage-sites'
  /** Read what everybody did. */
  | 'audit'
  /** Create, change and disable accounts. */
  | 'manage-people'
  /** Read the configuration, without its secrets. */
  | 'see-settings'
  /** Change settings and contacts, try mail. */
  | 'manage-settings';

const viewer: readonly Capability[] = ['own-account', 'see'];
const operator: readonly Capability[] = [...viewer, 'judge', 'approve', 'manage-sites'];

const capabilities: Readonly<Record<Role, ReadonlySet<Capability>>> = {
  administrator: new Set([...operator, 'audit', 'manage-people', 'see-settings', 'manage-settings']),
  operator: new Set(operator),
  approver: new Set([...viewer, 'approve']),
  viewer: new Set(viewer),
  auditor: new Set([...viewer, 'audit', 'see-settings']),
};

export const roles = Object.keys(capabilities) as readonly Role[];

/** What reaches over all agencies, whatever somebody's own is: no agency's account has it. */
const overall: ReadonlySet<Capability> = new Set(['audit', 'manage-people', 'see-settings', 'manage-settings']);

export interface Holder {
  readonly role: Role;
  readonly agencyId: number | null;
}

export function roleMay(role: Role, capability: Capability): boolean {
  return capabilities[role].has(capability);
}

export function mayDo(person: Holder, capability: Capability): boolean {
  return roleMay(person.role, capability) && (person.agencyId === null || !overall.has(capability));
}

/** Refuses an agency's account with a role that reaches over all agencies. */
export function assertHolder(person: Holder): void {
  if (person.agencyId === null || ![...overall].some((capability) => roleMay(person.role, capability))) return;
  throw new VonggacError('bad-input', 'Administrators and auditors serve every agency: leave the agency out.', {
    vi: 'Quản trị và kiểm toán làm việc với mọi cơ quan: hãy để trống cơ quan.',
  });
}
