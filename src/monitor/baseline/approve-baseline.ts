/** A person approves what a look saw: it becomes the approved baseline, and the target rests. */

import type { Profile } from '../../core/domain/capture.ts';
import { VonggacError } from '../../core/errors.ts';
import type { Baseline } from '../../core/learned/baseline.ts';
import type { Actor } from '../../core/people/actor.ts';
import { appendAudit } from '../../store/records/audit.ts';
import type { CheckRow, TargetRow } from '../../store/schema/schema.ts';
import {
  approveStored,
  getBaseline,
  getProfileBaseline,
  insertBaseline,
  nextVersion,
  type PackedBaseline,
  packBaseline,
} from '../../store/targets/baselines.ts';
import { capturesOfBaseline, getCapture, pinToBaseline } from '../../store/targets/captures.ts';
import { getCheck } from '../../store/targets/checks.ts';
import { getTarget } from '../../store/targets/targets.ts';
import { write } from '../../store/write.ts';
import { approveNames } from '../names/approve-names.ts';
import type { JudgingParts, OperatorParts } from '../parts.ts';
import { assertMayAtSite } from '../people/permit.ts';
import { loadLook } from './kept-looks.ts';
import { settleTarget } from './settle-target.ts';

export interface Approval {
  readonly checkId: number;
  readonly actor: Actor;
  readonly reason: string | null;
}

type Approving = OperatorParts & JudgingParts;

/**
 * A clean look approves the baseline it agreed with; any other look needs its stored capture.
 * @returns the approved version
 * @throws VonggacError `baseline-moved` when the baseline that the look was judged against is no longer the current one
 */
export async function approveBaseline(parts: Approving, approval: Approval): Promise<number> {
  const check = await getCheck(parts.db, approval.checkId);
  if (!check)
    throw new VonggacError(
      'not-found',
      `There is no check ${approval.checkId}: see the site's checks on the dashboard.`,
    );
  const target = await getTarget(parts.db, check.targetId);
  if (!target)
    throw new VonggacError('not-found', `The target ${check.targetId} of check ${check.id} is no longer registered.`);
  await assertMayAtSite(parts.db, approval.actor, 'approve', target.siteId);
  if (check.level === 'unknown')
    throw new VonggacError('refused', `Check ${check.id} could not retrieve the page: approve one that did.`, {
      vi: 'Lượt kiểm tra này không xem được trang nên không thể làm mẫu chuẩn: hãy phê duyệt một lượt đã xem được.',
    });
  if (target.role === 'names') return approveNames(parts, check, target, approval);
  const isLesson = await wasLearnedFrom(parts, check, target);
  if (!isLesson) assertNotMoved(check, target);
  const packed = isLesson ? null : await replacement(parts, check, target);
  const now = parts.clock();
  return write(parts.db, async (trx) => {
    const current = await getTarget(trx, target.id);
    if (!current) throw new VonggacError('not-found', `The target ${target.id} is no longer registered.`);
    await assertMayAtSite(trx, approval.actor, 'approve', current.siteId);
    if (current.baselineVersion !== target.baselineVersion) throw moved(check);
    const by = { by: approval.actor.name, reason: approval.reason };
    const version = packed?.baseline.version ?? current.baselineVersion;
    if (packed) {
      const { profile } = packed.baseline;
      if ((await nextVersion(trx, target.id, profile)) !== version) throw moved(check);
      // Learned by being approved: undoing tells by the equal times that there was another baseline before.
      await insertBaseline(trx, { ...packed, baseline: { ...packed.baseline, learnedAt: now } }, by, now);
      if (check.captureId !== null && profile === 'browser')
        await pinToBaseline(trx, { targetId: target.id, profile: 'browser', version }, check.captureId);
    } else await approveStored(trx, { targetId: target.id, profile: 'browser', version }, by, now);
    if (packed) await settleTarget(trx, parts, current, check, { actor: approval.actor, note: approval.reason }, now);
    await appendAudit(trx, {
      at: now,
      actor: approval.actor.name,
      act: 'baseline-approved',
      subject: `target ${target.id}`,
      detail: { check: check.id, version, reason: approval.reason },
    });
    return version;
  });
}

/** Whether the current baseline was learned from this very look: approving the look approves the baseline. */
async function wasLearnedFrom(parts: Approving, check: CheckRow, target: TargetRow): Promise<boolean> {
  if (check.captureId === null || target.baselineVersion === 0) return false;
  const lessons = await capturesOfBaseline(parts.db, target.id, 'browser', target.baselineVersion);
  return lessons.some((lesson) => lesson.id === check.captureId);
}

/** Null when the current baseline itself is approved. */
async function replacement(parts: Approving, check: CheckRow, target: TargetRow): Promise<PackedBaseline | null> {
  if (check.level === 'clean' && target.baselineVersion > 0) return null;
  const row = check.captureId === null ? null : await getCapture(parts.db, check.captureId);
  const look = row && (await loadLook(parts, row));
  if (!look) throw unreadable(check);
  const now = parts.clock();
  const { profile } = look;
  const version = await nextVersion(parts.db, target.id, profile);
  const before = await currentOf(parts, target, profile);
  const content = await parts.judging.replace(before?.content ?? null, look, now);
  if (content === null) throw unreadable(check);
  const baseline: Baseline = {
    targetId: target.id,
    profile,
    version,
    status: 'approved',
    learnedAt: now,
    revision: 0,
    content,
  };
  return packBaseline(baseline);
}

/** Content shown only to a special profile goes into that profile's own baseline. */
async function currentOf(parts: Approving, target: TargetRow, profile: Profile): Promise<Baseline | null> {
  if (profile !== 'browser') return getProfileBaseline(parts.db, target.id, profile);
  return target.baselineVersion === 0 ? null : getBaseline(parts.db, target.id, profile, target.baselineVersion);
}

function assertNotMoved(check: CheckRow, target: TargetRow): void {
  if (check.baselineVersion !== target.baselineVersion) throw moved(check);
}

function unreadable({ id, targetId }: CheckRow): VonggacError {
  return new VonggacError(
    'refused',
    `The content of check ${id} was not kept or can't be read: check ${targetId} again and approve the new check.`,
    {
      vi: 'Nội dung của lượt kiểm tra này không được lưu hoặc không đọc được: hãy kiểm tra lại rồi phê duyệt lượt mới.',
    },
  );
}

function moved(check: CheckRow): VonggacError {
  return new VonggacError(
    'baseline-moved',
    `The baseline has changed since check ${check.id}: review the newest check and approve that one.`,
    { vi: 'Mẫu chuẩn đã thay đổi sau lượt kiểm tra này: hãy xem lượt mới nhất và phê duyệt lượt đó.' },
  );
}
