/** When a watch window is over, those who had it are told what happened in it. */
import type { CampaignIncident, WindowNotice } from '../../core/notice.ts';
import type { Trx } from '../../store/database.ts';
import { getMeta, setMeta } from '../../store/meta.ts';
import { insertNotice } from '../../store/outbox.ts';
import { dashboardUrl, messageId } from '../message-facts.ts';
import type { DeskParts } from '../parts.ts';
import { turnOf } from './turn-of.ts';

type Telling = Pick<DeskParts, 'calendar' | 'config' | 'db' | 'clock' | 'newId'>;

/** One that ended longer ago is no news: the monitor was off, or was set up afterwards. */
const freshMs = 86_400_000;

export async function sumUpWindow(parts: Telling): Promise<void> {
  const now = parts.clock();
  const window = parts.calendar(now).find(({ to }) => to <= now && now - to < freshMs);
  if (!window || (await getMeta(parts.db, 'lastWindowTold')) === window.to) return;
  const onDuty = turnOf(parts.config, window.to - 1)?.officer.email;
  const recipients = [...new Set([...parts.config.mail.operators, ...(onDuty === undefined ? [] : [onDuty])])];
  await parts.db.transaction().execute(async (trx) => {
    await setMeta(trx, 'lastWindowTold', window.to);
    const notice: WindowNotice = {
      type: 'window-summary',
      at: now,
      ...window,
      incidents: await incidentsOpenedBetween(trx, window.from, window.to),
      dashboardUrl: dashboardUrl(parts, '/incidents?status=all'),
    };
    const added = { notice, siteId: null, incidentNumber: null, recipients, notBefore: now };
    if (recipients.length > 0) await insertNotice(trx, added, () => messageId(parts));
  });
}

async function incidentsOpenedBetween(trx: Trx, from: number, to: number): Promise<CampaignIncident[]> {
  const rows = await trx
    .selectFrom('incidents')
    .innerJoin('sites', 'sites.id', 'incidents.siteId')
    .select(['number', 'kindsJson', 'incidents.status', 'openedAt', 'sites.name as site', 'sites.url'])
    .where('openedAt', '>=', from)
    .where('openedAt', '<', to)
    .orderBy('number')
    .execute();
  return rows.map(({ kindsJson, ...incident }) => ({ ...incident, kinds: JSON.parse(kindsJson) }));
}
