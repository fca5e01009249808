/** Comments on an incident and its assignee. Neither changes the verdict or who is notified. */

import type { Incident } from '../../core/domain/incident.ts';
import { VonggacError } from '../../core/errors.ts';
import { type Actor, may } from '../../core/people/actor.ts';
import type { Trx } from '../../store/handle.ts';
import {
  assigneeIdOf,
  getIncident,
  insertIncidentEvent,
  assignIncident as storeAssignee,
} from '../../store/incidents/incidents.ts';
import { dropUnsent } from '../../store/outbox/outbox.ts';
import { getUser, type UserRow } from '../../store/people/users.ts';
import { appendAudit } from '../../store/records/audit.ts';
import { getSite } from '../../store/registry/registry.ts';
import { write } from '../../store/write.ts';
import type { NoticeParts } from '../notices/enqueue.ts';
import { notify } from '../notices/notify.ts';
import type { RecordParts } from '../parts.ts';
import { actorOf } from '../people/capabilities.ts';
import { assertMayAtSite } from '../people/permit.ts';

type Discussing = RecordParts;
type Assigning = Discussing & NoticeParts;

/** Also allowed on an ended incident: later findings belong to it. */
export async function commentOnIncident(
  parts: Discussing,
  number: number,
  by: { readonly actor: Actor; readonly text: string },
): Promise<void> {
  const note = by.text.trim();
  if (note === '') throw new VonggacError('refused', 'The comment is empty.', { vi: 'Ý kiến chưa có nội dung.' });
  await write(parts.db, async (trx) => {
    await existing(trx, number, by.actor);
    await log(trx, parts.clock(), { number, actor: by.actor, type: 'noted', note });
  });
}

/**
 * Notifies the assignee by mail when somebody else made the assignment and the account has an address.
 * @param assigneeId nobody when null; otherwise somebody who may judge incidents of its site
 */
export async function assignIncident(
  parts: Assigning,
  number: number,
  by: { readonly actor: Actor; readonly assigneeId: number | null },
): Promise<void> {
  await write(parts.db, async (trx) => {
    const incident = await existing(trx, number, by.actor);
    if (incident.endedAt !== null) {
      throw new VonggacError('refused', `Incident ${number} has ended.`, { vi: `Sự cố #${number} đã kết thúc.` });
    }
    const assignee =
      by.assigneeId === null
        ? null
        : await judgeOf(
            trx,
            by.assigneeId,
            { siteId: incident.siteId, assignedTo: await assigneeIdOf(trx, number) },
            by.actor,
          );
    const now = parts.clock();
    // Submitting the form with an unchanged assignee sends no second mail.
    if (!(await storeAssignee(trx, number, by.assigneeId))) return;
    // A previous assignee whose notice was not sent yet need not get it.
    await dropUnsent(trx, number, 'incident-assigned');
    if (assignee && assignee.name !== by.actor.name)
      await notifyAssignee(trx, parts, incident, assignee, by.actor.name, now);
    const type = assignee === null ? 'unassigned' : 'assigned';
    await log(trx, now, { number, actor: by.actor, type, note: assignee?.name ?? null });
  });
}

async function notifyAssignee(
  trx: Trx,
  parts: Assigning,
  incident: Incident,
  { email }: UserRow,
  by: string,
  now: number,
): Promise<void> {
  const site = await getSite(trx, incident.siteId);
  if (!site || email === null) return;
  await notify(trx, parts, 'assigned', { site, incident, by }, { at: now, site, recipients: [email] });
}

async function existing(trx: Trx, number: number, actor: Actor) {
  const incident = await getIncident(trx, number);
  if (!incident) throw new VonggacError('not-found', `There is no incident ${number}: see 'vonggac incident list'.`);
  await assertMayAtSite(trx, actor, 'judge', incident.siteId);
  return incident;
}

/** @param assignedTo the current assignee, who stays selectable */
export async function judgeOf(
  trx: Trx,
  userId: number,
  { siteId, assignedTo }: { readonly siteId: number; readonly assignedTo: number | null },
  { scope }: Actor,
): Promise<UserRow> {
  const user = await getUser(trx, userId);
  const site = await getSite(trx, siteId);
  // Guessing numbers must not reveal to an agency's user who else has an account.
  const isShown = scope.agencyId === null || user?.agencyId === scope.agencyId;
  const isCandidate = isShown || userId === assignedTo;
  if (!user || user.disabledAt !== null || !isCandidate) throw notAJudge();
  if (may(actorOf(user), 'judge', site?.agencyId ?? null) !== 'allowed') throw notAJudge();
  return user;
}

/** The same error for a missing person and for one who must not be assigned. */
function notAJudge(): VonggacError {
  return new VonggacError('refused', 'That person may not judge this incident.', {
    vi: 'Người này không có quyền xử lý sự cố này.',
  });
}

interface Entry {
  readonly number: number;
  readonly actor: Actor;
  readonly type: 'noted' | 'assigned' | 'unassigned';
  readonly note: string | null;
}

async function log(trx: Trx, at: number, { number, actor, type, note }: Entry): Promise<void> {
  await insertIncidentEvent(trx, { incidentNumber: number, at, actor: actor.name, type, note });
  const detail = type === 'noted' ? { note } : { assignee: note };
  await appendAudit(trx, { at, actor: actor.name, act: `incident-${type}`, subject: `incident ${number}`, detail });
}
