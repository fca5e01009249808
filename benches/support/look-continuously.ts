/** The daemon's own loop over what is due, for a while; every look is one row in the database or it did not happen. */
import { createCheckSlots } from '../../src/monitor/check/check-slots.ts';
import type { MonitorParts } from '../../src/monitor/parts.ts';

export interface LooksMade {
  readonly total: number;
  readonly elapsedMs: number;
  /** Of this process, all its threads. */
  readonly cpuMs: number;
}

/** @throws when a look was not clean, not of the HTTP tier, or cost another number of requests than one */
export async function lookContinuously(
  parts: MonitorParts,
  seconds: number,
  requestCount: () => Promise<number>,
): Promise<LooksMade> {
  const checkSlots = createCheckSlots(parts, 'bench');
  const { lastId } = await parts.db
    .selectFrom('checks')
    .select((eb) => eb.fn.max('id').as('lastId'))
    .executeTakeFirstOrThrow();
  const requestsBefore = await requestCount();
  const cpu = process.cpuUsage();
  const startedAt = performance.now();
  const end = AbortSignal.timeout(seconds * 1_000);
  while (!end.aborted) {
    await checkSlots.fill();
    await checkSlots.waitForRoom(1_000, end);
  }
  await checkSlots.finish(30_000);
  const elapsedMs = performance.now() - startedAt;
  const { user, system } = process.cpuUsage(cpu);
  const total = await verified(parts, Number(lastId ?? 0), (await requestCount()) - requestsBefore);
  return { total, elapsedMs, cpuMs: (user + system) / 1_000 };
}

async function verified(parts: MonitorParts, lastId: number, requests: number): Promise<number> {
  const rows = await parts.db
    .selectFrom('checks')
    .select(['targetId', 'level', 'tier', 'status', 'failureJson'])
    .where('id', '>', lastId)
    .execute();
  const odd = rows.filter(({ level, tier, status }) => level !== 'clean' || tier !== 'http' || status !== 200);
  if (rows.length === 0) throw new Error('no look was recorded');
  if (odd.length > 0) {
    throw new Error(`${odd.length} of ${rows.length} looks were not clean, the first: ${JSON.stringify(odd[0])}`);
  }
  if (rows.length !== requests) throw new Error(`${rows.length} looks in the database, but ${requests} requests`);
  return rows.length;
}
