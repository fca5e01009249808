/** A person approves names: the values that the look saw are accepted from now on, in addition to the earlier ones. */

import { VonggacError } from '../../core/errors.ts';
import { learnNames } from '../../core/names/accepted-names.ts';
import type { Actor } from '../../core/people/actor.ts';
import { appendAudit } from '../../store/records/audit.ts';
import type { CheckRow, TargetRow } from '../../store/schema/schema.ts';
import { setCurrentBaseline } from '../../store/targets/baselines.ts';
import { acceptedOf, getHostNames, getNameLook, setAccepted } from '../../store/targets/host-names.ts';
import { getTarget } from '../../store/targets/targets.ts';
import { write } from '../../store/write.ts';
import { settleTarget } from '../baseline/settle-target.ts';
import type { OperatorParts } from '../parts.ts';
import { assertMayAtSite } from '../people/permit.ts';

/**
 * @returns how many times people have decided on the accepted names
 * @throws VonggacError `baseline-moved` when somebody decided since the look
 */
export async function approveNames(
  parts: OperatorParts,
  check: CheckRow,
  target: TargetRow,
  by: { readonly actor: Actor; readonly reason: string | null },
): Promise<number> {
  const now = parts.clock();
  const { actor, reason } = by;
  return write(parts.db, async (trx) => {
    const current = await getTarget(trx, target.id);
    const row = await getHostNames(trx, target.id);
    if (!current || !row) throw new VonggacError('not-found', `The names of ${target.url} are no longer monitored.`);
    await assertMayAtSite(trx, actor, 'approve', current.siteId);
    if (current.baselineVersion !== check.baselineVersion) {
      throw new VonggacError(
        'baseline-moved',
        `The accepted values of ${target.url} have changed since check ${check.id}: review the newest check and approve that one.`,
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
    await setCurrentBaseline(trx, target.id, version);
    await settleTarget(trx, parts, current, check, { actor, note: reason }, now);
    const detail = { check: check.id, version, reason };
    await appendAudit(trx, {
      at: now,
      actor: actor.name,
      act: 'names-approved',
      subject: `target ${target.id}`,
      detail,
    });
    return version;
  });
}
