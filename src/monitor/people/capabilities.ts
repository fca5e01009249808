/** The capabilities of each role, and the actor for an account. */
import { VonggacError } from '../../core/errors.ts';
import { type Actor, type Capability, overallCapabilities, withheldFromAgencies } from '../../core/people/actor.ts';
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

export interface Holder {
  readonly role: Role;
  readonly agencyId: number | null;
}

export function roleMay(role: Role, capability: Capability): boolean {
  return capabilities[role].has(capability);
}

export function actorOf({ name, role, agencyId }: Holder & { readonly name: string }): Actor {
  const held = [...capabilities[role]].filter(
    (capability) => agencyId === null || !withheldFromAgencies.has(capability),
  );
  return { name, scope: { agencyId }, capabilities: new Set(held) };
}

/** Refuses an agency's account with a role that spans all agencies. */
export function assertHolder(person: Holder): void {
  if (person.agencyId === null || ![...overallCapabilities].some((capability) => roleMay(person.role, capability)))
    return;
  throw new VonggacError('bad-input', 'Administrators and auditors serve every agency: omit the agency.', {
    vi: 'Quản trị và kiểm toán làm việc với mọi cơ quan: hãy để trống cơ quan.',
  });
}
