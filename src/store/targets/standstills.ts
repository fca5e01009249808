/** Targets in flight during a main-loop stall: they are looked at later, one at a time. */
import type { Database, Trx } from '../handle.ts';
import { getMeta } from '../records/meta.ts';
import type { TargetRow } from '../schema/schema.ts';

/** Increments each target's stall count and postpones its next look. */
export async function countStandstill(trx: Trx, ids: readonly string[], nextCheckAt: number): Promise<void> {
  await trx
    .updateTable('targets')
    .set((eb) => ({ standstills: eb('standstills', '+', 1), nextCheckAt, leaseOwner: null, leaseUntil: null }))
    .where('id', 'in', [...ids])
    .execute();
}

/**
 * A target stays suspended this long, whatever its looks find. Otherwise a target that hangs the monitor occasionally
 * would run beside another suspended one, which would be blamed for the next standstill.
 */
const heldMs = 3_600_000;

/** Resets the count after a completed look, an hour after the latest standstill. */
export async function forgetStandstills(db: Database, id: string, now: number): Promise<void> {
  const at = await getMeta(db, 'lastStandstillAt');
  if (at !== null && now - at < heldMs) return;
  await db.updateTable('targets').set({ standstills: 0 }).where('id', '=', id).execute();
}

/** In flight during two or more stalls, each within an hour of the one before; highest count first. */
export async function heldTargets(db: Database): Promise<TargetRow[]> {
  return db
    .selectFrom('targets')
    .selectAll()
    .where('standstills', '>=', 2)
    .orderBy('standstills', 'desc')
    .orderBy('id')
    .execute();
}

export async function restUntil(db: Database, id: string, nextCheckAt: number): Promise<void> {
  await db.updateTable('targets').set({ nextCheckAt }).where('id', '=', id).execute();
}

export async function putOffRounds(trx: Trx, siteIds: readonly number[], nextRoundAt: number): Promise<void> {
  await trx
    .updateTable('discoveries')
    .set({ nextRoundAt, leaseOwner: null, leaseUntil: null })
    .where('siteId', 'in', [...siteIds])
    .execute();
}

/** Postpones messages that were not delivered; messages delivered meanwhile stay delivered. */
export async function putOffMessages(trx: Trx, ids: readonly number[], nextAttemptAt: number): Promise<void> {
  await trx
    .updateTable('outbox')
    .set({ status: 'queued', nextAttemptAt, leaseOwner: null, leaseUntil: null })
    .where('id', 'in', [...ids])
    .where('status', 'in', ['queued', 'claimed'])
    .execute();
}
