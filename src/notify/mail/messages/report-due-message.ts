/** The reminder that an incident must be reported to the authorities. */
import type { ReportDueNotice } from '../../../core/notices/about-incidents.ts';
import { kindHappened, kindWords } from '../../../core/terms.ts';
import { momentWords, shownAddress, zoneWords } from '../../../core/text.ts';
import {
  type Fact,
  footWords,
  foreign,
  type Language,
  type Message,
  type Part,
  type WritingOptions,
} from './message.ts';

export function reportDueMessage(notice: ReportDueNotice, options: WritingOptions): Message {
  const isVi = options.languages[0] !== 'en';
  const site = foreign(notice.site.name, 60);
  const number = isVi ? `sự cố số ${notice.incidentNumber}` : `incident ${notice.incidentNumber}`;
  return {
    subject: `[Vọng Gác] ${badge(notice)[isVi ? 'vi' : 'en']}: ${site} — ${number}`,
    tone: 'warning',
    urgent: notice.stage !== '48h',
    parts: options.languages.map((each) => partOf(notice, each, options)),
    link: notice.dashboardUrl,
  };
}

function badge({ stage, at, dueAt }: ReportDueNotice) {
  if (stage === 'at-once') return { vi: 'Phải báo cáo ngay', en: 'To be reported at once' };
  return at >= dueAt
    ? { vi: 'Quá hạn báo cáo sự cố', en: 'Report overdue' }
    : { vi: 'Sắp hết hạn báo cáo sự cố', en: 'Report due' };
}

function partOf(notice: ReportDueNotice, language: Language, { timeZone }: WritingOptions): Part {
  const isVi = language === 'vi';
  const happened = notice.kinds.map((kind) => kindHappened[kind][language]).join(isVi ? ' và ' : ' and ');
  return {
    language,
    badge: badge(notice)[language].toUpperCase(),
    headline: `${foreign(notice.site.name, 120)} ${happened}`,
    lead: isVi
      ? 'Chưa ghi nhận báo cáo ban đầu của sự cố này đã được gửi. Hãy mở sự cố, hoàn thiện báo cáo, ký và gửi theo quy định, rồi ghi số, ngày và nơi nhận vào hệ thống. Hệ thống không tự gửi báo cáo.'
      : 'No initial report of this incident is on record as sent. Open the incident, complete the report, sign and send it as regulations require, then record its number, date and recipient. Vọng Gác never sends it itself.',
    facts: factsOf(notice, language, timeZone),
    pages: [],
    lists: [],
    linkLabel: isVi ? 'Mở sự cố' : 'Open the incident',
    foot: footWords[language],
  };
}

function factsOf(
  { site, kinds, openedAt, dueAt, stage }: ReportDueNotice,
  language: Language,
  timeZone: string,
): Fact[] {
  const isVi = language === 'vi';
  const zone = zoneWords(timeZone)[language];
  const moment = (at: number) => `${momentWords(at, timeZone)[language]} (${zone})`;
  const atOnce = isVi ? 'Ngay lập tức, vì vượt khả năng tự xử lý' : 'At once: beyond the agency’s own means';
  return [
    // The last minute of the day is what people understand; midnight belongs to two days.
    { label: isVi ? 'Hạn báo cáo' : 'Due', value: stage === 'at-once' ? atOnce : moment(dueAt - 60_000) },
    ...(site.agency === null ? [] : [{ label: isVi ? 'Cơ quan' : 'Agency', value: foreign(site.agency, 160) }]),
    { label: isVi ? 'Cổng' : 'Portal', value: shownAddress(site.url) },
    { label: isVi ? 'Loại sự cố' : 'Kind', value: kinds.map((kind) => kindWords[kind][language]).join(', ') },
    { label: isVi ? 'Phát hiện lúc' : 'Detected', value: moment(openedAt) },
  ];
}
