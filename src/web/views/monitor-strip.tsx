/** Problems of the monitor itself, shown on every page. */
import type { Trouble } from '../../core/monitor-troubles.ts';
import { holds } from '../../core/people/actor.ts';
import { plainText } from '../../core/text.ts';
import { actorOf } from '../../monitor/people/capabilities.ts';
import type { Visit } from '../gate/route.ts';
import { Back } from './back.tsx';
import { backupTroubleText } from './backup-words.ts';
import { PostForm } from './form.tsx';
import { Icon } from './icon.tsx';
import { moment, roundedAge, span } from './wording.ts';

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
