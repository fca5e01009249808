/** The target as stored when its look ends, with everything else its next state depends on. */

import type { Incident } from '../../core/domain/incident.ts';
import { restsInOk } from '../../core/judge/role-rules.ts';
import type { CurrentTarget } from '../../core/judge/settle.ts';
import type { Database, Trx } from '../../store/handle.ts';
import { openIncidentOf } from '../../store/incidents/incidents.ts';
import { heldBy } from '../../store/incidents/maintenance.ts';
import { getLookedAt, type LookedAtRow, stateOf } from '../../store/targets/targets.ts';

export interface StoredTarget {
  readonly row: LookedAtRow;
  readonly open: Incident | null;
  readonly isHeld: boolean;
}

/** Reads incident and maintenance only where the next state may depend on them. Null when the target is gone. */
export async function readStoredTarget(
  db: Database | Trx,
  targetId: string,
  now: number,
): Promise<StoredTarget | null> {
  const row = await getLookedAt(db, targetId);
  if (row === null) return null;
  const { status, unknownSince } = stateOf(row);
  const open = status === 'firing' ? await openIncidentOf(db, row.siteId) : null;
  const isHeld = unknownSince !== null && (await heldBy(db, row.siteId, now)) !== null;
  return { row, open, isHeld };
}

export function currentTargetOf({ row, open, isHeld }: StoredTarget): CurrentTarget {
  const { id, nextCheckAt, nextTier, nextBrowserAt, nextProfileAt, profileTurn } = row;
  const times = { nextCheckAt, nextTier, nextBrowserAt, nextProfileAt, profileTurn };
  return { id, state: stateOf(row), hasBaseline: restsInOk(row), ...times, open, isHeld };
}
