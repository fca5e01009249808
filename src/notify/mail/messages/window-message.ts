/** The message after a watch window: what happened in it, and what is still open. */
import type { CampaignIncident, WindowNotice } from '../../../core/notices/about-incidents.ts';
import { incidentStatusWords, kindWords } from '../../../core/terms.ts';
import { dayWords, shortMomentWords } from '../../../core/text.ts';
import {
  cappedBy,
  footWords,
  foreign,
  type Language,
  type Message,
  type Part,
  type WritingOptions,
} from './message.ts';

const shownIncidents = 30;

export function windowMessage(notice: WindowNotice, options: WritingOptions): Message {
  const language = options.languages[0] ?? 'vi';
  const open = notice.incidents.filter(isOpen).length;
  const name = windowName(notice, language);
  const count = notice.incidents.length;
  const shown =
    language === 'vi'
      ? `${count} sự cố, ${open} còn mở`
      : `${count} ${count === 1 ? 'incident' : 'incidents'}, ${open} open`;
  return {
    subject: `[Vọng Gác] ${language === 'vi' ? 'Hết đợt cao điểm' : 'Watch window over'} ${name} — ${shown}`,
    tone: open > 0 ? 'warning' : 'good',
    urgent: false,
    parts: options.languages.map((each) => partOf(notice, each, options.timeZone)),
    link: notice.dashboardUrl,
  };
}

function isOpen({ status }: CampaignIncident): boolean {
  return status === 'open' || status === 'acknowledged';
}

function windowName({ names }: WindowNotice, language: Language): string {
  return foreign(names.map((name) => name[language]).join(', '), 60);
}

function partOf(notice: WindowNotice, language: Language, timeZone: string): Part {
  const isVi = language === 'vi';
  const { incidents } = notice;
  const day = (at: number) => dayWords(at, timeZone)[language];
  const lines = cappedBy(incidents, shownIncidents, language, ({ number, site, kinds, status, openedAt }) =>
    [
      isVi ? `Sự cố số ${number}` : `Incident ${number}`,
      foreign(site, 120),
      kinds.map((kind) => kindWords[kind][language]).join(', '),
      shortMomentWords(openedAt, timeZone)[language],
      incidentStatusWords[status][language],
    ].join(' · '),
  );
  const list = { title: isVi ? 'Sự cố' : 'Incidents', ordered: false, items: lines };
  return {
    language,
    badge: isVi ? 'TỔNG HỢP ĐỢT CAO ĐIỂM' : 'WATCH WINDOW SUMMARY',
    headline: `${isVi ? 'Hết đợt cao điểm' : 'Watch window over:'} ${windowName(notice, language)}`,
    lead: isVi
      ? 'Các cổng trở lại chu kỳ kiểm tra thường ngày. Sự cố còn mở cần được bàn giao để tiếp tục xử lý.'
      : 'Portals are back on their usual check interval. Hand over open incidents to whoever continues handling them.',
    facts: [
      { label: isVi ? 'Thời gian' : 'Period', value: `${day(notice.from)} – ${day(notice.to - 1)}` },
      { label: isVi ? 'Số sự cố' : 'Incidents', value: String(incidents.length) },
      { label: isVi ? 'Còn mở' : 'Still open', value: String(incidents.filter(isOpen).length) },
    ],
    pages: [],
    lists: lines.length > 0 ? [list] : [],
    linkLabel: isVi ? 'Xem các sự cố' : 'See the incidents',
    foot: footWords[language],
  };
}
