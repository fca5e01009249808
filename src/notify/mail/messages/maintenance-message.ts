/** The message after maintenance: the alarms that were held back, and what is still open. */
import type { MaintenanceNotice } from '../../../core/notices/about-incidents.ts';
import { incidentStatusWords, kindWords } from '../../../core/terms.ts';
import { shortMomentWords, shownAddress } from '../../../core/text.ts';
import { contactList } from './contact-list.ts';
import {
  actLabelFor,
  cappedBy,
  footWords,
  foreign,
  type Language,
  type Message,
  type Part,
  type WritingOptions,
  zonedMoment,
} from './message.ts';

const shownIncidents = 20;

export function maintenanceMessage(notice: MaintenanceNotice, options: WritingOptions): Message {
  const language = options.languages[0] ?? 'vi';
  const open = openCount(notice);
  const site = foreign(notice.site.name, 60);
  const vi = open > 0 ? `còn ${open} sự cố đang mở` : 'các sự cố đã kết thúc';
  const en = open > 0 ? `${open} still open` : 'nothing is open';
  return {
    subject: `[Vọng Gác] ${language === 'vi' ? 'Hết bảo trì' : 'Maintenance over'}: ${site} — ${language === 'vi' ? vi : en}`,
    tone: open > 0 ? 'alarm' : 'warning',
    urgent: open > 0,
    parts: options.languages.map((each) => partOf(notice, each, options.timeZone)),
    link: notice.dashboardUrl,
    actLink: notice.acknowledgeUrl ?? null,
  };
}

function openCount({ incidents }: MaintenanceNotice): number {
  return incidents.filter(({ status }) => status === 'open' || status === 'acknowledged').length;
}

function partOf(notice: MaintenanceNotice, language: Language, timeZone: string): Part {
  const isVi = language === 'vi';
  const moment = (at: number) => zonedMoment(at, timeZone, language);
  const incidents = cappedBy(notice.incidents, shownIncidents, language, ({ number, kinds, status, openedAt }) =>
    [
      isVi ? `Sự cố số ${number}` : `Incident ${number}`,
      kinds.map((kind) => kindWords[kind][language]).join(', '),
      shortMomentWords(openedAt, timeZone)[language],
      incidentStatusWords[status][language],
    ].join(' · '),
  );
  return {
    language,
    badge: isVi ? 'TỔNG HỢP SAU BẢO TRÌ' : 'AFTER MAINTENANCE',
    headline: `${foreign(notice.site.name, 120)}: ${isVi ? 'báo động trong thời gian bảo trì' : 'alarms during maintenance'}`,
    lead: isVi
      ? 'Thời gian bảo trì đã hết. Các thư báo động trong thời gian này được giữ lại; dưới đây là các sự cố đã ghi nhận. Sự cố còn mở cần được kiểm tra ngay.'
      : 'The announced maintenance is over. Alarm emails were held; these incidents were recorded. Those still open need attention now.',
    facts: [
      { label: isVi ? 'Cổng' : 'Portal', value: shownAddress(notice.site.url) },
      { label: isVi ? 'Bảo trì từ' : 'Maintenance from', value: moment(notice.beganAt) },
      { label: isVi ? 'Đến' : 'Until', value: moment(notice.endedAt) },
      { label: isVi ? 'Lý do' : 'Reason', value: foreign(notice.reason, 300) },
    ],
    pages: [],
    lists: [
      { title: isVi ? 'Sự cố' : 'Incidents', ordered: false, items: incidents },
      ...contactList(notice.contacts, language),
    ],
    linkLabel: isVi ? 'Mở trang của cổng' : 'Open the portal’s page',
    actLabel: actLabelFor(notice, language),
    foot: footWords[language],
  };
}
