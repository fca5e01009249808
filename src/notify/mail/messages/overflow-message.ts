/** One digest of many messages, which would exceed the hourly cap if sent one by one. */
import type { Words } from '../../../core/domain/words.ts';
import type { DigestPage, OverflowNotice } from '../../../core/notices/about-pages.ts';
import { momentWords, shownAddress } from '../../../core/text.ts';
import { incidentLine } from './campaign-message.ts';
import { contactList } from './contact-list.ts';
import {
  actLabelFor,
  cappedBy,
  type Fact,
  footWords,
  foreign,
  type Language,
  type Message,
  type Part,
  type WritingOptions,
  zonedMoment,
} from './message.ts';

/** Gmail clips messages at 102 kB; the dashboard lists everything. */
const shownItems = 60;

const leads = {
  crowd: {
    vi: 'Do có nhiều nội dung cần báo cùng lúc, thư này gộp nhiều thư riêng. Mọi sự cố vẫn được ghi nhận đầy đủ.',
    en: 'There was so much to report at once that this message replaces many separate ones. Every incident is on record.',
  },
  quiet: {
    vi: 'Trong giờ yên tĩnh, các thư ít khẩn cấp được giữ lại và gộp vào thư này. Thư báo động vẫn được gửi ngay.',
    en: 'This message combines less urgent messages held during quiet hours. Alarms were sent at once.',
  },
  night: {
    vi: 'Trong đêm, số thư gửi anh/chị đã đạt giới hạn đã chọn; các thư còn lại được giữ và gộp vào thư này. Thư đầu tiên về mỗi sự cố và thư báo sự cố nghiêm trọng hơn vẫn được gửi ngay.',
    en: 'Your limit on emails at night was reached; the rest were held and are combined here. The first email about each incident and any escalation were sent at once.',
  },
} as const;

export function overflowMessage(notice: OverflowNotice, options: WritingOptions): Message {
  const isVi = options.languages[0] !== 'en';
  const live = liveOf(notice);
  return {
    subject: `[Vọng Gác] ${badge(notice, isVi)}: ${headlineOf(notice, isVi)}`,
    tone: live > 0 ? 'alarm' : 'warning',
    urgent: live > 0 || (notice.overdue?.length ?? 0) > 0,
    parts: options.languages.map((language) => partOf(notice, language, options.timeZone)),
    link: notice.dashboardUrl,
    actLink: notice.acknowledgeUrl ?? null,
  };
}

function badge({ isAfterQuiet = false, night = 0 }: OverflowNotice, isVi: boolean): string {
  if (night > 0) return isVi ? 'TỔNG HỢP TRONG ĐÊM' : 'HELD DURING THE NIGHT';
  if (isAfterQuiet) return isVi ? 'TỔNG HỢP SAU GIỜ YÊN TĨNH' : 'AFTER QUIET HOURS';
  return isVi ? 'TỔNG HỢP BÁO ĐỘNG' : 'ALARM DIGEST';
}

function leadOf({ isAfterQuiet, night = 0 }: OverflowNotice): Words {
  if (night > 0) return leads.night;
  return isAfterQuiet ? leads.quiet : leads.crowd;
}

function liveOf({ incidents }: OverflowNotice): number {
  return incidents.filter(({ status }) => status === 'open' || status === 'acknowledged').length;
}

function headlineOf(notice: OverflowNotice, isVi: boolean): string {
  const live = liveOf(notice);
  const unseen = notice.unseen.length;
  const overdue = notice.overdue?.length ?? 0;
  const parts = isVi
    ? [
        live > 0 ? `${live} sự cố đang diễn ra` : '',
        overdue > 0 ? `${overdue} báo động chưa xác nhận được` : '',
        unseen > 0 ? `${unseen} trang không giám sát được` : '',
      ]
    : [
        live > 0 ? `${live} incident${live === 1 ? '' : 's'} in progress` : '',
        overdue > 0 ? `${overdue} alarm${overdue === 1 ? '' : 's'} not confirmed` : '',
        unseen > 0 ? `${unseen} page${unseen === 1 ? '' : 's'} that can’t be monitored` : '',
      ];
  const shown = parts.filter((part) => part !== '').join(', ');
  return shown || (isVi ? 'các sự cố đã kết thúc' : 'all incidents are over');
}

function partOf(notice: OverflowNotice, language: Language, timeZone: string): Part {
  const isVi = language === 'vi';
  const headline = headlineOf(notice, isVi);
  const { incidents, unseen, overdue = [] } = notice;
  const pageLine = ({ site, url, since }: DigestPage): string =>
    `${foreign(site, 80)} (${shownAddress(url, 80)}), ${isVi ? 'từ' : 'since'} ${momentWords(since, timeZone)[language]}`;
  return {
    language,
    badge: badge(notice, isVi),
    headline: headline.charAt(0).toLocaleUpperCase('vi') + headline.slice(1),
    lead: leadOf(notice)[language],
    facts: factsOf(notice, language, timeZone),
    pages: [],
    lists: [
      {
        title: isVi ? `Các sự cố (${incidents.length})` : `Incidents (${incidents.length})`,
        ordered: false,
        items: cappedBy(incidents, shownItems, language, (one) => incidentLine(one, language, timeZone)),
      },
      {
        title: isVi ? `Báo động chưa xác nhận được (${overdue.length})` : `Alarms not confirmed (${overdue.length})`,
        ordered: false,
        items: cappedBy(overdue, shownItems, language, pageLine),
      },
      {
        title: isVi ? `Không giám sát được (${unseen.length})` : `Can’t be monitored (${unseen.length})`,
        ordered: false,
        items: cappedBy(unseen, shownItems, language, pageLine),
      },
      ...contactList(notice.contacts, language),
    ].filter((list) => list.items.length > 0),
    linkLabel: isVi ? 'Xem tất cả sự cố' : 'See all incidents',
    actLabel: actLabelFor(notice, language),
    foot: footWords[language],
  };
}

function factsOf(notice: OverflowNotice, language: Language, timeZone: string): Fact[] {
  const isVi = language === 'vi';
  const at = zonedMoment(notice.at, timeZone, language);
  const late = isVi
    ? `${notice.late} thư gửi các cơ quan phải chờ sang giờ sau; nên gọi điện cho những cơ quan cần biết ngay`
    : `${notice.late} messages to agencies wait for the next hour; call anyone who must know at once`;
  return [
    { label: isVi ? 'Tính đến' : 'As of', value: at },
    ...(notice.night ? [{ label: isVi ? 'Số thư được giữ lại' : 'Emails held', value: String(notice.night) }] : []),
    ...(notice.late > 0 ? [{ label: isVi ? 'Gửi chậm' : 'Late', value: late }] : []),
  ];
}
