/** What people say about an incident, and whose it is. Neither changes what is judged or whom the product tells. */
import { VonggacError } from '../core/errors.ts';
import { appendAudit } from '../store/audit.ts';
import type { Trx } from '../store/database.ts';
import { getIncident, insertIncidentEvent, assignIncident as storeAssignee } from '../store/incidents.ts';
import { getSite } from '../store/registry.ts';
import { getUser } from '../store/users.ts';
import type { DeskParts } from './parts.ts';
import { mayDo } from './people/capabilities.ts';

type Discussing = Pick<DeskParts, 'db' | 'clock'>;

/** Also on an incident that has ended: what was learned afterwards belongs to it. */
export async function commentOnIncident(
  parts: Discussing,
  number: number,
  by: { readonly actor: string; readonly text: string },
): Promise<void> {
  const note = by.text.trim();
  if (note === '') throw new VonggacError('refused', 'The comment is empty.', { vi: 'Ý kiến chưa có nội dung.' });
  await parts.db.transaction().execute(async (trx) => {
    await existing(trx, number);
    await log(trx, parts.clock(), { number, actor: by.actor, type: 'noted', note });
  });
}

/** @param assigneeId nobody when null; otherwise somebody who may judge incidents of its site */
export async function assignIncident(
  parts: Discussing,
  number: number,
  by: { readonly actor: string; readonly assigneeId: number | null },
): Promise<void> {
  await parts.db.transaction().execute(async (trx) => {
    const incident = await existing(trx, number);
    if (incident.endedAt !== null) {
      throw new VonggacError('refused', `Incident ${number} has ended.`, { vi: `Sự cố #${number} đã kết thúc.` });
    }
    const name = by.assigneeId === null ? null : await nameOfJudge(trx, by.assigneeId, incident.siteId);
    await storeAssignee(trx, number, by.assigneeId);
    const type = name === null ? 'unassigned' : 'assigned';
    await log(trx, parts.clock(), { number, actor: by.actor, type, note: name });
  });
}

async function existing(trx: Trx, number: number) {
  const incident = await getIncident(trx, number);
  if (!incident) throw new VonggacError('not-found', `There is no incident ${number}: see 'vonggac incident list'.`);
  return incident;
}

async function nameOfJudge(trx: Trx, userId: number, siteId: number): Promise<string> {
  const user = await getUser(trx, userId);
  const site = await getSite(trx, siteId);
  const isOfSite = user !== null && (user.agencyId === null || user.agencyId === site?.agencyId);
  if (!user || user.disabledAt !== null || !isOfSite || !mayDo(user, 'judge')) {
    throw new VonggacError('refused', 'That person may not judge this incident.', {
      vi: 'Người này không có quyền xử lý sự cố này.',
    });
  }
  return user.name;
}

interface Entry {
  readonly number: number;
  readonly actor: string;
  readonly type: 'noted' | 'assigned' | 'unassigned';
  readonly note: string | null;
}

async function log(trx: Trx, at: number, { number, actor, type, note }: Entry): Promise<void> {
  await insertIncidentEvent(trx, { incidentNumber: number, at, actor, type, note });
  const detail = type === 'noted' ? { note } : { assignee: note };
  await appendAudit(trx, { at, actor, act: `incident-${type}`, subject: `incident ${number}`, detail });
}
