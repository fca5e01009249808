/** The message that a portal can’t be monitored. It says nothing about its content, good or bad. */
import type { Words } from '../../../core/domain/words.ts';
import type { UnknownNotice } from '../../../core/notices/about-pages.ts';
import { unknownKindHappened, unknownKindWords } from '../../../core/terms.ts';
import { shortMomentWords, shownAddress, spanWords } from '../../../core/text.ts';
import { callLines } from './call-lines.ts';
import { contactList } from './contact-list.ts';
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

const badge: Words = { vi: 'KHÔNG GIÁM SÁT ĐƯỢC', en: 'CAN’T BE MONITORED' };
const goneBadge: Words = { vi: 'MẤT NỘI DUNG', en: 'CONTENT GONE' };

const leads: Readonly<Record<UnknownNotice['type'], Words>> = {
  'unknown-operator': {
    vi: 'Khi không lấy được nội dung trang, Vọng Gác không xác định được trang có bị tấn công hay không.',
    en: 'While the page can’t be retrieved, Vọng Gác can’t tell whether it has been attacked.',
  },
  'unknown-agency': {
    vi: 'Vọng Gác không truy cập được cổng của quý cơ quan, do đó trong thời gian này không thể phát hiện tấn công.',
    en: 'Vọng Gác can’t reach your portal, so attacks would go undetected in the meantime.',
  },
};

/** For a page that is visible but of unknown origin. */
const goneLead: Words = {
  vi: 'Thay cho nội dung thường ngày chỉ còn một trang ngắn, không có dấu hiệu của kẻ tấn công. Cần xác minh trang đang được nâng cấp hay đã bị xóa nội dung.',
  en: 'The usual content has been replaced by a short page without any sign of an attacker. Find out whether the portal is being rebuilt or its content was deleted.',
};

export function unknownMessage(notice: UnknownNotice, options: WritingOptions): Message {
  const language = options.languages[0] ?? 'vi';
  const since = shortMomentWords(notice.since, options.timeZone)[language];
  const site = foreign(notice.site.name, 70);
  const from = language === 'vi' ? `từ ${since}` : `since ${since}`;
  return {
    subject: `[Vọng Gác] ${unknownKindWords[notice.kind][language]}: ${site} — ${from}`,
    tone: 'warning',
    urgent: false,
    parts: options.languages.map((each) => partOf(notice, each, options)),
    link: notice.dashboardUrl,
  };
}

function partOf(notice: UnknownNotice, language: Language, { timeZone, playbook }: WritingOptions): Part {
  const isVi = language === 'vi';
  return {
    language,
    badge: (notice.kind === 'gone' ? goneBadge : badge)[language],
    headline: `${foreign(notice.site.name, 120)} ${unknownKindHappened[notice.kind][language]}`,
    lead: (notice.kind === 'gone' ? goneLead : leads[notice.type])[language],
    facts: factsOf(notice, language, timeZone),
    pages: [],
    lists: [
      {
        title: isVi ? 'Việc nên làm' : 'What to do',
        ordered: true,
        items: playbook.unknown[notice.kind].map((step) => step[language]),
      },
      ...contactList(notice.contacts, language),
    ],
    linkLabel: isVi ? 'Xem trên bảng theo dõi' : 'See the dashboard',
    calls: callLines(notice.calls, language),
    foot: footWords[language],
  };
}

function factsOf(notice: UnknownNotice, language: Language, timeZone: string): Fact[] {
  const isVi = language === 'vi';
  const since = zonedMoment(notice.since, timeZone, language);
  const facts: Fact[] = [
    { label: isVi ? 'Trang' : 'Page', value: shownAddress(notice.targetUrl) },
    { label: isVi ? 'Từ lúc' : 'Since', value: since },
    { label: isVi ? 'Kéo dài' : 'Duration', value: spanWords(notice.at - notice.since)[language] },
    { label: isVi ? 'Tình trạng' : 'State', value: unknownKindWords[notice.kind][language] },
  ];
  for (const words of notice.seenFrom ?? []) {
    facts.push({ label: isVi ? 'Từ điểm quan sát khác' : 'From other vantages', value: foreign(words[language], 300) });
  }
  if (notice.reason !== null) {
    facts.push({ label: isVi ? 'Chi tiết kỹ thuật' : 'Technical detail', value: foreign(notice.reason, 240) });
  }
  facts.push(...agencyFacts(notice.site, language));
  return facts;
}
