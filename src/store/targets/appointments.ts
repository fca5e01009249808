/** Schedule changes that people make, as opposed to those made by looks. */
import { restingAt } from '../../core/timetable.ts';
import type { Trx } from '../handle.ts';

/** Forgets the latest clean answers of these sites, so the next look at each page is judged in full. */
export async function forgetCleanAnswers(trx: Trx, siteIds: readonly number[]): Promise<void> {
  await trx
    .updateTable('targets')
    .set({ cleanEtagJson: null })
    .where('siteId', 'in', [...siteIds])
    .execute();
}

/** @param everyMs null: the configured interval */
export async function setLookInterval(
  trx: Trx,
  id: string,
  everyMs: number | null,
  nextCheckAt: number,
): Promise<void> {
  await trx.updateTable('targets').set({ everyMs, nextCheckAt }).where('id', '=', id).execute();
}

/** Makes a browser look at every page of a site due now, and a look at its names; resting pages stay at rest. */
export async function lookAtWholeSite(trx: Trx, siteId: number, now: number): Promise<void> {
  await trx
    .updateTable('targets')
    .set((eb) => ({
      nextCheckAt: now,
      nextTier: eb
        .case()
        .when('role', '=', 'names')
        .then('names' as const)
        .else('browser' as const)
        .end(),
      cleanEtagJson: null,
    }))
    .where('siteId', '=', siteId)
    .where('nextCheckAt', '<', restingAt)
    .execute();
}
