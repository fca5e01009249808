/** Announces a site's maintenance, ends it early or cancels it. */

import type { Words } from '../../core/domain/words.ts';
import { VonggacError } from '../../core/errors.ts';
import type { Actor } from '../../core/people/actor.ts';
import { cutMaintenance, heldBy, insertMaintenance, maintenanceAhead } from '../../store/incidents/maintenance.ts';
import { appendAudit } from '../../store/records/audit.ts';
import { getSite } from '../../store/registry/registry.ts';
import { write } from '../../store/write.ts';
import type { RecordParts } from '../parts.ts';
import { assertMayAtSite } from '../people/permit.ts';

export interface Maintenance {
  readonly beginsAt: number;
  readonly endsAt: number;
  readonly reason: string;
}

/** A forgotten maintenance must not silence a portal for ever. */
const longestMs = 72 * 3_600_000;
const furthestMs = 366 * 86_400_000;

type Deciding = RecordParts;

export async function announceMaintenance(
  parts: Deciding,
  actor: Actor,
  siteId: number,
  maintenance: Maintenance,
): Promise<void> {
  const now = parts.clock();
  const beginsAt = Math.max(maintenance.beginsAt, now);
  const { endsAt } = maintenance;
  const reason = maintenance.reason.trim();
  const mistake = mistakeIn({ beginsAt, endsAt, reason }, now);
  if (mistake) throw new VonggacError('bad-input', mistake.en, { vi: mistake.vi });
  await write(parts.db, async (trx) => {
    if (!(await getSite(trx, siteId))) throw new VonggacError('not-found', `There is no site ${siteId}.`);
    await assertMayAtSite(trx, actor, 'manage-sites', siteId);
    const others = await maintenanceAhead(trx, siteId, now);
    if ((await heldBy(trx, siteId, now)) || others.some((one) => one.beginsAt < endsAt && beginsAt < one.endsAt)) {
      throw new VonggacError('refused', 'Another maintenance of this portal is already announced for that time.', {
        vi: 'Cổng này đã có một đợt bảo trì trong thời gian đó.',
      });
    }
    const id = await insertMaintenance(trx, {
      siteId,
      beginsAt,
      endsAt,
      reason,
      createdBy: actor.name,
      createdAt: now,
    });
    const detail = { maintenance: id, from: iso(beginsAt), until: iso(endsAt), reason };
    await appendAudit(trx, {
      at: now,
      actor: actor.name,
      act: 'maintenance-announced',
      subject: `site ${siteId}`,
      detail,
    });
  });
}

export async function endMaintenance(parts: Deciding, actor: Actor, siteId: number, id: number): Promise<void> {
  const now = parts.clock();
  await write(parts.db, async (trx) => {
    await assertMayAtSite(trx, actor, 'manage-sites', siteId);
    const found = (await maintenanceAhead(trx, siteId, now)).find((one) => one.id === id);
    if (!found) throw new VonggacError('not-found', 'There is no such maintenance, or it has already ended.');
    await cutMaintenance(trx, found, now);
    const detail = { maintenance: id };
    await appendAudit(trx, { at: now, actor: actor.name, act: 'maintenance-ended', subject: `site ${siteId}`, detail });
  });
}

function mistakeIn({ beginsAt, endsAt, reason }: Maintenance, now: number): Words | null {
  if (reason === '') return { vi: 'Hãy ghi lý do bảo trì.', en: 'State the reason for the maintenance.' };
  if (!(endsAt > beginsAt)) {
    return {
      vi: 'Thời điểm kết thúc phải sau thời điểm bắt đầu và sau hiện tại.',
      en: 'The end must be after the start and in the future.',
    };
  }
  if (endsAt - beginsAt > longestMs) {
    return { vi: 'Một đợt bảo trì kéo dài tối đa 72 giờ.', en: 'A maintenance lasts at most 72 hours.' };
  }
  if (beginsAt - now > furthestMs) {
    return { vi: 'Thời điểm bắt đầu cách hiện tại hơn một năm.', en: 'The start is more than a year away.' };
  }
  return null;
}

function iso(at: number): string {
  return new Date(at).toISOString();
}
