/** Who may be assigned an incident. */

import type { Scope } from '../../core/people/actor.ts';
import type { Database } from '../handle.ts';
import type { Role } from '../people/users.ts';

export interface Assignee {
  readonly id: number;
  readonly name: string;
}

/** Maximum number of choices. */
const maxOffered = 200;

/**
 * People with one of the roles who may see the site's incidents, by name. People of an agency are offered only their
 * colleagues: the names of people who serve every agency are not shown to them.
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
