/** By what incidents are compared, one row per incident and mark: written with the incident, never removed. */
import type { Incident } from '../../core/domain/incident.ts';
import { marksOf, maxMarks } from '../../core/incidents/similar.ts';
import type { Trx } from '../handle.ts';

/** Adds what is new; marks of earlier waves stay. */
export async function keepMarks(trx: Trx, incidentNumber: number, incident: Incident): Promise<void> {
  const marks = marksOf(incident);
  if (marks.length === 0) return;
  const { kept } = await trx
    .selectFrom('incidentIndicators')
    .select((eb) => eb.fn.countAll<number>().as('kept'))
    .where('incidentNumber', '=', incidentNumber)
    .executeTakeFirstOrThrow();
  const rows = marks.slice(0, maxMarks - kept).map(({ type, value }) => ({ type, value, incidentNumber }));
  if (kept >= maxMarks) return;
  await trx
    .insertInto('incidentIndicators')
    .values(rows)
    .onConflict((c) => c.columns(['type', 'value', 'incidentNumber']).doNothing())
    .execute();
}
