/** Legal hold on an incident: retention deletes none of its evidence until the hold is released. */
import { VonggacError } from '../../core/errors.ts';
import { type Actor, assertMay } from '../../core/people/actor.ts';
import type { Trx } from '../../store/handle.ts';
import { endHold, holdOf, setHold } from '../../store/incidents/hold.ts';
import { getIncident, insertIncidentEvent } from '../../store/incidents/incidents.ts';
import { appendAudit } from '../../store/records/audit.ts';
import { write } from '../../store/write.ts';
import type { RecordParts } from '../parts.ts';
import { assertMayAtSite } from '../people/permit.ts';

interface Reasoned {
  readonly actor: Actor;
  readonly reason: string;
}

const maxReasonLength = 1_000;

/** Also allowed on an ended incident while its evidence is retained. */
export async function holdIncident(parts: RecordParts, number: number, by: Reasoned): Promise<void> {
  await write(parts.db, async (trx) => {
    await assertMayAtSite(trx, by.actor, 'judge', await siteOf(trx, number));
    const reason = reasonIn(by.reason);
    const at = parts.clock();
    if (!(await setHold(trx, number, { at, by: by.actor.name, reason }))) {
      throw new VonggacError('refused', `Incident ${number} is already held.`, {
        vi: `Chứng cứ của sự cố #${number} đang được lưu giữ.`,
      });
    }
    await log(trx, number, 'held', { at, actor: by.actor, reason });
  });
}

/** Only for people who may export: an agency's own people must not release a hold that the police or the ministry asked for. */
export async function releaseIncident(parts: RecordParts, number: number, by: Reasoned): Promise<void> {
  assertMay(by.actor, 'export-evidence', null);
  await write(parts.db, async (trx) => {
    await siteOf(trx, number);
    const reason = reasonIn(by.reason);
    const at = parts.clock();
    const before = await holdOf(trx, number);
    if (!(await endHold(trx, number, at))) {
      throw new VonggacError('refused', `Incident ${number} is not held.`, {
        vi: `Chứng cứ của sự cố #${number} không ở chế độ lưu giữ.`,
      });
    }
    await log(trx, number, 'released', { at, actor: by.actor, reason, ...(before && { heldBy: before.by }) });
  });
}

async function siteOf(trx: Trx, number: number): Promise<number> {
  const incident = await getIncident(trx, number);
  if (!incident) throw new VonggacError('not-found', `There is no incident ${number}: see 'vonggac incident list'.`);
  return incident.siteId;
}

function reasonIn(text: string): string {
  const reason = text.trim();
  if (reason === '') throw new VonggacError('refused', 'State the reason.', { vi: 'Hãy ghi lý do.' });
  if (reason.length <= maxReasonLength) return reason;
  throw new VonggacError('refused', `The reason has more than ${maxReasonLength} characters: shorten it.`, {
    vi: `Lý do dài quá ${maxReasonLength} ký tự: hãy rút gọn.`,
  });
}

async function log(
  trx: Trx,
  number: number,
  type: 'held' | 'released',
  { at, actor, ...detail }: { readonly at: number; readonly actor: Actor; readonly reason: string },
): Promise<void> {
  await insertIncidentEvent(trx, { incidentNumber: number, at, actor: actor.name, type, note: detail.reason });
  await appendAudit(trx, { at, actor: actor.name, act: `incident-${type}`, subject: `incident ${number}`, detail });
}
