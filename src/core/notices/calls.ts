/** Which telephone numbers a mail shows beside its button. */

import { type AgencyContact, inCallOrder } from '../people/contact.ts';
import type { Call, Contact } from './contact.ts';

interface Reachable {
  readonly name: string;
  readonly role?: string | null | undefined;
  readonly phone?: string | null | undefined;
}

/** Maximum contacts of an agency to show. */
const mostOfAgency = 3;

/** The officer on duty and one agency contact; a national contact only where neither has a telephone number. */
export function callsOf(
  officer: Reachable | null,
  agency: readonly AgencyContact[],
  national: readonly Contact[],
): Call[] {
  const own = [...withPhone('duty', officer ? [officer] : [], 1), ...withPhone('agency', inCallOrder(agency), 1)];
  return own.length > 0 ? own : withPhone('national', national, 1);
}

/** Contacts at the agency, in the order to call them. */
export function agencyCalls(agency: readonly AgencyContact[]): Call[] {
  return withPhone('agency', inCallOrder(agency), mostOfAgency);
}

function withPhone(who: Call['for'], people: readonly Reachable[], most: number): Call[] {
  return people
    .flatMap(({ name, role, phone }) => (phone ? [{ for: who, name, ...(role ? { role } : {}), phone }] : []))
    .slice(0, most);
}

/** The notice's field, omitted where there is nobody to call. */
export function shownCalls(calls: readonly Call[]): { readonly calls?: readonly Call[] } {
  return calls.length > 0 ? { calls } : {};
}
