/** Problems of the monitor itself, shown on every page. */
import { backupTrouble } from '../../core/backup/plan.ts';
import { type Trouble, troublesOf } from '../../core/monitor-troubles.ts';
import { holds } from '../../core/people/actor.ts';
import { plainText } from '../../core/text.ts';
import { relayEndpoints } from '../../monitor/channels/endpoints.ts';
import { dutyShiftOf } from '../../monitor/duty/duty-shift.ts';
import { actorOf } from '../../monitor/people/capabilities.ts';
import { readMonitorFacts } from '../../store/reads/monitor-facts.ts';
import { getBackupState } from '../../store/records/backup-state.ts';
import { outagesOf } from '../../store/records/channel-outages.ts';
import type { Visit } from '../gate/route.ts';
import type { Health } from '../live.ts';
import { Back } from './back.tsx';
import { backupTroubleText } from './backup-words.ts';
import { PostForm } from './form.tsx';
import { Icon } from './icon.tsx';
import { moment, roundedAge, span } from './wording.ts';

/** Shorter delays are just slow looks. */
const leastLateMs = 300_000;

/** A stopped monitor is late with everything; its own banner says so. */
export async function readTroubles(visit: Visit, health: Health): Promise<readonly Trouble[]> {
  const { web, now } = visit;
  const { config, db } = web.parts;
  const facts = await readMonitorFacts(db, now, Math.max(config.schedule.every, leastLateMs));
  const { freeBytes } = health;
  const disk = freeBytes === undefined ? null : { freeBytes, keepFreeBytes: config.retention.keepFree };
  const saved = config.backup.folder === undefined ? null : await getBackupState(db);
  const backup = saved && backupTrouble(saved, config.backup.every, now);
  const shift = dutyShiftOf(config, now);
  const unmanned = shift !== null && shift.officer === null ? { assigned: shift.assigned.name, to: shift.to } : null;
  const channels = isOfAll(visit) ? await deadChannels(visit) : [];
  return troublesOf({ ...facts, now, channels, disk, backup, unmanned }).filter(
    ({ kind }) => health.ok || kind !== 'late',
  );
}

/** Channels name agencies, so people of one agency are not told of them. */
async function deadChannels({ web }: Visit) {
  const { config, db } = web.parts;
  const names = relayEndpoints(config).map(({ name }) => name);
  return (await outagesOf(db, names)).map(({ channel: name, since }) => ({ name, since }));
}

export const MonitorStrip = ({ visit, troubles }: { visit: Visit; troubles: readonly Trouble[] }) => {
  if (troubles.length === 0) return null;
  const { texts } = visit;
  // Late looks catch up by themselves, and a missing backup does not stop the looks.
  const isGrave = troubles.some(({ kind }) => kind !== 'late' && kind !== 'backup');
  return (
    <section
      class={`banner ${isGrave ? 'banner-bad' : 'banner-unknown'} monitor-strip`}
      aria-label={texts.monitorTroubles}
    >
      <Icon name="unseen" />
      <div>
        <b>{texts.monitorTroubles}</b>
        <ul>
          {troubles.map((trouble) => (
            <li>{troubleText(visit, trouble)}</li>
          ))}
        </ul>
      </div>
      {troubles.some(({ kind }) => kind === 'mail') && maySend(visit) && (
        <PostForm visit={visit} action="/mail/send-now">
          <Back visit={visit} />
          <button type="submit">{texts.mailSendNow}</button>
        </PostForm>
      )}
    </section>
  );
};

function maySend(visit: Visit): boolean {
  return isOfAll(visit) && visit.user !== null && holds(actorOf(visit.user), 'judge');
}

function isOfAll({ user }: Visit): boolean {
  return user !== null && user.agencyId === null;
}

function troubleText(visit: Visit, trouble: Trouble): string {
  const { texts } = visit;
  switch (trouble.kind) {
    case 'mail': {
      const waiting = texts.mailWaiting(trouble.waiting, moment(visit, trouble.oldestAt));
      return trouble.downSince === null
        ? waiting
        : `${waiting} ${texts.mailServerDown(moment(visit, trouble.downSince))}`;
    }
    case 'duty':
      return texts.dutyUnmanned(plainText(trouble.assigned, 120), moment(visit, trouble.to));
    case 'channel':
      return texts.channelDown(trouble.name, moment(visit, trouble.since));
    case 'browser':
      return texts.browserFailing(moment(visit, trouble.since));
    case 'disk':
      return texts.diskLow((trouble.freeBytes / 1e9).toFixed(1).replace('.', visit.language === 'vi' ? ',' : '.'));
    case 'backup':
      return backupTroubleText(visit, trouble);
    case 'late':
      return texts.looksLate(trouble.pages, span(visit, roundedAge(trouble.byMs)));
  }
}
