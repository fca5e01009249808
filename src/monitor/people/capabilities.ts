/** What each role may do. A route or command names the capability it needs, never a role. */
import type { Role } from '../../store/users.ts';

export type Capability =
  /** Look at sites, incidents, pictures. */
  | 'see'
  /** Acknowledge, resolve, dismiss. */
  | 'judge'
  /** Decide what is normal. */
  | 'approve'
  /** Pause and resume sites. */
  | 'manage-sites';

const viewer: readonly Capability[] = ['see'];
const operator: readonly Capability[] = [...viewer, 'judge', 'approve', 'manage-sites'];
const administrator: readonly Capability[] = [...operator];

const capabilities: Readonly<Record<Role, ReadonlySet<Capability>>> = {
  viewer: new Set(viewer),
  operator: new Set(operator),
  administrator: new Set(administrator),
};

export function roleMay(role: Role, capability: Capability): boolean {
  return capabilities[role].has(capability);
}
