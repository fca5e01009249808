/** Incidents that nobody took on, and the steps of the ladder that were taken for them. */
import type { StepName } from '../core/duty/ladder.ts';
import type { AttackKind } from '../core/model.ts';
import type { Database, Trx } from './database.ts';

export interface UnownedIncident {
  readonly number: number;
  readonly siteId: number;
  readonly campaignNumber: number | null;
  readonly openedAt: number;
  /** When it was opened, its acknowledgement was withdrawn, or what a maintenance held back was told. */
  readonly unownedSince: number;
}

/** Open incidents without an owner, the oldest first; but for some kinds those of a site under announced maintenance wait for its end. */
export async function unownedIncidents(
  db: Database | Trx,
  now: number,
  neverHeld: readonly AttackKind[],
  only: { readonly number: number } | null = null,
): Promise<UnownedIncident[]> {
  let query = db
    .selectFrom('incidents')
    .select((eb) => [
      'number',
      'siteId',
      'campaignNumber',
      'openedAt',
      'kindsJson',
      eb
        .selectFrom('incidentEvents')
        .select((of) => of.fn.max('at').as('at'))
        .whereRef('incidentEvents.incidentNumber', '=', 'incidents.number')
        .where('type', '=', 'escalated')
        .as('withdrawnAt'),
      eb
        .selectFrom('blackouts')
        .select((of) => of.fn.max('toldAt').as('at'))
        .whereRef('blackouts.siteId', '=', 'incidents.siteId')
        .whereRef('blackouts.endsAt', '>', 'incidents.openedAt')
        .as('toldAt'),
    ])
    .where('status', '=', 'open')
    .where((eb) =>
      eb.or([
        eb.not(
          eb.exists(
            eb
              .selectFrom('blackouts')
              .select('id')
              .whereRef('blackouts.siteId', '=', 'incidents.siteId')
              .where('beginsAt', '<=', now)
              .where('toldAt', 'is', null),
          ),
        ),
        ...neverHeld.map((kind) => eb('kindsJson', 'like', `%"${kind}"%`)),
      ]),
    )
    .orderBy('number');
  if (only !== null) query = query.where('number', '=', only.number);
  const rows = await query.execute();
  return rows.map(({ withdrawnAt, toldAt, kindsJson, ...incident }) => {
    // What no maintenance holds was told all the while: its ladder does not begin anew at the end of one.
    const isHeld = !(JSON.parse(kindsJson) as AttackKind[]).some((kind) => neverHeld.includes(kind));
    const heldUntil = isHeld ? Number(toldAt ?? 0) : 0;
    return { ...incident, unownedSince: Math.max(incident.openedAt, Number(withdrawnAt ?? 0), heldUntil) };
  });
}

/** The steps taken since then. */
export async function stepsTaken(
  trx: Trx,
  { number, unownedSince }: Pick<UnownedIncident, 'number' | 'unownedSince'>,
): Promise<StepName[]> {
  return trx
    .selectFrom('ladderSteps')
    .select(['to', 'turn'])
    .where('incidentNumber', '=', number)
    .where('unownedSince', '=', unownedSince)
    .execute();
}

/** Whether this step was taken for another incident of the campaign since then. */
export async function isTakenForCampaign(
  trx: Trx,
  campaignNumber: number,
  { to, turn }: StepName,
  since: number,
): Promise<boolean> {
  const row = await trx
    .selectFrom('ladderSteps')
    .innerJoin('incidents', 'incidents.number', 'ladderSteps.incidentNumber')
    .select('ladderSteps.turn')
    .where('incidents.campaignNumber', '=', campaignNumber)
    .where('ladderSteps.to', '=', to)
    .where('ladderSteps.turn', '=', turn)
    .where('ladderSteps.at', '>=', since)
    .executeTakeFirst();
  return row !== undefined;
}

export async function insertStep(
  trx: Trx,
  { number, unownedSince }: Pick<UnownedIncident, 'number' | 'unownedSince'>,
  { to, turn }: StepName,
  at: number,
): Promise<void> {
  await trx.insertInto('ladderSteps').values({ incidentNumber: number, unownedSince, to, turn, at }).execute();
}
