/** Who may be given an incident. */
import type { Database } from '../database.ts';
import type { Role } from '../users.ts';
import type { Scope } from './scope.ts';

export interface Assignee {
  readonly id: number;
  readonly name: string;
}

/** More are not offered. */
const maxOffered = 200;

/**
 * People with one of the roles who see the site's incidents, by name. Somebody of an agency is offered the colleagues
 * there only: who serves every agency is not their business.
 */
export async function readAssignees(
  db: Database,
  scope: Scope,
  of: { readonly siteId: number; readonly roles: readonly Role[] },
): Promise<Assignee[]> {
  const site = await db.selectFrom('sites').select('agencyId').where('id', '=', of.siteId).executeTakeFirst();
  const agencyId = site?.agencyId ?? null;
  let people = db
    .selectFrom('users')
    .select(['id', 'name'])
    .where('disabledAt', 'is', null)
    .where('role', 'in', [...of.roles]);
  if (scope.agencyId !== null) people = people.where('agencyId', '=', scope.agencyId);
  else people = people.where((eb) => eb.or([eb('agencyId', 'is', null), eb('agencyId', '=', agencyId ?? 0)]));
  return people.orderBy('name').limit(maxOffered).execute();
}
