/** The message to whom an incident was assigned. */
import type { AssignedNotice } from '../../../core/notices/about-incidents.ts';
import { kindHappened, kindWords } from '../../../core/terms.ts';
import { shownAddress } from '../../../core/text.ts';
import {
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
import { playbookLists } from './playbook-lists.ts';

export function assignedMessage(notice: AssignedNotice, options: WritingOptions): Message {
  const isVi = options.languages[0] !== 'en';
  const site = foreign(notice.site.name, 60);
  const number = isVi ? `sự cố số ${notice.incidentNumber}` : `incident ${notice.incidentNumber}`;
  return {
    subject: `[Vọng Gác] ${isVi ? 'Được giao xử lý' : 'Assigned to you'}: ${site} — ${number}`,
    tone: 'alarm',
    urgent: true,
    parts: options.languages.map((each) => partOf(notice, each, options)),
    link: notice.dashboardUrl,
  };
}

function partOf(notice: AssignedNotice, language: Language, { timeZone, playbook }: WritingOptions): Part {
  const isVi = language === 'vi';
  const happened = notice.kinds.map((kind) => kindHappened[kind][language]).join(isVi ? ' và ' : ' and ');
  const by = foreign(notice.by, 80);
  return {
    language,
    badge: isVi ? 'ĐƯỢC GIAO XỬ LÝ' : 'ASSIGNED TO YOU',
    headline: `${foreign(notice.site.name, 120)} ${happened}`,
    lead: isVi
      ? `${by} giao anh/chị xử lý sự cố này. Đề nghị mở sự cố, xem bằng chứng và tiếp nhận nếu chưa có người tiếp nhận.`
      : `${by} assigned this incident to you. Open it, review the evidence, and acknowledge it if nobody has.`,
    facts: factsOf(notice, language, timeZone),
    pages: [],
    lists: playbookLists(notice.kinds, language, playbook),
    linkLabel: isVi ? 'Mở sự cố' : 'Open the incident',
    foot: footWords[language],
  };
}

function factsOf({ site, kinds, openedAt }: AssignedNotice, language: Language, timeZone: string): Fact[] {
  const isVi = language === 'vi';
  const opened = zonedMoment(openedAt, timeZone, language);
  return [
    ...agencyFacts(site, language),
    { label: isVi ? 'Cổng' : 'Portal', value: shownAddress(site.url) },
    { label: isVi ? 'Loại sự cố' : 'Kind', value: kinds.map((kind) => kindWords[kind][language]).join(', ') },
    { label: isVi ? 'Phát hiện lúc' : 'Detected', value: opened },
  ];
}
