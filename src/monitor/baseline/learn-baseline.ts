/** Learning: from the pinned captures of several clean looks to a provisional baseline. */

import { VonggacError } from '../../core/errors.ts';
import type { Look } from '../../core/facts/look.ts';
import { atRest, newTargetState } from '../../core/judge/confirm.ts';
import { roleRules } from '../../core/judge/role-rules.ts';
import type { Baseline } from '../../core/learned/baseline.ts';
import type { Actor } from '../../core/people/actor.ts';
import { endSuspects } from '../../store/incidents/suspects.ts';
import { appendAudit } from '../../store/records/audit.ts';
import {
  insertBaseline,
  nextVersion,
  packBaseline,
  replaceProfileBaselines,
  setCurrentBaseline,
} from '../../store/targets/baselines.ts';
import { capturesOfBaseline, unpinFromBaseline } from '../../store/targets/captures.ts';
import { setAccepted } from '../../store/targets/host-names.ts';
import { getTarget, saveDecision, setNextTier, stateOf } from '../../store/targets/targets.ts';
import { write } from '../../store/write.ts';
import type { MonitorParts, OperatorParts } from '../parts.ts';
import { assertMayAtSite } from '../people/permit.ts';
import { loadLook } from './kept-looks.ts';

/**
 * Builds the baseline once enough clean looks are pinned. If they cannot be learned from (the page breaks its readers),
 * learning restarts with the next looks, so that it is not retried at every look and pinned looks do not pile up.
 * @returns whether it was built
 */
export async function finishLearning(parts: MonitorParts, targetId: string): Promise<boolean> {
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
  const content = looks.length === 0 ? null : await parts.judging.learn(looks, now);
  if (content === null) {
    parts.log.warn({ targetId, version, looks: looks.length }, 'nothing could be learned; learning restarts');
    await write(parts.db, async (trx) => {
      await unpinFromBaseline(trx, { targetId, profile: 'browser', version });
    });
    return false;
  }
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
  const isBuilt = await write(parts.db, async (trx) => {
    const target = await getTarget(trx, targetId);
    if (target?.baselineVersion !== 0 || (await nextVersion(trx, targetId, 'browser')) !== version) return false;
    await insertBaseline(trx, packed, null, now);
    const state = stateOf(target);
    // A learned target rests; one that was defaced meanwhile keeps its state.
    if (state.status === 'learning') await saveDecision(trx, targetId, atRest(state, true, now), target.nextCheckAt);
    return true;
  });
  if (isBuilt) parts.log.info({ targetId, version, looks: looks.length }, 'baseline learned');
  return isBuilt;
}

/** Discards the baseline and learns a new one; the old one is kept as replaced. */
export async function relearn(
  parts: OperatorParts,
  targetId: string,
  by: { readonly actor: Actor; readonly reason: string | null },
): Promise<void> {
  const now = parts.clock();
  await write(parts.db, async (trx) => {
    const target = await getTarget(trx, targetId);
    if (!target) throw new VonggacError('not-found', `There is no target ${targetId}: see 'vonggac site list'.`);
    await assertMayAtSite(trx, by.actor, 'approve', target.siteId);
    if (stateOf(target).status === 'firing') {
      throw new VonggacError(
        'refused',
        `${targetId} has an open incident: resolve or dismiss it first; otherwise its page would be learned.`,
        { vi: 'Trang này đang có sự cố mở: hãy kết thúc sự cố trước, nếu không nội dung bị tấn công sẽ bị học vào.' },
      );
    }
    if (target.role === 'names') await setAccepted(trx, targetId, null);
    const version = await nextVersion(trx, targetId, 'browser');
    await unpinFromBaseline(trx, { targetId, profile: 'browser', version });
    await setCurrentBaseline(trx, targetId, 0);
    await replaceProfileBaselines(trx, targetId);
    await setNextTier(trx, targetId, roleRules[target.role].deepest);
    const begun = { ...newTargetState(now), lookCount: stateOf(target).lookCount };
    await saveDecision(trx, targetId, target.role === 'names' ? { ...begun, status: 'ok' } : begun, now);
    // Without the old baseline, no look could ever close them.
    await endSuspects(trx, targetId, 'closed', now);
    await appendAudit(trx, {
      at: now,
      actor: by.actor.name,
      act: 'baseline-relearned',
      subject: `target ${targetId}`,
      detail: { reason: by.reason },
    });
  });
}
