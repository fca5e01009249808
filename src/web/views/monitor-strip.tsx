/** Problems of the monitor itself, shown on every page. */
import type { Words } from '../../core/domain/words.ts';
import type { Trouble } from '../../core/monitor-troubles.ts';
import { holds } from '../../core/people/actor.ts';
import { plainText } from '../../core/text.ts';
import { actorOf } from '../../monitor/people/capabilities.ts';
import type { Visit } from '../gate/route.ts';
import { Back } from './back.tsx';
import { backupTroubleText } from './backup-words.ts';
import { PostForm } from './form.tsx';
import { Icon } from './icon.tsx';
import { moment, render, roundedAge, span } from './wording.ts';

export const MonitorStrip = ({ visit, troubles }: { visit: Visit; troubles: readonly Trouble[] }) => {
  const [worst] = troubles;
  if (worst === undefined) return null;
  const { texts } = visit;
  // Late looks catch up by themselves, and a missing backup does not stop the looks.
  const isGrave = troubles.some(({ kind }) => kind !== 'late' && kind !== 'backup');
  return (
    <section
      class={`banner ${isGrave ? 'banner-bad' : 'banner-unknown'} monitor-strip`}
      aria-label={texts.monitorTroubles}
    >
      <Icon name="unseen" />
      <div class="strip-at-desk">
        <b>{texts.monitorTroubles}</b>
        <Troubles visit={visit} troubles={troubles} />
      </div>
      <details class="strip-on-phone" id="monitor-troubles">
        <summary>{texts.troubleCount(troubles.length, render(visit, shortTexts[worst.kind]))}</summary>
        <Troubles visit={visit} troubles={troubles} />
      </details>
    </section>
  );
};

const Troubles = ({ visit, troubles }: { visit: Visit; troubles: readonly Trouble[] }) => (
  <div class="strip-troubles">
    <ul>
      {troubles.map((trouble) => (
        <li>{troubleText(visit, trouble)}</li>
      ))}
    </ul>
    {troubles.some(({ kind }) => kind === 'mail') && maySend(visit) && (
      <PostForm visit={visit} action="/mail/send-now">
        <Back visit={visit} />
        <button type="submit">{visit.texts.mailSendNow}</button>
      </PostForm>
    )}
  </div>
);

/** On a phone, where a line has 45 characters. */
const shortTexts: Readonly<Record<Trouble['kind'], Words>> = {
  mail: { vi: 'thư chưa gửi được', en: 'mail is waiting' },
  channel: { vi: 'kênh gửi tin bị gián đoạn', en: 'a channel is down' },
  duty: { vi: 'chưa có người trực', en: 'nobody is on duty' },
  browser: { vi: 'trình duyệt bị lỗi', en: 'the browser fails' },
  disk: { vi: 'ổ đĩa sắp đầy', en: 'the disk is nearly full' },
  backup: { vi: 'sao lưu có lỗi', en: 'backups fail' },
  late: { vi: 'kiểm tra trễ lịch', en: 'checks are late' },
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
      if (visit.web.parts.config.smtp.host === undefined) return `${waiting} ${texts.mailNoServer}`;
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
