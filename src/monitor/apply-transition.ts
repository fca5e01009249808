/** Writes what became of an incident, with its timeline and the notice it causes, in the caller's transaction. */
import type { Transition } from '../core/incident.ts';
import type { Trx } from '../store/database.ts';
import { insertIncidentEvent, saveIncident } from '../store/incidents.ts';
import { dropUnsent } from '../store/outbox.ts';
import type { DeskParts } from './parts.ts';
import { tellIncident } from './tell.ts';

type Telling = Pick<DeskParts, 'config' | 'newId'>;

/** @returns the incident's number */
export async function applyTransition(
  trx: Trx,
  parts: Telling,
  transition: Transition,
  by: { readonly actor: string; readonly note: string | null },
  now: number,
): Promise<number> {
  const number = await saveIncident(trx, transition.incident);
  await insertIncidentEvent(trx, { incidentNumber: number, at: now, type: transition.type, ...by });
  if (transition.notice !== null) {
    // An update that waits for company is said by whatever comes after it.
    if (transition.notice !== 'incident-opened') await dropUnsent(trx, number, 'incident-updated');
    await tellIncident(trx, parts, { ...transition.incident, number }, transition.notice, now);
  }
  return number;
}
