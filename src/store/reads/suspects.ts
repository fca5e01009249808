/** The operator's review queue. */

import type { Selectable } from 'kysely';
import { sql } from 'kysely';
import type { Scope } from '../../core/people/actor.ts';
import type { Database } from '../handle.ts';
import type { SuspectTable } from '../schema/schema-incidents.ts';
import { inScope } from './scope.ts';

export interface QueuedSuspect extends Selectable<SuspectTable> {
  readonly siteName: string;
  readonly targetUrl: string;
  readonly agency: string | null;
  readonly assigneeName: string | null;
  readonly reasonVi: string | null;
  readonly reasonEn: string | null;
  /** 1: a thumbnail of the look is kept. */
  readonly isPictured: number;
}

export interface SuspectQueue {
  readonly suspects: readonly QueuedSuspect[];
  readonly found: number;
}

/** Open suspects, strongest first. */
export async function readSuspects(
  db: Database,
  scope: Scope,
  page: {
    readonly siteId?: number;
    readonly id?: number;
    readonly agencyIds?: readonly number[] | undefined;
    readonly offset: number;
    readonly limit: number;
  },
): Promise<SuspectQueue> {
  let base = db
    .selectFrom('suspects')
    .innerJoin('sites', 'sites.id', 'suspects.siteId')
    .where('suspects.status', '=', sql.lit('open'))
    .where(inScope(scope));
  if (page.siteId !== undefined) base = base.where('suspects.siteId', '=', page.siteId);
  if (page.agencyIds !== undefined) base = base.where('sites.agencyId', 'in', page.agencyIds);
  if (page.id !== undefined) base = base.where('suspects.id', '=', page.id);
  const { found } = await base.select((eb) => eb.fn.countAll<number>().as('found')).executeTakeFirstOrThrow();
  const suspects = await base
    .leftJoin('targets', 'targets.id', 'suspects.targetId')
    .leftJoin('agencies', 'agencies.id', 'sites.agencyId')
    .leftJoin('findings', (join) =>
      join
        .onRef('findings.checkId', '=', 'suspects.checkId')
        .onRef('findings.fingerprint', '=', 'suspects.fingerprint'),
    )
    .leftJoin('checks', 'checks.id', 'suspects.checkId')
    .leftJoin('captures', 'captures.id', 'checks.captureId')
    .leftJoin('lookPictures', 'lookPictures.checkId', 'suspects.checkId')
    .leftJoin('users', 'users.id', 'suspects.assigneeId')
    .selectAll('suspects')
    .select((eb) =>
      eb(eb.fn.coalesce('captures.thumbnailHash', 'lookPictures.hash'), 'is not', null)
        .$castTo<number>()
        .as('isPictured'),
    )
    .select([
      'sites.name as siteName',
      'agencies.name as agency',
      'users.name as assigneeName',
      'findings.reasonVi as reasonVi',
      'findings.reasonEn as reasonEn',
    ])
    .select((eb) => eb.fn.coalesce('targets.url', 'sites.url').as('targetUrl'))
    .groupBy('suspects.id')
    .orderBy('suspects.score', 'desc')
    .orderBy('suspects.id')
    .limit(page.limit)
    .offset(page.offset)
    .execute();
  return { suspects, found };
}

/** The open suspect raised by a look. */
export async function suspectOfCheck(
  db: Database,
  of: { readonly siteId: number; readonly checkId: number },
): Promise<number | null> {
  const row = await db
    .selectFrom('suspects')
    .select('id')
    .where('siteId', '=', of.siteId)
    .where('checkId', '=', of.checkId)
    .where('status', '=', sql.lit('open'))
    .executeTakeFirst();
  return row?.id ?? null;
}

/** The suspect, when its site is in scope. */
export async function findSuspect(db: Database, scope: Scope, id: number) {
  const row = await db
    .selectFrom('suspects')
    .innerJoin('sites', 'sites.id', 'suspects.siteId')
    .select(['suspects.id', 'suspects.checkId', 'suspects.siteId', 'sites.name as siteName'])
    .where('suspects.id', '=', id)
    .where(inScope(scope))
    .executeTakeFirst();
  return row ?? null;
}
