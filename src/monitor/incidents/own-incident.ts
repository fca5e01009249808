/** Whoever acknowledges an incident becomes its assignee, if they have an account that may judge it. */
import type { Incident } from '../../core/domain/incident.ts';
import { may } from '../../core/people/actor.ts';
import type { Trx } from '../../store/handle.ts';
import { assignIncident } from '../../store/incidents/incidents.ts';
import { dropUnsent } from '../../store/outbox/outbox.ts';
import { findUser, findUserByEmail } from '../../store/people/users.ts';
import { getSite } from '../../store/registry/registry.ts';
import { actorOf } from '../people/capabilities.ts';

/** How the person is identified: by account name, or by the address that a mail went to. */
export type Person = { readonly name: string } | { readonly email: string };

/** Without exactly one account of that name or address, the assignee stays unchanged. */
export async function own(trx: Trx, { number, siteId }: Incident, person: Person): Promise<void> {
  const user = 'email' in person ? await findUserByEmail(trx, person.email) : await findUser(trx, person.name);
  const site = await getSite(trx, siteId);
  if (!user || !site || may(actorOf(user), 'judge', site.agencyId) !== 'allowed') return;
  if (await assignIncident(trx, number, user.id)) await dropUnsent(trx, number, 'incident-assigned');
}
