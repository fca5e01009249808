/** What one look saw and what it was compared with. */
import type { Finding } from '../../core/domain/finding.ts';
import type { NameLook } from '../../core/names/name-look.ts';
import type { Scope } from '../../core/people/actor.ts';
import type { Database } from '../handle.ts';
import { asRegistered } from '../registry/removed-address.ts';
import type { CheckRow } from '../schema/schema.ts';
import type { CaptureTable } from '../schema/schema-looks.ts';
import { findingsOfCheck } from '../targets/checks.ts';
import { getNameLook } from '../targets/host-names.ts';
import { inScope } from './scope.ts';

export type CaptureRow = Omit<CaptureTable, 'id'> & { readonly id: number };

export interface Evidence {
  readonly check: CheckRow;
  readonly siteId: number;
  readonly siteName: string;
  readonly targetUrl: string;
  readonly findings: readonly Finding[];
  /** Whether the target is a host's names rather than a page. */
  readonly isOfNames: boolean;
  /** The name look, when it is kept. */
  readonly nameLook: NameLook | null;
  /** What the look saw; null when nothing is kept. */
  readonly after: CaptureRow | null;
  /** The newest capture of the baseline of the ordinary profile at that time, preferably one with a picture. */
  readonly before: CaptureRow | null;
  /** The current baseline differs from the one the look was judged against, and was not learned from this look. */
  readonly hasBaselineMoved: boolean;
}

/** Null when there is no such look or its site is out of scope. */
export async function readEvidence(db: Database, scope: Scope, checkId: number): Promise<Evidence | null> {
  const row = await db
    .selectFrom('checks')
    .innerJoin('targets', 'targets.id', 'checks.targetId')
    .innerJoin('sites', 'sites.id', 'targets.siteId')
    .selectAll('checks')
    .select([
      'sites.id as siteId',
      'sites.name as siteName',
      'targets.url as targetUrl',
      'targets.baselineVersion as currentVersion',
      'targets.role as role',
    ])
    .where('checks.id', '=', checkId)
    .where(inScope(scope))
    .executeTakeFirst();
  if (!row) return null;
  const { siteId, siteName, targetUrl, currentVersion, role, ...check } = row;
  return {
    check,
    siteId,
    siteName,
    targetUrl: asRegistered(targetUrl),
    findings: await findingsOfCheck(db, checkId),
    isOfNames: role === 'names',
    nameLook: role === 'names' ? await getNameLook(db, checkId) : null,
    after: await readCapture(db, check.captureId),
    before: await readBaselineCapture(db, check),
    hasBaselineMoved: check.baselineVersion !== currentVersion && !(await isLessonToApprove(db, check, currentVersion)),
  };
}

/** A baseline being learned can be approved from its latest look, before the next one is made. */
async function isLessonToApprove(db: Database, check: CheckRow, version: number): Promise<boolean> {
  const row = await db
    .selectFrom('baselineCaptures')
    .innerJoin('baselines', (join) =>
      join
        .onRef('baselines.targetId', '=', 'baselineCaptures.targetId')
        .onRef('baselines.profile', '=', 'baselineCaptures.profile')
        .onRef('baselines.version', '=', 'baselineCaptures.version'),
    )
    .select('baselines.version')
    .where('baselines.targetId', '=', check.targetId)
    .where('baselines.profile', '=', 'browser')
    .where('baselines.version', '=', version)
    .where('baselines.status', '=', 'provisional')
    .where('baselineCaptures.captureId', '=', check.captureId)
    .executeTakeFirst();
  return row !== undefined;
}

async function readCapture(db: Database, id: number | null): Promise<CaptureRow | null> {
  if (id === null) return null;
  return (await db.selectFrom('captures').selectAll().where('id', '=', id).executeTakeFirst()) ?? null;
}

async function readBaselineCapture(db: Database, check: CheckRow): Promise<CaptureRow | null> {
  const row = await db
    .selectFrom('baselineCaptures')
    .innerJoin('captures', 'captures.id', 'baselineCaptures.captureId')
    .selectAll('captures')
    .where('baselineCaptures.targetId', '=', check.targetId)
    .where('baselineCaptures.profile', '=', 'browser')
    .where('baselineCaptures.version', '=', check.baselineVersion)
    .orderBy((eb) => eb.case().when('captures.screenshotHash', 'is', null).then(1).else(0).end())
    .orderBy('captures.at', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row ?? null;
}
