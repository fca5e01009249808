/** Unowned incidents and the escalation steps taken for them. */

import type { AttackKind } from '../../core/domain/finding.ts';
import type { StepName } from '../../core/duty/ladder.ts';
import { readable } from '../codecs/codec.ts';
import { incidentKinds } from '../codecs/incident-codecs.ts';
import type { Database, Trx } from '../handle.ts';

export interface UnownedIncident {
  readonly number: number;
  readonly siteId: number;
  readonly campaignNumber: number | null;
  readonly openedAt: number;
  /** Empty when they can't be read. */
  readonly kinds: readonly AttackKind[];
  /** When it was opened or reopened, its acknowledgement was withdrawn, or the alarms held by maintenance were sent. */
  readonly unownedSince: number;
}

/**
 * Open incidents without an owner, oldest first. Those of a site under maintenance wait for its end, except for some
 * kinds.
 */
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
        .where('type', 'in', ['escalated', 'reopened'])
        .as('withdrawnAt'),
      eb
        .selectFrom('maintenance')
        .select((of) => of.fn.max('notifiedAt').as('at'))
        .whereRef('maintenance.siteId', '=', 'incidents.siteId')
        .whereRef('maintenance.endsAt', '>', 'incidents.openedAt')
        .as('notifiedAt'),
    ])
    .where('status', '=', 'open')
    .where((eb) =>
      eb.or([
        eb.not(
          eb.exists(
            eb
              .selectFrom('maintenance')
              .select('id')
              .whereRef('maintenance.siteId', '=', 'incidents.siteId')
              .where('beginsAt', '<=', now)
              .where('notifiedAt', 'is', null),
          ),
        ),
        ...neverHeld.map((kind) => eb('kindsJson', 'like', `%"${kind}"%`)),
      ]),
    )
    .orderBy('number');
  if (only !== null) query = query.where('number', '=', only.number);
  const rows = await query.execute();
  return rows.map(({ withdrawnAt, notifiedAt, kindsJson, ...incident }) => {
    // Alarms that maintenance never holds were sent all along, so its end does not restart their escalation.
    // Unreadable: sending too early is better than not at all.
    const kinds = readable(() => incidentKinds.decode(kindsJson, incident.number));
    const isHeld = kinds !== null && !kinds.some((kind) => neverHeld.includes(kind));
    const heldUntil = isHeld ? Number(notifiedAt ?? 0) : 0;
    return {
      ...incident,
      kinds: kinds ?? [],
      unownedSince: Math.max(incident.openedAt, Number(withdrawnAt ?? 0), heldUntil),
    };
  });
}

/** Steps taken since then. */
export async function stepsTaken(
  trx: Trx,
  { number, unownedSince }: Pick<UnownedIncident, 'number' | 'unownedSince'>,
): Promise<StepName[]> {
  return trx
    .selectFrom('escalationSteps')
    .select(['to', 'index'])
    .where('incidentNumber', '=', number)
    .where('unownedSince', '=', unownedSince)
    .execute();
}

/** Whether this step was already taken since then for another incident of the campaign. */
export async function isTakenForCampaign(
  trx: Trx,
  campaignNumber: number,
  { to, index }: StepName,
  since: number,
): Promise<boolean> {
  const row = await trx
    .selectFrom('escalationSteps')
    .innerJoin('incidents', 'incidents.number', 'escalationSteps.incidentNumber')
    .select('escalationSteps.index')
    .where('incidents.campaignNumber', '=', campaignNumber)
    .where('escalationSteps.to', '=', to)
    .where('escalationSteps.index', '=', index)
    .where('escalationSteps.at', '>=', since)
    .executeTakeFirst();
  return row !== undefined;
}

export async function insertStep(
  trx: Trx,
  { number, unownedSince }: Pick<UnownedIncident, 'number' | 'unownedSince'>,
  { to, index }: StepName,
  at: number,
): Promise<void> {
  await trx.insertInto('escalationSteps').values({ incidentNumber: number, unownedSince, to, index, at }).execute();
}
