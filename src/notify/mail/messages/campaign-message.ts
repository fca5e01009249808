/** The message about similarly attacked portals: how many, which, since when, what they share, what to do first. */
import type { Words } from '../../../core/domain/words.ts';
import type { CampaignIncident, CampaignNotice } from '../../../core/notices/about-incidents.ts';
import { incidentStatusWords, kindHappened } from '../../../core/terms.ts';
import { shortMomentWords, shownAddress } from '../../../core/text.ts';
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
const shownIncidents = 60;

const badges: Readonly<Record<'campaign-opened' | 'campaign-digest' | 'over', Words>> = {
  'campaign-opened': { vi: 'TẤN CÔNG HÀNG LOẠT', en: 'CAMPAIGN' },
  'campaign-digest': { vi: 'TỔNG HỢP TẤN CÔNG HÀNG LOẠT', en: 'CAMPAIGN DIGEST' },
  over: { vi: 'TẤN CÔNG HÀNG LOẠT ĐÃ KẾT THÚC', en: 'CAMPAIGN OVER' },
};

const leads: Readonly<Record<CampaignNotice['type'], Words>> = {
  'campaign-opened': {
    vi: 'Các sự cố dưới đây có điểm chung, có thể liên quan với nhau. Cơ quan chủ quản vẫn nhận thư báo động về cổng của mình; các diễn biến tiếp theo được gộp vào thư tổng hợp.',
    en: 'These incidents have something in common and may be related. Each agency still receives alarms about its own portal; further developments are sent as a digest.',
  },
  'campaign-digest': {
    vi: 'Thư này tổng hợp diễn biến của các cổng bị tấn công, thay cho từng thư riêng. Dưới đây là toàn bộ tình hình hiện tại.',
    en: 'This message replaces separate messages about these portals. It is the full situation as it stands now.',
  },
};

export function campaignMessage(notice: CampaignNotice, options: WritingOptions): Message {
  const isOver = liveOf(notice) === 0;
  return {
    subject: subjectOf(notice, options.languages[0] ?? 'vi', options.timeZone),
    tone: isOver ? 'good' : 'alarm',
    urgent: notice.type === 'campaign-opened' && !isOver,
    parts: options.languages.map((language) => partOf(notice, language, options)),
    link: notice.dashboardUrl,
    actLink: notice.acknowledgeUrl ?? null,
  };
}

/** The portals; one may have been defaced twice. */
function countOf({ incidents }: CampaignNotice): number {
  return new Set(incidents.map(({ url }) => url)).size;
}

/** Number of portals that have not recovered. */
function liveOf({ incidents }: CampaignNotice): number {
  const live = incidents.filter(({ status }) => status === 'open' || status === 'acknowledged');
  return new Set(live.map(({ url }) => url)).size;
}

function badgeOf(notice: CampaignNotice): Words {
  return badges[liveOf(notice) === 0 ? 'over' : notice.type];
}

function subjectOf(notice: CampaignNotice, language: Language, timeZone: string): string {
  const count = countOf(notice);
  const since = shortMomentWords(notice.openedAt, timeZone)[language];
  const which =
    language === 'vi'
      ? `${count} cổng — chiến dịch số ${notice.campaignNumber}, từ ${since}`
      : `${portals(count)} — campaign ${notice.campaignNumber}, since ${since}`;
  return `[Vọng Gác] ${badgeOf(notice)[language]}: ${which}`;
}

function portals(count: number): string {
  return `${count} portal${count === 1 ? '' : 's'}`;
}

function partOf(notice: CampaignNotice, language: Language, { timeZone, playbook }: WritingOptions): Part {
  const isVi = language === 'vi';
  const live = liveOf(notice);
  const count = countOf(notice);
  const steps = playbook.campaign.map((step) => step[language]);
  const { incidents } = notice;
  return {
    language,
    badge: badgeOf(notice)[language],
    headline: headlineOf(count, live, isVi),
    lead: leads[notice.type][language],
    facts: factsOf(notice, live, language, timeZone),
    pages: [],
    lists: [
      {
        title: isVi ? `Các sự cố (${incidents.length})` : `Incidents (${incidents.length})`,
        ordered: false,
        items: cappedBy(incidents, shownIncidents, language, (one) => incidentLine(one, language, timeZone)),
      },
      { title: isVi ? 'Việc cần làm ngay' : 'What to do now', ordered: true, items: live === 0 ? [] : steps },
      ...contactList(notice.contacts, language),
    ].filter((list) => list.items.length > 0),
    linkLabel: isVi ? 'Xem chiến dịch và từng sự cố' : 'See the campaign and its incidents',
    actLabel: actLabelFor(notice, language),
    foot: footWords[language],
  };
}

function headlineOf(count: number, live: number, isVi: boolean): string {
  if (live === 0) return isVi ? `Cả ${count} cổng đã trở lại bình thường` : `All ${portals(count)} are back to normal`;
  return isVi ? `${count} cổng bị tấn công có điểm chung` : `Possibly related attacks on ${portals(count)}`;
}

function factsOf(notice: CampaignNotice, live: number, language: Language, timeZone: string): Fact[] {
  const isVi = language === 'vi';
  const since = zonedMoment(notice.openedAt, timeZone, language);
  const common = notice.common.map((words) => foreign(words[language], 160)).join('; ');
  const facts: Fact[] = [
    { label: isVi ? 'Từ lúc' : 'Since', value: since },
    { label: isVi ? 'Dấu hiệu chung' : 'In common', value: common },
    {
      label: isVi ? 'Chưa khắc phục' : 'Not resolved',
      value: isVi ? `${live} trên ${countOf(notice)} cổng` : `${live} of ${portals(countOf(notice))}`,
    },
    {
      label: isVi ? 'Chiến dịch' : 'Campaign',
      value: isVi ? `số ${notice.campaignNumber}` : `no. ${notice.campaignNumber}`,
    },
  ];
  return facts.filter(({ value }) => value !== '');
}

/** One incident of many, in one line. */
export function incidentLine(incident: CampaignIncident, language: Language, timeZone: string): string {
  const { number, site, url, kinds, status, openedAt } = incident;
  const happened = kinds.map((kind) => kindHappened[kind][language]).join(', ');
  const at = shortMomentWords(openedAt, timeZone)[language];
  const state = incidentStatusWords[status][language].toLowerCase();
  const which = language === 'vi' ? `Sự cố số ${number}` : `Incident ${number}`;
  return `${which}: ${foreign(site, 80)} (${shownAddress(url, 80)}) ${happened}, ${at}, ${state}`;
}
