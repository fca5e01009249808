/** Learning: from the pinned captures of several clean looks to a provisional baseline. */
import type { Baseline } from '../core/baseline.ts';
import { atRest, newTargetState } from '../core/confirm.ts';
import { VonggacError } from '../core/errors.ts';
import type { Look } from '../core/look.ts';
import { appendAudit } from '../store/audit.ts';
import {
  insertBaseline,
  nextVersion,
  packBaseline,
  replaceProfileBaselines,
  setCurrentBaseline,
} from '../store/baselines.ts';
import { capturesOfBaseline } from '../store/captures.ts';
import { setAccepted } from '../store/host-names.ts';
import { endSuspects } from '../store/suspects.ts';
import { getTarget, saveDecision, stateOf } from '../store/targets.ts';
import { loadLook } from './kept-looks.ts';
import type { DeskParts, Parts } from './parts.ts';

/** Builds the baseline once enough clean looks are pinned. @returns whether it was built */
export async function finishLearning(parts: Parts, targetId: string): Promise<boolean> {
  const version = await nextVersion(parts.db, targetId, 'browser');
  const rows = await capturesOfBaseline(parts.db, targetId, 'browser', version);
  const looksMade = Math.max(
    ...(['http', 'browser'] as const).map((tier) => rows.filter((row) => row.tier === tier).length),
  );
  if (looksMade < parts.config.schedule.learnLooks) return false;
  const looks: Look[] = [];
  for (const row of rows) {
    const look = await loadLook(parts, row);
    if (look) looks.push(look);
  }
  const now = parts.clock();
  const content = await parts.judging.learn(looks, now);
  if (content === null) return false;
  const baseline: Baseline = {
    targetId,
    profile: 'browser',
    version,
    status: 'provisional',
    learnedAt: now,
    revision: 0,
    content,
  };
  const packed = await packBaseline(baseline);
  const isBuilt = await parts.db.transaction().execute(async (trx) => {
    const target = await getTarget(trx, targetId);
    if (target?.baselineVersion !== 0 || (await nextVersion(trx, targetId, 'browser')) !== version) return false;
    await insertBaseline(trx, packed, null, now);
    const state = stateOf(target);
    // A learned target rests; one that fell meanwhile goes on in its state.
    if (state.status === 'learning') await saveDecision(trx, targetId, atRest(state, true, now), target.nextCheckAt);
    return true;
  });
  if (isBuilt) parts.log.info({ targetId, version, looks: looks.length }, 'baseline learned');
  return isBuilt;
}

/** Forgets what is normal and learns it anew; the old baseline stays as replaced. */
export async function relearn(
  parts: DeskParts,
  targetId: string,
  by: { actor: string; reason: string | null },
): Promise<void> {
  const now = parts.clock();
  await parts.db.transaction().execute(async (trx) => {
    const target = await getTarget(trx, targetId);
    if (!target) throw new VonggacError('not-found', `There is no target ${targetId}: see 'vonggac site list'.`);
    if (stateOf(target).status === 'firing') {
      throw new VonggacError(
        'refused',
        `${targetId} has an open incident: resolve or dismiss it first, or its page would be learned.`,
        { vi: 'Trang này đang có sự cố mở: hãy kết thúc sự cố trước, nếu không nội dung bị tấn công sẽ bị học vào.' },
      );
    }
    if (target.role === 'names') await setAccepted(trx, targetId, null);
    const version = await nextVersion(trx, targetId, 'browser');
    await trx.deleteFrom('baselineCaptures').where('targetId', '=', targetId).where('version', '=', version).execute();
    await setCurrentBaseline(trx, targetId, 0);
    await replaceProfileBaselines(trx, targetId);
    const nextTier = target.role === 'names' ? 'names' : 'browser';
    await trx.updateTable('targets').set({ nextTier }).where('id', '=', targetId).execute();
    const begun = { ...newTargetState(now), lookCount: stateOf(target).lookCount };
    await saveDecision(trx, targetId, target.role === 'names' ? { ...begun, status: 'ok' } : begun, now);
    // Nothing of what is forgotten could ever close them.
    await endSuspects(trx, targetId, 'closed', now);
    await appendAudit(trx, {
      at: now,
      actor: by.actor,
      act: 'baseline-relearned',
      subject: `target ${targetId}`,
      detail: { reason: by.reason },
    });
  });
}
