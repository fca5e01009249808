/** Pages whose baseline awaits approval, with the facts that decide whether several may be approved at once. */
import { type RawBuilder, sql } from 'kysely';
import type { LessonFacts } from '../../core/learned/bulk-approval.ts';
import type { Scope } from '../../core/people/actor.ts';
import type { Database, Trx } from '../handle.ts';
import { inScope } from './scope.ts';

export interface WaitingPage extends LessonFacts {
  readonly targetId: string;
  readonly url: string;
  readonly siteId: number;
  readonly siteName: string;
  readonly agency: string | null;
  readonly learnedAt: number;
  /** The newest browser look with a kept picture; null: it cannot be shown, so the page is looked at again first. */
  readonly checkId: number | null;
}

interface Row {
  targetId: string;
  url: string;
  siteId: number;
  siteName: string;
  agency: string | null;
  learnedAt: number;
  checkId: number | null;
  lessons: number;
  doubts: number;
  isCleanNow: number;
}

/** What to read of the queue: a part of it, one page, or the pages of some looks. */
export type Wanted =
  | { readonly offset: number; readonly limit: number }
  | { readonly targetId: string }
  | { readonly targetIds: readonly string[] };

/** Longest waiting first. */
export async function readWaitingPages(db: Database | Trx, scope: Scope, wanted: Wanted): Promise<WaitingPage[]> {
  const { rows } = await sql<Row>`
    select targets.id as "targetId", targets.url, targets."siteId", sites.name as "siteName", agencies.name as agency,
      baselines."learnedAt", ${pictured} as "checkId", ${cleanLessons} as lessons, ${doubts} as doubts,
      targets.status = 'ok' and targets."lastLevel" = 'clean' as "isCleanNow"
    ${waiting(scope)} ${which(wanted)}
    order by baselines."learnedAt", targets.id
    ${'limit' in wanted ? sql`limit ${wanted.limit} offset ${wanted.offset}` : sql``}`.execute(db);
  return rows.map(({ lessons, doubts: doubted, isCleanNow, ...row }) => ({
    ...row,
    hasCleanBrowserLesson: lessons > 0,
    wasDoubted: doubted > 0,
    isCleanNow: isCleanNow === 1,
    isPictured: row.checkId !== null,
  }));
}

export async function countWaitingPages(db: Database, scope: Scope): Promise<number> {
  const { rows } = await sql<{ count: number }>`select count(*) as count ${waiting(scope)}`.execute(db);
  return rows[0]?.count ?? 0;
}

/** The page that follows in the queue; null at its end. */
export async function pageAfter(
  db: Database,
  scope: Scope,
  { learnedAt, targetId }: Pick<WaitingPage, 'learnedAt' | 'targetId'>,
): Promise<string | null> {
  const { rows } = await sql<{ id: string }>`select targets.id ${waiting(scope)}
    and (baselines."learnedAt", targets.id) > (${learnedAt}, ${targetId})
    order by baselines."learnedAt", targets.id limit 1`.execute(db);
  return rows[0]?.id ?? null;
}

function waiting(scope: Scope): RawBuilder<unknown> {
  return sql`from targets
    join sites on sites.id = targets."siteId" and sites.status = 'active'
    join baselines on baselines."targetId" = targets.id and baselines.profile = 'browser'
      and baselines.version = targets."baselineVersion" and baselines.status = 'provisional'
    left join agencies on agencies.id = sites."agencyId"
    where targets.role = 'registered' and ${inScope(scope)}`;
}

function which(wanted: Wanted): RawBuilder<unknown> {
  if ('targetId' in wanted) return sql`and targets.id = ${wanted.targetId}`;
  if ('targetIds' in wanted)
    return sql`and targets.id in (select value from json_each(${JSON.stringify(wanted.targetIds)}))`;
  return sql``;
}

/** Only kept looks, which are few. */
const pictured = sql`(select checks.id from checks join captures on captures.id = checks."captureId"
  where checks."targetId" = targets.id and checks."captureId" is not null and checks.tier = 'browser'
    and checks.level = 'clean' and captures."screenshotHash" is not null
  order by checks.at desc limit 1)`;

const cleanLessons = sql`(select count(*) from "baselineCaptures" as lesson
  join captures on captures.id = lesson."captureId" and captures.tier = 'browser'
  join checks on checks."captureId" = captures.id and checks.level = 'clean'
  where lesson."targetId" = targets.id and lesson.profile = 'browser' and lesson.version = targets."baselineVersion")`;

/**
 * Since learning began, which is before the first lesson where the first looks were bad: a page that is attacked for
 * some visitors only is learned from what the others see. A look at first sight was compared with no version.
 */
const doubts = sql`(select count(*) from checks where checks."targetId" = targets.id and checks.level != 'clean'
  and checks.level != 'unknown' and checks."baselineVersion" in (0, targets."baselineVersion")
  and checks.at > coalesce((select max(earlier."learnedAt") from baselines as earlier
    where earlier."targetId" = targets.id and earlier.profile = 'browser'
      and earlier.version < targets."baselineVersion"), 0))`;
