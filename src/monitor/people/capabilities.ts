/** The capabilities of each role, and the actor for an account. */
import { VonggacError } from '../../core/errors.ts';
import type { Actor, Capability } from '../../core/people/actor.ts';
import type { Role } from '../../store/people/users.ts';

const viewer: readonly Capability[] = ['own-account', 'see'];
const operator: readonly Capability[] = [
  ...viewer,
  'judge',
  'approve',
  'manage-sites',
  'export-evidence',
  'handle-requests',
];

const capabilities: Readonly<Record<Role, ReadonlySet<Capability>>> = {
  administrator: new Set([...operator, 'audit', 'manage-people', 'see-settings', 'manage-settings']),
  operator: new Set(operator),
  approver: new Set([...viewer, 'approve']),
  viewer: new Set(viewer),
  auditor: new Set([...viewer, 'audit', 'see-settings']),
};

export const roles = Object.keys(capabilities) as readonly Role[];

/** Capabilities that span all agencies: never granted to an agency's account. */
const overall: ReadonlySet<Capability> = new Set(['audit', 'manage-people', 'see-settings', 'manage-settings']);

/**
 * Withheld from an agency's account: a package names everybody who was notified and what they did, and requests hold
 * the personal data of other agencies' people.
 */
const withheld: ReadonlySet<Capability> = new Set([...overall, 'export-evidence', 'handle-requests']);

export interface Holder {
  readonly role: Role;
  readonly agencyId: number | null;
}

export function roleMay(role: Role, capability: Capability): boolean {
  return capabilities[role].has(capability);
}

export function actorOf({ name, role, agencyId }: Holder & { readonly name: string }): Actor {
  const held = [...capabilities[role]].filter((capability) => agencyId === null || !withheld.has(capability));
  return { name, scope: { agencyId }, capabilities: new Set(held) };
}

/** Refuses an agency's account with a role that spans all agencies. */
export function assertHolder(person: Holder): void {
  if (person.agencyId === null || ![...overall].some((capability) => roleMay(person.role, capability))) return;
  throw new VonggacError('bad-input', 'Administrators and auditors serve every agency: omit the agency.', {
    vi: 'Quản trị và kiểm toán làm việc với mọi cơ quan: hãy để trống cơ quan.',
  });
}
