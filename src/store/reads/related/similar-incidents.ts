/** Incidents that share indicators or changes with one, of the sites in scope only. */
import { sql } from 'kysely';
import { type Mark, maxMarks, mostSimilar, type SharedMark } from '../../../core/incidents/similar.ts';
import type { Scope } from '../../../core/people/actor.ts';
import type { Database } from '../../handle.ts';
import { type ListedIncident, listed, selectListed } from '../incidents.ts';
import { inScope } from '../scope.ts';

export interface ShownSimilar {
  readonly incident: ListedIncident;
  /** Rarest first. */
  readonly common: readonly Mark[];
}

/** Marks that this many incidents bear are all equally common. */
const mostCounted = 1_000;
/** The rarest marks looked for, and the newest incidents taken for each: a word of all attacks would find thousands. */
const mostMarks = 20;
const mostOfMark = 100;

/** How common a mark is counts everywhere and is not shown; who bears it is looked for in scope. */
export async function readSimilar(db: Database, scope: Scope, incidentNumber: number): Promise<ShownSimilar[]> {
  const { rows: marks } = await sql<Mark & { readonly holders: number }>`
    select own.type, own.value, (select count(*) from (
      select 1 from "incidentIndicators" as every
      where every.type = own.type and every.value = own.value limit ${sql.lit(mostCounted)})) as holders
    from "incidentIndicators" as own where own."incidentNumber" = ${incidentNumber} limit ${sql.lit(maxMarks)}`.execute(
    db,
  );
  const rarest = marks.filter(({ holders }) => holders > 1).sort((a, b) => a.holders - b.holders);
  const shared: SharedMark[] = [];
  for (const mark of rarest.slice(0, mostMarks)) {
    for (const number of await bearers(db, scope, mark)) {
      if (number !== incidentNumber) shared.push({ ...mark, incidentNumber: number });
    }
  }
  const { total } = await db
    .selectFrom('incidents')
    .select((eb) => eb.fn.max('number').as('total'))
    .executeTakeFirstOrThrow();
  const similar = mostSimilar(shared, total ?? 0);
  if (similar.length === 0) return [];
  const rows = await selectListed(db, scope)
    .where(
      'incidents.number',
      'in',
      similar.map(({ number }) => number),
    )
    .execute();
  const byNumber = new Map(rows.map((row) => [row.number, listed(row)]));
  return similar.flatMap(({ number, common }) => {
    const incident = byNumber.get(number);
    return incident === undefined ? [] : [{ incident, common }];
  });
}

/** Newest first. */
async function bearers(db: Database, scope: Scope, { type, value }: Mark): Promise<number[]> {
  const rows = await db
    .selectFrom('incidentIndicators')
    .innerJoin('incidents', 'incidents.number', 'incidentIndicators.incidentNumber')
    .innerJoin('sites', 'sites.id', 'incidents.siteId')
    .select('incidents.number')
    .where('incidentIndicators.type', '=', type)
    .where('incidentIndicators.value', '=', value)
    .where(inScope(scope))
    .orderBy('incidentIndicators.incidentNumber', 'desc')
    .limit(sql.lit(mostOfMark))
    .execute();
  return rows.map(({ number }) => number);
}
