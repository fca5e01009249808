import { VonggacError } from '../../core/errors.ts';
import type { Actor } from '../../core/people/actor.ts';
import type { Database } from '../../store/handle.ts';
import { type Agency, findAgency } from '../../store/registry/agencies.ts';

/** The actor's agency; null for those who serve all agencies. */
export async function ownAgency(db: Database, { scope }: Actor): Promise<Agency | null> {
  if (scope.agencyId === null) return null;
  const own = await findAgency(db, { id: scope.agencyId });
  if (own) return own;
  throw new VonggacError('refused', 'Your account’s agency no longer exists.', {
    vi: 'Cơ quan của tài khoản này không còn trong hệ thống.',
  });
}
