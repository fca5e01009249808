/** Everything with a due time, across all tables. */

import { restingAt } from '../../core/timetable.ts';
import type { Trx } from '../handle.ts';

/**
 * Brings forward by `byMs` any look, discovery round, message or lease due after `now`. Timestamps of past events are
 * unchanged, and so is anything scheduled for an hour of the day.
 */
export async function bringDueTimesForward(trx: Trx, now: number, byMs: number): Promise<void> {
  for (const column of ['nextCheckAt', 'nextBrowserAt', 'nextProfileAt', 'leaseUntil'] as const) {
    await trx
      .updateTable('targets')
      .set((eb) => ({ [column]: eb(column, '-', byMs) }))
      .where(column, '>', now)
      .where(column, '<', restingAt)
      .execute();
  }
  for (const column of ['nextRoundAt', 'leaseUntil'] as const) {
    await trx
      .updateTable('discoveries')
      .set((eb) => ({ [column]: eb(column, '-', byMs) }))
      .where(column, '>', now)
      .execute();
  }
  await trx
    .updateTable('outbox')
    .set((eb) => ({ nextAttemptAt: eb('nextAttemptAt', '-', byMs) }))
    .where('nextAttemptAt', '>', now)
    // Left alone: written down before, and held until the quiet hours are over.
    .where((eb) => eb.or([eb('attempts', '>', 0), eb('createdAt', '>', now)]))
    .execute();
  await trx
    .updateTable('outbox')
    .set((eb) => ({ leaseUntil: eb('leaseUntil', '-', byMs) }))
    .where('leaseUntil', '>', now)
    .execute();
}
