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

/** The board shows all of them. */
const mostPages = 50;

/** Those to be decided soonest come first. */
export async function readConfirming(db: Database, scope: Scope): Promise<ConfirmingPage[]> {
  const rows = await db
    .selectFrom('targets')
    .innerJoin('sites', 'sites.id', 'targets.siteId')
    .select(['targets.id as targetId', 'targets.url', 'targets.siteId', 'targets.nextCheckAt', 'targets.stateJson'])
    .select('sites.name as siteName')
    .where('targets.status', '=', 'pending')
    .where('sites.status', '=', sql.lit('active'))
    .where(inScope(scope))
    .orderBy('targets.nextCheckAt')
    .orderBy('targets.id')
    .limit(mostPages)
    .execute();
  return rows.map(({ stateJson, ...row }) => {
    const votes = readableStateOf({ id: row.targetId, stateJson })?.votes ?? [];
    const bad = votes.filter(({ level }) => level === 'suspect' || level === 'alarm').length;
    return { ...row, looks: votes.length, bad };
  });
}
