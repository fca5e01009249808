/** The message to the next escalation step: nobody acknowledged the incident. */

import type { Words } from '../../../core/domain/words.ts';
import type { StepRecipient } from '../../../core/duty/ladder.ts';
import type { UnownedNotice } from '../../../core/notices/about-incidents.ts';
import { kindHappened, kindWords } from '../../../core/terms.ts';
import { plainText, shownAddress, spanWords } from '../../../core/text.ts';
import { callLines } from './call-lines.ts';
import { contactList } from './contact-list.ts';
import {
  actLabelFor,
  agencyFacts,
  type Fact,
  footWords,
  foreign,
  type Language,
  type Message,
  type Part,
  type WritingOptions,
  zonedMoment,
} from './message.ts';

const badge: Words = { vi: 'CHƯA CÓ NGƯỜI TIẾP NHẬN', en: 'NOBODY HAS ACKNOWLEDGED' };

const leads: Readonly<Record<StepRecipient, Words>> = {
  'second-officer': {
    vi: 'Sự cố này chưa có người tiếp nhận. Đề nghị anh/chị tiếp nhận và xử lý ngay.',
    en: 'Nobody has acknowledged this incident. Please acknowledge it and act on it now.',
  },
  'agency-head': {
    vi: 'Sự cố trên cổng của quý cơ quan chưa có người tiếp nhận. Kính đề nghị lãnh đạo cơ quan chỉ đạo xử lý.',
    en: 'Nobody has acknowledged the incident on your agency’s portal. Please make sure that it is handled.',
  },
  'national-contacts': {
    vi: 'Sự cố chưa có người tiếp nhận ở các cấp trước. Kính đề nghị quý đơn vị hỗ trợ điều phối xử lý.',
    en: 'Nobody notified so far has acknowledged this incident. Please help coordinate the response.',
  },
};

const steps = {
  byLink: {
    vi: 'Bấm “Tiếp nhận sự cố” trong thư này và xác nhận. Khi đã có người tiếp nhận, Vọng Gác không báo lên cấp tiếp theo.',
    en: 'Press “Acknowledge the incident” in this message and confirm. Once it is acknowledged, the next escalation step is cancelled.',
  },
  atDashboard: {
    vi: 'Mở sự cố trên bảng theo dõi, xem bằng chứng và bấm “Tiếp nhận”. Khi đã có người tiếp nhận, Vọng Gác không báo lên cấp tiếp theo.',
    en: 'Open the incident on the dashboard, review the evidence and press “Acknowledge”. Once it is acknowledged, the next escalation step is cancelled.',
  },
  call: {
    vi: 'Gọi điện cho bộ phận quản trị cổng; không mở trực tiếp trang đang bị tấn công.',
    en: 'Call whoever runs the portal; do not open the attacked page directly.',
  },
} as const;

export function unownedMessage(notice: UnownedNotice, options: WritingOptions): Message {
  const language = options.languages[0] ?? 'vi';
  const site = foreign(notice.site.name, 60);
  const number = language === 'vi' ? `sự cố số ${notice.incidentNumber}` : `incident ${notice.incidentNumber}`;
  const headline = language === 'vi' ? 'Chưa có người tiếp nhận' : 'Nobody has acknowledged';
  return {
    subject: `[Vọng Gác] ${headline}: ${site} — ${number}`,
    tone: 'alarm',
    urgent: true,
    parts: options.languages.map((each) => partOf(notice, each, options.timeZone)),
    link: notice.dashboardUrl,
    actLink: notice.acknowledgeUrl ?? null,
  };
}

function partOf(notice: UnownedNotice, language: Language, timeZone: string): Part {
  const isVi = language === 'vi';
  const toDo = [notice.acknowledgeUrl === undefined ? steps.atDashboard : steps.byLink, steps.call];
  const happened = notice.kinds.map((kind) => kindHappened[kind][language]).join(', ');
  return {
    language,
    badge: badge[language],
    headline: `${foreign(notice.site.name, 120)} ${happened}`,
    lead: leads[notice.to][language],
    facts: factsOf(notice, language, timeZone),
    pages: [],
    lists: [
      { title: isVi ? 'Việc cần làm' : 'What to do', ordered: true, items: toDo.map((step) => step[language]) },
      ...contactList(notice.contacts, language),
    ],
    linkLabel: isVi ? 'Mở sự cố' : 'Open the incident',
    actLabel: actLabelFor(notice, language),
    calls: callLines(notice.calls, language),
    foot: footWords[language],
  };
}

function factsOf(notice: UnownedNotice, language: Language, timeZone: string): Fact[] {
  const isVi = language === 'vi';
  const { site, onDuty } = notice;
  const opened = zonedMoment(notice.openedAt, timeZone, language);
  const facts: Fact[] = [
    { label: isVi ? 'Cổng' : 'Portal', value: shownAddress(site.url) },
    { label: isVi ? 'Loại sự cố' : 'Kind', value: notice.kinds.map((kind) => kindWords[kind][language]).join(', ') },
    { label: isVi ? 'Phát hiện lúc' : 'Detected', value: opened },
    {
      label: isVi ? 'Chưa có người tiếp nhận' : 'Unacknowledged for',
      value: spanWords(notice.at - notice.unownedSince)[language],
    },
  ];
  facts.unshift(...agencyFacts(site, language));
  if (onDuty !== null) {
    const value = [onDuty.name, onDuty.phone].flatMap((text) => (text === undefined ? [] : [plainText(text, 120)]));
    facts.push({ label: isVi ? 'Cán bộ đang trực' : 'On duty', value: value.join(' · ') });
  }
  return facts;
}
