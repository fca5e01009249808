/** A person says: these names are right. What the look saw is accepted from now on, beside what was. */
import { VonggacError } from '../../core/errors.ts';
import { learnNames } from '../../core/names/accepted-names.ts';
import { appendAudit } from '../../store/audit.ts';
import { acceptedOf, getHostNames, getNameLook, setAccepted } from '../../store/host-names.ts';
import type { CheckRow, TargetRow } from '../../store/schema.ts';
import { getTarget } from '../../store/targets.ts';
import type { DeskParts } from '../parts.ts';
import { settleTarget } from '../settle-target.ts';

/**
 * @returns how many times what is accepted was decided by people
 * @throws VonggacError `baseline-moved` when somebody decided since the look
 */
export async function approveNames(
  parts: DeskParts,
  check: CheckRow,
  target: TargetRow,
  by: { readonly actor: string; readonly reason: string | null },
): Promise<number> {
  const now = parts.clock();
  const { actor, reason } = by;
  return parts.db.transaction().execute(async (trx) => {
    const current = await getTarget(trx, target.id);
    const row = await getHostNames(trx, target.id);
    if (!current || !row) throw new VonggacError('not-found', `The names of ${target.url} are not watched any more.`);
    if (current.baselineVersion !== check.baselineVersion) {
      throw new VonggacError(
        'baseline-moved',
        `What is accepted of ${target.url} has changed since check ${check.id}: look at the newest check and approve that one.`,
        { vi: 'Các giá trị đã chấp nhận thay đổi sau lượt kiểm tra này: hãy xem lượt mới nhất và phê duyệt lượt đó.' },
      );
    }
    const look = await getNameLook(trx, check.id);
    if (!look) {
      throw new VonggacError(
        'refused',
        `What check ${check.id} saw was not kept, because nothing was wrong with it: approve a check that shows the change.`,
        { vi: 'Lượt kiểm tra này không thấy bất thường nên không được lưu: hãy phê duyệt lượt có ghi nhận thay đổi.' },
      );
    }
    const version = current.baselineVersion + 1;
    await setAccepted(trx, target.id, learnNames(acceptedOf(row), look, now));
    await trx.updateTable('targets').set({ baselineVersion: version }).where('id', '=', target.id).execute();
    await settleTarget(trx, parts, current, check, { actor, note: reason }, now);
    const detail = { check: check.id, version, reason };
    await appendAudit(trx, { at: now, actor, act: 'names-approved', subject: `target ${target.id}`, detail });
    return version;
  });
}
