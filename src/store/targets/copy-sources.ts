/** From which kept looks the approved state of a portal's pages can be shown again. */
import type { Database } from '../handle.ts';
import type { CaptureTable } from '../schema/schema-looks.ts';
import { capturesOfBaseline } from './captures.ts';

export interface CopySource {
  readonly targetId: string;
  readonly url: string;
  /** Whether a person approved the current baseline. */
  readonly isApproved: boolean;
  /** Browser looks that it was learned from or approved with, newest first; empty unless it is approved. */
  readonly looks: readonly KeptLook[];
}

export type KeptLook = Omit<CaptureTable, 'id'> & { readonly id: number };

/** Registered pages in their order. */
export async function copySources(db: Database, siteId: number): Promise<CopySource[]> {
  const targets = await db
    .selectFrom('targets')
    .leftJoin('baselines', (join) =>
      join
        .onRef('baselines.targetId', '=', 'targets.id')
        .on('baselines.profile', '=', 'browser')
        .onRef('baselines.version', '=', 'targets.baselineVersion'),
    )
    .select(['targets.id', 'targets.url', 'targets.baselineVersion', 'baselines.approvedAt'])
    .where('targets.siteId', '=', siteId)
    .where('targets.role', '=', 'registered')
    .orderBy('targets.position')
    .execute();
  const sources: CopySource[] = [];
  for (const { id: targetId, url, baselineVersion, approvedAt } of targets) {
    const isApproved = approvedAt !== null;
    const looks = isApproved ? await looksOf(db, targetId, baselineVersion) : [];
    sources.push({ targetId, url, isApproved, looks });
  }
  return sources;
}

async function looksOf(db: Database, targetId: string, version: number): Promise<KeptLook[]> {
  const pinned = await capturesOfBaseline(db, targetId, 'browser', version);
  const rendered = pinned.filter(isRendered);
  const looks = rendered.length > 0 ? rendered : await besides(db, targetId, pinned.at(-1));
  return looks.toReversed();
}

const isRendered = ({ renderedHash, profile }: KeptLook): boolean => renderedHash !== null && profile === 'browser';

/** Of a check that a person approved, one capture is pinned: where it is that by HTTP, the browser's is beside it. */
async function besides(db: Database, targetId: string, pinned: KeptLook | undefined): Promise<KeptLook[]> {
  if (pinned === undefined) return [];
  const check = await db
    .selectFrom('checks')
    .select(['at', 'durationMs'])
    .where('captureId', '=', pinned.id)
    .where('targetId', '=', targetId)
    .executeTakeFirst();
  if (check === undefined) return [];
  const captures = await db
    .selectFrom('captures')
    .selectAll()
    .where('targetId', '=', targetId)
    .where('at', '>=', check.at)
    .where('at', '<=', check.at + check.durationMs)
    .orderBy('at')
    .orderBy('id')
    .execute();
  return captures.filter(isRendered);
}
