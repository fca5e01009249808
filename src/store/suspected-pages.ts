/** Discovered pages that look bad: they become targets, so that looks, evidence and incidents are those of any page. */
import { type RawBuilder, sql } from 'kysely';
import { newTargetState } from '../core/confirm.ts';
import type { ProbeRole } from '../core/pages/site-knowledge.ts';
import type { Database, Trx } from './database.ts';
import type { TargetRow } from './schema.ts';
import { neverLookedAt } from './targets.ts';

export interface SuspectedPage {
  readonly siteId: number;
  readonly url: string;
  /** Hostname, for the per-host limit. */
  readonly host: string;
  readonly role: ProbeRole;
}

/** Targets that people see: the registered ones, and of the others those that are under suspicion. */
export function isShownTarget(): RawBuilder<boolean> {
  return sql<boolean>`(targets.role = 'registered' or targets.status != 'ok' or targets."lastLevel" = 'suspect')`;
}

/** How many pages of a site are under suspicion beside the registered ones. */
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

/** When a page that is under no suspicion any more is due: at the end of the year 9999, unless discovery meets it again. */
export const restingAt = 253_402_300_799_000;

/** Due at once; one that rested is looked at again, one that is under way is left alone. */
export async function suspectPage(
  db: Database,
  page: SuspectedPage,
  options: { readonly everyMs: number; readonly now: number },
): Promise<void> {
  const { everyMs, now } = options;
  await db.transaction().execute(async (trx) => {
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
      stateJson: JSON.stringify({ ...newTargetState(now), status: 'ok' }),
      baselineVersion: 0,
      nextCheckAt: now,
      nextTier: 'http',
      nextBrowserAt: now,
      ...neverLookedAt,
    };
    await trx.insertInto('targets').values(row).execute();
  });
}

/** The target of this address; what does not exist is one for each site, whatever address was asked for. */
async function knownTarget(trx: Trx, { siteId, url, role }: SuspectedPage) {
  const targets = trx.selectFrom('targets').select(['id', 'nextCheckAt', 'role']);
  const query =
    role === 'not-found'
      ? targets.where('siteId', '=', siteId).where('role', '=', role)
      : targets.where('url', '=', url);
  return query.executeTakeFirst();
}
