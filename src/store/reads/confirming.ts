/** Pages that further looks are confirming: neither queued nor an incident yet. */
import { sql } from 'kysely';
import type { Scope } from '../../core/people/actor.ts';
import type { Database } from '../handle.ts';
import { readableStateOf } from '../targets/targets.ts';
import { inScope } from './scope.ts';

export interface ConfirmingPage {
  readonly targetId: string;
  readonly url: string;
  readonly siteId: number;
  readonly siteName: string;
  readonly nextCheckAt: number;
  /** Looks of this round, and how many of them were unusual. */
  readonly looks: number;
  readonly bad: number;
}

export interface Confirming {
  /** Those to be decided soonest, up to a limit. */
  readonly pages: readonly ConfirmingPage[];
  readonly found: number;
}

const mostPages = 50;

export async function readConfirming(db: Database, scope: Scope): Promise<Confirming> {
  const pending = db
    .selectFrom('targets')
    .innerJoin('sites', 'sites.id', 'targets.siteId')
    .where('targets.status', '=', 'pending')
    .where('sites.status', '=', sql.lit('active'))
    .where(inScope(scope));
  const { found } = await pending.select((eb) => eb.fn.countAll<number>().as('found')).executeTakeFirstOrThrow();
  const rows = await pending
    .select(['targets.id as targetId', 'targets.url', 'targets.siteId', 'targets.nextCheckAt', 'targets.stateJson'])
    .select('sites.name as siteName')
    .orderBy('targets.nextCheckAt')
    .orderBy('targets.id')
    .limit(mostPages)
    .execute();
  const pages = rows.map(({ stateJson, ...row }) => {
    const votes = readableStateOf({ id: row.targetId, stateJson })?.votes ?? [];
    const bad = votes.filter(({ level }) => level === 'suspect' || level === 'alarm').length;
    return { ...row, looks: votes.length, bad };
  });
  return { pages, found };
}
