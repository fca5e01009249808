/** What belongs to incidents under legal hold, as subqueries for retention. */
import { sql } from 'kysely';
import type { Database, Trx } from '../handle.ts';

type Db = Database | Trx;

/** An alarm that is not confirmed at first may open an incident up to a day later. */
const leadMs = 86_400_000;

const beginsAt = sql<number>`incidents."openedAt" - ${leadMs}`;
/** An incident that has not ended includes every later look at its pages. */
const endsAt = sql<number>`coalesce(incidents."endedAt", ${Number.MAX_SAFE_INTEGER})`;

/** Pages of held incidents, each with its incident. */
const heldPages = (db: Db) =>
  db
    .selectFrom('incidents')
    .innerJoin('incidentTargets', 'incidentTargets.incidentNumber', 'incidents.number')
    .where('incidents.heldAt', 'is not', null);

/** Numbers of the looks at their pages while they lasted, and of the look that each page shows. */
export function heldChecks(db: Db) {
  return heldPages(db)
    .innerJoin('checks', 'checks.targetId', 'incidentTargets.targetId')
    .where((eb) =>
      eb.or([
        eb('checks.id', '=', eb.ref('incidentTargets.checkId')),
        eb.and([eb('checks.at', '>=', beginsAt), eb('checks.at', '<=', endsAt)]),
      ]),
    )
    .select('checks.id as id');
}

/** Numbers of the captures of those looks, and of the baselines they were judged against. */
export function heldCaptures(db: Db) {
  const taken = heldPages(db)
    .innerJoin('captures', 'captures.targetId', 'incidentTargets.targetId')
    .where('captures.at', '>=', beginsAt)
    .where('captures.at', '<=', endsAt)
    .select('captures.id as id');
  const shown = db
    .selectFrom('checks')
    .where('checks.id', 'in', heldChecks(db))
    .where('checks.captureId', 'is not', null)
    .select(({ ref }) => ref('checks.captureId').$notNull().as('id'));
  const comparedWith = db
    .selectFrom('checks')
    .innerJoin('baselineCaptures', (join) =>
      join
        .onRef('baselineCaptures.targetId', '=', 'checks.targetId')
        .onRef('baselineCaptures.version', '=', 'checks.baselineVersion')
        .on('baselineCaptures.profile', '=', 'browser'),
    )
    .where('checks.id', 'in', heldChecks(db))
    .select('baselineCaptures.captureId as id');
  return taken.unionAll(shown).unionAll(comparedWith);
}

/** Numbers of the incidents themselves. */
export const heldIncidents = (db: Db) => db.selectFrom('incidents').select('number').where('heldAt', 'is not', null);
