/** The daily sign of life, and the test message. */
import type { CoverageNotice, TestNotice } from '../../../core/notices/about-monitor.ts';
import { kindWords, unknownKindWords } from '../../../core/terms.ts';
import { momentWords, shortMomentWords, shownAddress, spanWords } from '../../../core/text.ts';
import {
  cappedBy,
  type Fact,
  footWords,
  foreign,
  type Language,
  type List,
  type Message,
  type Part,
  type WritingOptions,
  zonedMoment,
} from './message.ts';

const shownItems = 30;

/** Whether nothing needs a person’s attention. */
function isQuiet(notice: CoverageNotice): boolean {
  const open = notice.openIncidents.length + notice.openSuspects.length + notice.unknown.length + notice.unsent;
  return open === 0 && notice.blindSince === undefined && notice.lookedAtCount >= notice.targetCount;
}

export function coverageMessage(notice: CoverageNotice, options: WritingOptions): Message {
  const isVi = options.languages[0] !== 'en';
  const seen = `${notice.lookedAtCount}/${notice.targetCount}`;
  const date = shortMomentWords(notice.at, options.timeZone)[isVi ? 'vi' : 'en'];
  const open = notice.openIncidents.length;
  const subject = isVi
    ? `Báo cáo hằng ngày: ${seen} trang đã kiểm tra, ${open} sự cố đang mở — ${date}`
    : `Daily report: ${seen} pages checked, ${open} open ${open === 1 ? 'incident' : 'incidents'} — ${date}`;
  return {
    subject: `[Vọng Gác] ${subject}`,
    tone: isQuiet(notice) ? 'good' : 'warning',
    urgent: false,
    parts: options.languages.map((language) => partOf(notice, language, options.timeZone)),
    link: notice.dashboardUrl,
  };
}

function partOf(notice: CoverageNotice, language: Language, timeZone: string): Part {
  const isVi = language === 'vi';
  const missed = notice.targetCount - notice.lookedAtCount;
  const all = isVi
    ? `Cả ${notice.targetCount} trang đều đã được kiểm tra`
    : `All ${notice.targetCount} pages were checked`;
  const some = isVi ? `${missed} trang chưa được kiểm tra` : `${missed} pages were not checked`;
  return {
    language,
    badge: isVi ? 'BÁO CÁO HẰNG NGÀY' : 'DAILY REPORT',
    headline: missed > 0 ? some : all,
    lead: isVi
      ? 'Sáng nào không nhận được thư này thì coi như Vọng Gác đã dừng và cần kiểm tra ngay.'
      : 'If this report does not arrive one morning, assume that Vọng Gác has stopped and check it at once.',
    facts: factsOf(notice, language, timeZone),
    pages: [],
    lists: listsOf(notice, language, timeZone).filter((list) => list.items.length > 0),
    linkLabel: isVi ? 'Mở bảng theo dõi' : 'Open the dashboard',
    foot: footWords[language],
  };
}

function factsOf(notice: CoverageNotice, language: Language, timeZone: string): Fact[] {
  const isVi = language === 'vi';
  return [
    { label: isVi ? 'Tính từ' : 'Since', value: zonedMoment(notice.since, timeZone, language) },
    { label: isVi ? 'Trang đã kiểm tra' : 'Pages checked', value: `${notice.lookedAtCount}/${notice.targetCount}` },
    { label: isVi ? 'Lượt kiểm tra' : 'Checks', value: new Intl.NumberFormat(language).format(notice.lookCount) },
    ...(notice.blindSince === undefined
      ? []
      : [
          {
            label: isVi ? 'Hệ thống giám sát mất kết nối từ' : 'Monitor offline since',
            value: momentWords(notice.blindSince, timeZone)[language],
          },
        ]),
    { label: isVi ? 'Trễ lịch nhiều nhất' : 'Longest delay', value: spanWords(notice.worstLatenessMs)[language] },
    { label: isVi ? 'Thư chưa gửi' : 'Unsent emails', value: String(notice.unsent) },
    { label: isVi ? 'Mã kiểm chứng nhật ký' : 'Audit log head', value: foreign(notice.auditHead, 64) },
  ];
}

function listsOf(notice: CoverageNotice, language: Language, timeZone: string): List[] {
  const isVi = language === 'vi';
  const list = <T>(title: string, items: readonly T[], write: (item: T) => string): List => ({
    title: `${title} (${items.length})`,
    ordered: false,
    items: cappedBy(items, shownItems, language, write),
  });
  return [
    list(isVi ? 'Sự cố đang mở' : 'Open incidents', notice.openIncidents, ({ number, site, kinds }) => {
      const what = kinds.map((kind) => kindWords[kind][language]).join(', ');
      return `${isVi ? 'Số' : 'No.'} ${number}: ${foreign(site, 80)}, ${what}`;
    }),
    list(
      isVi ? 'Nghi vấn chờ xem xét' : 'Suspects to review',
      notice.openSuspects,
      ({ site, url, kind }) => `${foreign(site, 80)}: ${kindWords[kind][language]}, ${shownAddress(url, 120)}`,
    ),
    list(
      isVi ? 'Trang không giám sát được' : 'Pages that can’t be monitored',
      notice.unknown,
      ({ url, kind, since }) => {
        const from = shortMomentWords(since, timeZone)[language];
        return `${shownAddress(url, 120)}: ${unknownKindWords[kind][language]}, ${isVi ? 'từ' : 'since'} ${from}`;
      },
    ),
  ];
}

export function testMessage(notice: TestNotice, options: WritingOptions): Message {
  const part = (language: Language): Part => {
    const isVi = language === 'vi';
    return {
      language,
      badge: isVi ? 'THƯ THỬ' : 'TEST',
      headline: isVi ? 'Vọng Gác gửi được thư đến địa chỉ này' : 'Vọng Gác can send email to this address',
      lead: isVi
        ? 'Nếu thư nằm trong mục thư rác, hãy đánh dấu là thư an toàn để không bỏ sót thư báo động sau này.'
        : 'If it landed in the spam folder, mark it as not spam so that no alarm is missed later.',
      facts: [{ label: isVi ? 'Gửi lúc' : 'Sent', value: momentWords(notice.at, options.timeZone)[language] }],
      pages: [],
      lists: [],
      linkLabel: '',
      foot: footWords[language],
    };
  };
  const isVi = options.languages[0] !== 'en';
  return {
    subject: isVi ? '[Vọng Gác] Thư thử: gửi thư thành công' : '[Vọng Gác] Test: email works',
    tone: 'plain',
    urgent: false,
    parts: options.languages.map(part),
    link: null,
  };
}
