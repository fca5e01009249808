/** The only way to change stored data. */
import type { Database, Trx } from './handle.ts';

/**
 * One transaction: reads what the change depends on, decides, and writes; nothing is kept when `work` throws. It waits
 * for other writers before it begins, so what it read stays true until it ends. No network, waiting or logging inside,
 * since every other writer is blocked.
 */
export function write<Result>(db: Database, work: (trx: Trx) => Promise<Result>): Promise<Result> {
  return db.transaction().execute(work);
}
