/** Discovered pages that look bad become targets, so they get the same looks, evidence and incidents as any page. */

import { type RawBuilder, sql } from 'kysely';
import type { ProbeRole } from '../../core/domain/target.ts';
import { newTargetState } from '../../core/judge/confirm.ts';
import { restingAt } from '../../core/timetable.ts';
import { targetState } from '../codecs/target-codecs.ts';
import type { Database, Trx } from '../handle.ts';
import type { TargetRow } from '../schema/schema.ts';
import { write } from '../write.ts';
import { neverLookedAt } from './targets.ts';

export interface SuspectedPage {
  readonly siteId: number;
  readonly url: string;
  /** Hostname, for the per-host limit. */
  readonly host: string;
  readonly role: ProbeRole;
}

/** Targets that people see: registered ones, and others while they are under suspicion. */
export function isShownTarget(): RawBuilder<boolean> {
  return sql<boolean>`(targets.role = 'registered' or targets.status != 'ok' or targets."lastLevel" = 'suspect')`;
}

/** Number of suspected pages of a site besides the registered ones. */
export async function countSuspected(db: Database, siteId: number): Promise<number> {
  const { count } = await db
    .selectFrom('targets')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('siteId', '=', siteId)
    .where('role', 'not in', ['registered', 'names'])
    .where('nextCheckAt', '<', restingAt)
    .executeTakeFirstOrThrow();
  return Number(count);
}

/** Due at once; a resting one is looked at again, an active one is left alone. */
export async function suspectPage(
  db: Database,
  page: SuspectedPage,
  options: { readonly everyMs: number; readonly now: number },
): Promise<void> {
  const { everyMs, now } = options;
  await write(db, async (trx) => {
    const known = await knownTarget(trx, page);
    if (known) {
      if (known.role === 'registered' || known.nextCheckAt < restingAt) return;
      await trx
        .updateTable('targets')
        .set({ url: page.url, nextCheckAt: now, nextTier: 'http', role: page.role, everyMs })
        .where('id', '=', known.id)
        .execute();
      return;
    }
    const last = await trx
      .selectFrom('targets')
      .select((eb) => eb.fn.max('position').as('position'))
      .where('siteId', '=', page.siteId)
      .executeTakeFirst();
    const position = Number(last?.position ?? 0) + 1;
    const row: TargetRow = {
      ...page,
      id: `${page.siteId}.${position}`,
      position,
      everyMs,
      status: 'ok',
      stateJson: targetState.encode({ ...newTargetState(now), status: 'ok' }),
      baselineVersion: 0,
      nextCheckAt: now,
      nextTier: 'http',
      nextBrowserAt: now,
      ...neverLookedAt,
    };
    await trx.insertInto('targets').values(row).execute();
  });
}

/** The target with this address; missing pages share one target per site, whatever address was requested. */
async function knownTarget(trx: Trx, { siteId, url, role }: SuspectedPage) {
  const targets = trx.selectFrom('targets').select(['id', 'nextCheckAt', 'role']);
  const query =
    role === 'not-found'
      ? targets.where('siteId', '=', siteId).where('role', '=', role)
      : targets.where('url', '=', url);
  return query.executeTakeFirst();
}
