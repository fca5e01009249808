/** Working state of targets: leases, schedule and results. */
import { sql } from 'kysely';
import type { TargetState } from '../../core/domain/target.ts';
import type { ProfilePlace } from '../../core/judge/profile-turns.ts';
import { roleRules, type TargetAppointment } from '../../core/judge/role-rules.ts';
import { readable } from '../codecs/codec.ts';
import { targetState } from '../codecs/target-codecs.ts';
import type { Database, Trx } from '../handle.ts';
import type { TargetRow } from '../schema/schema.ts';

/** Columns of a target without any look. */
export const neverLookedAt = {
  leaseOwner: null,
  leaseUntil: null,
  lastCheckId: null,
  lastCheckAt: null,
  lastLevel: null,
  lastKind: null,
  cleanEtagJson: null,
  nextProfileAt: null,
  profileTurn: 0,
  profileEtagsJson: null,
  standstills: 0,
} as const;

export type InFlight = Pick<TargetRow, 'host' | 'siteId' | 'nextTier'>;

export interface Claim {
  readonly owner: string;
  readonly now: number;
  readonly leaseMs: number;
  readonly limit: number;
  /** Each queue has its own slots, so slow looks of one kind never delay the others. */
  readonly tier: TargetRow['nextTier'];
  /** Targets being looked at now, in every queue. */
  readonly inFlight: readonly InFlight[];
  /** Maximum looks in flight per host, over all queues. */
  readonly perHost: number;
  /** Maximum looks in flight per site in this queue, so a site with hanging pages leaves slots to others. */
  readonly perSite: number;
  /** A target that was in flight during a main-loop stall is looked at alone: claim none of them while one runs. */
  readonly isOneHeld?: boolean;
}

/**
 * Claims due targets, longest waiting and home pages first, in one conditional update, so no two daemons get the same
 * one. An expired lease (its daemon was killed) counts as free. The write lock is only taken when there is something to
 * claim.
 */
export async function claimDue(db: Database, claim: Claim): Promise<TargetRow[]> {
  let due = db
    .selectFrom('targets')
    .innerJoin('sites', 'sites.id', 'targets.siteId')
    .select(['targets.id', 'targets.host', 'targets.siteId', 'targets.nextTier', 'targets.standstills'])
    .where('sites.status', '=', 'active')
    .where('targets.nextCheckAt', '<=', claim.now)
    .where('targets.nextTier', '=', claim.tier)
    .where((eb) => eb.or([eb('targets.leaseUntil', 'is', null), eb('targets.leaseUntil', '<', claim.now)]))
    .orderBy('targets.nextCheckAt')
    .orderBy('targets.position')
    .limit(claim.limit * candidatesPerPlace);
  const { hosts, sites } = countInFlight(claim);
  due = due.where('targets.host', 'not in', fullOnes(hosts, claim.perHost));
  due = due.where('targets.siteId', 'not in', fullOnes(sites, claim.perSite));
  if (claim.isOneHeld) due = due.where('targets.standstills', '=', 0);
  const ids = withinShares(await due.execute(), claim);
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

/** Candidates examined to find hosts and sites with free slots when many targets of one are due at once. */
const candidatesPerPlace = 10;

function countInFlight({ inFlight, tier }: Claim) {
  const hosts = new Map<string, number>();
  const sites = new Map<number, number>();
  for (const { host, siteId, nextTier } of inFlight) {
    count(hosts, host);
    if (nextTier === tier) count(sites, siteId);
  }
  return { hosts, sites };
}

function count<Key>(counts: Map<Key, number>, key: Key): void {
  counts.set(key, (counts.get(key) ?? 0) + 1);
}

function fullOnes<Key>(counts: ReadonlyMap<Key, number>, most: number): Key[] {
  return [...counts].filter(([, held]) => held >= most).map(([key]) => key);
}

function withinShares(due: readonly (InFlight & Pick<TargetRow, 'id' | 'standstills'>)[], claim: Claim): string[] {
  const { hosts, sites } = countInFlight(claim);
  const ids: string[] = [];
  let { isOneHeld = false } = claim;
  for (const { id, host, siteId, standstills } of due) {
    if (ids.length >= claim.limit) break;
    if ((hosts.get(host) ?? 0) >= claim.perHost || (sites.get(siteId) ?? 0) >= claim.perSite) continue;
    if (standstills > 0 && isOneHeld) continue;
    isOneHeld ||= standstills > 0;
    count(hosts, host);
    count(sites, siteId);
    ids.push(id);
  }
  return ids;
}

/** Claims one target whatever its schedule (a person asked for the look); null while somebody else holds it. */
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

/** Releases targets that were claimed but not looked at. */
export async function releaseLeases(db: Database, owner: string, ids?: readonly string[]): Promise<void> {
  let query = db.updateTable('targets').set({ leaseOwner: null, leaseUntil: null }).where('leaseOwner', '=', owner);
  if (ids) query = query.where('id', 'in', [...ids]);
  await query.execute();
}

/** Everybody who currently holds a lease. */
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
  readonly appointment: TargetAppointment;
  readonly place: ProfilePlace;
  readonly checkId: number;
  readonly at: number;
  readonly cleanEtagJson: string | null;
  readonly profileEtagsJson: string | null;
}

/** Stores the target after a recorded look, which releases its lease. */
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
      cleanEtagJson: look.cleanEtagJson,
      profileEtagsJson: look.profileEtagsJson,
    })
    .where('id', '=', targetId)
    .execute();
}

/** Changes the state outside a look (a person decided); the next look is due at once. */
export async function saveDecision(trx: Trx, targetId: string, state: TargetState, now: number): Promise<void> {
  await trx
    .updateTable('targets')
    .set({ ...stateColumns(state), nextCheckAt: now, cleanEtagJson: null })
    .where('id', '=', targetId)
    .execute();
}

/** Makes the next look due at once, at the deepest tier for the target's kind. */
export async function makeDue(trx: Trx, target: Pick<TargetRow, 'id' | 'role'>, now: number): Promise<void> {
  await trx
    .updateTable('targets')
    .set({ nextCheckAt: now, nextTier: roleRules[target.role].deepest, cleanEtagJson: null })
    .where('id', '=', target.id)
    .execute();
}

export function stateOf(target: Pick<TargetRow, 'id' | 'stateJson'>): TargetState {
  return targetState.decode(target.stateJson, target.id);
}

export async function getTarget(db: Database | Trx, id: string): Promise<TargetRow | null> {
  return (await db.selectFrom('targets').selectAll().where('id', '=', id).executeTakeFirst()) ?? null;
}

export type LookedAtRow = TargetRow & { readonly resolvedAt: number | null };

/**
 * The target at the end of a look, and when the latest attack on its site was over. The inner query binds no values:
 * SQLite replans a bound value beside an `order by` every time, which costs more than reading both.
 */
export async function getLookedAt(db: Database | Trx, id: string): Promise<LookedAtRow | null> {
  const row = await db
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

/** When the next target of an active site is due; null when nothing is registered. */
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

/** Null when it cannot be read; for processing many targets. */
export function readableStateOf(target: Pick<TargetRow, 'id' | 'stateJson'>): TargetState | null {
  return readable(() => stateOf(target));
}

function stateColumns(state: TargetState) {
  return {
    status: state.status,
    stateJson: targetState.encode(state),
    lastLevel: state.lastLevel,
    lastKind: state.lastKind,
  };
}

/** A site's registered pages, in order. */
export async function registeredTargets(db: Database, siteId: number): Promise<TargetRow[]> {
  return db
    .selectFrom('targets')
    .selectAll()
    .where('siteId', '=', siteId)
    .where('role', '=', 'registered')
    .orderBy('position')
    .execute();
}

export async function countRegistered(db: Database): Promise<number> {
  const { count } = await db
    .selectFrom('targets')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('role', '=', 'registered')
    .executeTakeFirstOrThrow();
  return count;
}

export async function setNextTier(trx: Trx, id: string, nextTier: TargetRow['nextTier']): Promise<void> {
  await trx.updateTable('targets').set({ nextTier }).where('id', '=', id).execute();
}
