/** The working state of targets: who looks at which one, and what came of it. */
import { sql } from 'kysely';
import type { TargetState } from '../core/model.ts';
import type { ProfilePlace } from '../core/profile-turns.ts';
import type { Appointment } from '../core/timetable.ts';
import type { Database, Trx } from './database.ts';
import type { TargetRow } from './schema.ts';

/** Columns of a target that nobody has looked at. */
export const neverLookedAt = {
  leaseOwner: null,
  leaseUntil: null,
  lastCheckId: null,
  lastCheckAt: null,
  lastLevel: null,
  lastKind: null,
  cleanMarkJson: null,
  nextProfileAt: null,
  profileTurn: 0,
  profileMarksJson: null,
} as const;

export interface Claim {
  readonly owner: string;
  readonly now: number;
  readonly leaseMs: number;
  readonly limit: number;
  /** Each queue has places of its own, so that slow looks of one kind never hold up the others. */
  readonly tier: TargetRow['nextTier'];
  /** Looks in flight by host, and how many a host may have. */
  readonly inFlight: ReadonlyMap<string, number>;
  readonly perHost: number;
}

/**
 * Takes the targets that are due, the longest waiting and the home pages first, by one conditional update: no two
 * daemons get the same one. A lease that ran out (its daemon was killed) counts as free. The write lock is only taken
 * when there is something to take.
 */
export async function claimDue(db: Database, claim: Claim): Promise<TargetRow[]> {
  let due = db
    .selectFrom('targets')
    .innerJoin('sites', 'sites.id', 'targets.siteId')
    .select(['targets.id', 'targets.host'])
    .where('sites.status', '=', 'active')
    .where('targets.nextCheckAt', '<=', claim.now)
    .where('targets.nextTier', '=', claim.tier)
    .where((eb) => eb.or([eb('targets.leaseUntil', 'is', null), eb('targets.leaseUntil', '<', claim.now)]))
    .orderBy('targets.nextCheckAt')
    .orderBy('targets.position')
    .limit(claim.limit * candidatesPerPlace);
  const full = [...claim.inFlight].filter(([, count]) => count >= claim.perHost).map(([host]) => host);
  if (full.length > 0) due = due.where('targets.host', 'not in', full);
  const ids = withinHosts(await due.execute(), claim);
  if (ids.length === 0) return [];
  const claimed = await db
    .updateTable('targets')
    .set({ leaseOwner: claim.owner, leaseUntil: claim.now + claim.leaseMs })
    .where('id', 'in', ids)
    .where('nextCheckAt', '<=', claim.now)
    .where((eb) => eb.or([eb('leaseUntil', 'is', null), eb('leaseUntil', '<', claim.now)]))
    .returningAll()
    .execute();
  const place = new Map(ids.map((id, index) => [id, index]));
  return claimed.sort((a, b) => (place.get(a.id) ?? 0) - (place.get(b.id) ?? 0));
}

/** Looked through for hosts that still have room, when many targets of one host are due at once. */
const candidatesPerPlace = 10;

function withinHosts(due: readonly { readonly id: string; readonly host: string }[], claim: Claim): string[] {
  const inFlight = new Map(claim.inFlight);
  const ids: string[] = [];
  for (const { id, host } of due) {
    const count = inFlight.get(host) ?? 0;
    if (ids.length >= claim.limit || count >= claim.perHost) continue;
    inFlight.set(host, count + 1);
    ids.push(id);
  }
  return ids;
}

/** Takes one target whatever its appointment (a look that a person asked for); null while somebody else holds it. */
export async function claimOne(
  db: Database,
  targetId: string,
  claim: Pick<Claim, 'owner' | 'now' | 'leaseMs'>,
): Promise<TargetRow | null> {
  const row = await db
    .updateTable('targets')
    .set({ leaseOwner: claim.owner, leaseUntil: claim.now + claim.leaseMs })
    .where('id', '=', targetId)
    .where((eb) => eb.or([eb('leaseUntil', 'is', null), eb('leaseUntil', '<', claim.now)]))
    .returningAll()
    .executeTakeFirst();
  return row ?? null;
}

/** Gives back what was claimed and not looked at. */
export async function releaseLeases(db: Database, owner: string, ids?: readonly string[]): Promise<void> {
  let query = db.updateTable('targets').set({ leaseOwner: null, leaseUntil: null }).where('leaseOwner', '=', owner);
  if (ids) query = query.where('id', 'in', [...ids]);
  await query.execute();
}

/** Everybody who holds a lease now. */
export async function leaseOwners(db: Database): Promise<string[]> {
  const rows = await db
    .selectFrom('targets')
    .select('leaseOwner')
    .distinct()
    .where('leaseOwner', 'is not', null)
    .execute();
  return rows.flatMap((row) => row.leaseOwner ?? []);
}

export interface LookResult {
  readonly state: TargetState;
  readonly appointment: Omit<Appointment, 'nextTier'> & Pick<TargetRow, 'nextTier'>;
  readonly place: ProfilePlace;
  readonly checkId: number;
  readonly at: number;
  readonly cleanMarkJson: string | null;
  readonly profileMarksJson: string | null;
}

/** The target after a recorded look; its lease ends with it. */
export async function saveLook(trx: Trx, targetId: string, look: LookResult): Promise<void> {
  await trx
    .updateTable('targets')
    .set({
      ...stateColumns(look.state),
      ...look.appointment,
      ...look.place,
      leaseOwner: null,
      leaseUntil: null,
      lastCheckId: look.checkId,
      lastCheckAt: look.at,
      cleanMarkJson: look.cleanMarkJson,
      profileMarksJson: look.profileMarksJson,
    })
    .where('id', '=', targetId)
    .execute();
}

/** Changes the state outside of a look (a person decided); the next look is due at once. */
export async function saveDecision(trx: Trx, targetId: string, state: TargetState, now: number): Promise<void> {
  await trx
    .updateTable('targets')
    .set({ ...stateColumns(state), nextCheckAt: now, cleanMarkJson: null })
    .where('id', '=', targetId)
    .execute();
}

/** The next look is due at once, and is the deepest there is of the target's kind. */
export async function makeDue(trx: Trx, target: Pick<TargetRow, 'id' | 'role'>, now: number): Promise<void> {
  await trx
    .updateTable('targets')
    .set({ nextCheckAt: now, nextTier: target.role === 'names' ? 'names' : 'browser', cleanMarkJson: null })
    .where('id', '=', target.id)
    .execute();
}

export function stateOf(target: Pick<TargetRow, 'stateJson'>): TargetState {
  return JSON.parse(target.stateJson) as TargetState;
}

/** Whether the target rests in `ok`: it has a baseline, or is a discovered page or a host's names, which never get one. */
export function restsInOk(target: Pick<TargetRow, 'baselineVersion' | 'role'>): boolean {
  return target.baselineVersion > 0 || target.role !== 'registered';
}

export async function getTarget(db: Database | Trx, id: string): Promise<TargetRow | null> {
  return (await db.selectFrom('targets').selectAll().where('id', '=', id).executeTakeFirst()) ?? null;
}

/**
 * The target as it is at the end of a look, and when the latest attack on its site was over. Nothing is bound in the inner
 * query: SQLite plans what is bound beside an order anew each time, which costs more than reading both.
 */
export async function getLookedAt(
  trx: Trx,
  id: string,
): Promise<(TargetRow & { readonly resolvedAt: number | null }) | null> {
  const row = await trx
    .selectFrom('targets')
    .selectAll()
    .select((eb) =>
      eb
        .selectFrom('incidents')
        .select('endedAt')
        .whereRef('incidents.siteId', '=', 'targets.siteId')
        .where('incidents.status', '=', sql.lit('resolved'))
        .orderBy('number', 'desc')
        .limit(sql.lit(1))
        .as('resolvedAt'),
    )
    .where('id', '=', id)
    .executeTakeFirst();
  return row ?? null;
}

/** When the next target of an active site is due, null when nothing is registered. */
export async function nextDueAt(db: Database): Promise<number | null> {
  const row = await db
    .selectFrom('targets')
    .innerJoin('sites', 'sites.id', 'targets.siteId')
    .select('targets.nextCheckAt')
    .where('sites.status', '=', 'active')
    .where('targets.leaseUntil', 'is', null)
    .orderBy('targets.nextCheckAt')
    .limit(1)
    .executeTakeFirst();
  return row?.nextCheckAt ?? null;
}

function stateColumns(state: TargetState) {
  return {
    status: state.status,
    stateJson: JSON.stringify(state),
    lastLevel: state.lastLevel,
    lastKind: state.lastKind,
  };
}
