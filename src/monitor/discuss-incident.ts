/** What people say about an incident, and whose it is. Neither changes what is judged or who is told of what happens. */
import { VonggacError } from '../core/errors.ts';
import type { Incident } from '../core/model.ts';
import type { AssignedNotice } from '../core/notice.ts';
import { appendAudit } from '../store/audit.ts';
import type { Trx } from '../store/database.ts';
import { getIncident, insertIncidentEvent, assignIncident as storeAssignee } from '../store/incidents.ts';
import { dropUnsent, insertNotice } from '../store/outbox.ts';
import { getSite } from '../store/registry.ts';
import { getUser, type UserRow } from '../store/users.ts';
import { dashboardUrl, messageId } from './message-facts.ts';
import type { DeskParts } from './parts.ts';
import { mayDo } from './people/capabilities.ts';
import { noticeSite } from './tell.ts';

type Discussing = Pick<DeskParts, 'db' | 'clock'>;
type Assigning = Pick<DeskParts, 'config' | 'db' | 'clock' | 'newId'>;

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

/**
 * Whoever gets it from somebody else is told by mail, if the account has an address.
 * @param assigneeId nobody when null; otherwise somebody who may judge incidents of its site
 */
export async function assignIncident(
  parts: Assigning,
  number: number,
  by: { readonly actor: string; readonly assigneeId: number | null },
): Promise<void> {
  await parts.db.transaction().execute(async (trx) => {
    const incident = await existing(trx, number);
    if (incident.endedAt !== null) {
      throw new VonggacError('refused', `Incident ${number} has ended.`, { vi: `Sự cố #${number} đã kết thúc.` });
    }
    const assignee = by.assigneeId === null ? null : await judgeOf(trx, by.assigneeId, incident.siteId);
    const now = parts.clock();
    // The form offers whose it is: sent once more it is no news, and no second mail.
    if (!(await storeAssignee(trx, number, by.assigneeId))) return;
    // Whoever had it before and was not told yet need not be.
    await dropUnsent(trx, number, 'incident-assigned');
    if (assignee && assignee.name !== by.actor) await tellAssignee(trx, parts, incident, assignee, by.actor, now);
    const type = assignee === null ? 'unassigned' : 'assigned';
    await log(trx, now, { number, actor: by.actor, type, note: assignee?.name ?? null });
  });
}

async function tellAssignee(
  trx: Trx,
  parts: Assigning,
  { number, siteId, openedAt, kinds }: Incident,
  { email }: UserRow,
  by: string,
  now: number,
): Promise<void> {
  const site = await getSite(trx, siteId);
  if (!site || email === null) return;
  const notice: AssignedNotice = {
    type: 'incident-assigned',
    at: now,
    site: noticeSite(site),
    incidentNumber: number,
    openedAt,
    kinds,
    by,
    dashboardUrl: dashboardUrl(parts, `/incidents/${number}`),
  };
  const added = { notice, siteId, incidentNumber: number, recipients: [email], notBefore: now };
  await insertNotice(trx, added, () => messageId(parts));
}

async function existing(trx: Trx, number: number) {
  const incident = await getIncident(trx, number);
  if (!incident) throw new VonggacError('not-found', `There is no incident ${number}: see 'vonggac incident list'.`);
  return incident;
}

async function judgeOf(trx: Trx, userId: number, siteId: number): Promise<UserRow> {
  const user = await getUser(trx, userId);
  const site = await getSite(trx, siteId);
  const isOfSite = user !== null && (user.agencyId === null || user.agencyId === site?.agencyId);
  if (!user || user.disabledAt !== null || !isOfSite || !mayDo(user, 'judge')) {
    throw notAJudge();
  }
  return user;
}

/** The same whether there is no such person or one who must not have it. */
export function notAJudge(): VonggacError {
  return new VonggacError('refused', 'That person may not judge this incident.', {
    vi: 'Người này không có quyền xử lý sự cố này.',
  });
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
