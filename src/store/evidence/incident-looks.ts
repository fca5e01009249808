/** The kept looks and captures that belong to one incident. */
import type { Database } from '../handle.ts';

export interface IncidentLook {
  readonly checkId: number;
  readonly targetId: string;
  readonly at: number;
  readonly captureId: number | null;
}

/** Confirming looks come before the incident's own. */
const beforeMs = 86_400_000;

/**
 * Looks at its targets that found something, from a day before a target was defaced until it recovered, oldest first;
 * per target at most `each`, always with the one that the incident shows.
 *
 * @returns `left`: how many more there are
 */
export async function looksOfIncident(
  db: Database,
  incidentNumber: number,
  each: number,
): Promise<{ readonly looks: readonly IncidentLook[]; readonly left: number }> {
  const targets = await db
    .selectFrom('incidentTargets')
    .select(['targetId', 'checkId', 'firedAt', 'recoveredAt'])
    .where('incidentNumber', '=', incidentNumber)
    .orderBy('firedAt')
    .orderBy('targetId')
    .execute();
  const looks: IncidentLook[] = [];
  let left = 0;
  for (const { targetId, checkId, firedAt, recoveredAt } of targets) {
    const found = db
      .selectFrom('checks')
      .where('targetId', '=', targetId)
      .where('level', 'in', ['suspect', 'alarm'])
      .where('at', '>=', firedAt - beforeMs)
      .where('at', '<=', recoveredAt ?? Number.MAX_SAFE_INTEGER)
      .where((eb) => eb.or([eb('captureId', 'is not', null), eb('id', '=', checkId ?? 0)]));
    const { count } = await found.select((eb) => eb.fn.countAll<number>().as('count')).executeTakeFirstOrThrow();
    const first = await found
      .select(['id as checkId', 'targetId', 'at', 'captureId'])
      .orderBy((eb) =>
        eb
          .case()
          .when('id', '=', checkId ?? 0)
          .then(0)
          .else(1)
          .end(),
      )
      .orderBy('at')
      .limit(each)
      .execute();
    looks.push(...first.toSorted((a, b) => a.at - b.at || a.checkId - b.checkId));
    left += count - first.length;
  }
  return { looks, left };
}

export async function eventIdsOf(db: Database, incidentNumber: number): Promise<number[]> {
  const rows = await db
    .selectFrom('incidentEvents')
    .select('id')
    .where('incidentNumber', '=', incidentNumber)
    .orderBy('id')
    .execute();
  return rows.map(({ id }) => id);
}

/** Whether traffic of a capture was ever kept. */
export async function hadArchive(db: Database, captureId: number): Promise<boolean> {
  const row = await db
    .selectFrom('evidence')
    .select('seq')
    .where('kind', '=', 'archive')
    .where('ref', '=', String(captureId))
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}
