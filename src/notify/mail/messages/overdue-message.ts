/** The message to operators that an alarm could be neither confirmed nor cleared. */
import type { Words } from '../../../core/domain/words.ts';
import type { OverdueNotice } from '../../../core/notices/about-pages.ts';
import { certaintyWords, kindWords, unknownKindWords } from '../../../core/terms.ts';
import { shortMomentWords, shownAddress, spanWords } from '../../../core/text.ts';
import { callLines } from './call-lines.ts';
import { contactList } from './contact-list.ts';
import {
  agencyFacts,
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

const badge: Words = { vi: 'BÁO ĐỘNG CHƯA XÁC NHẬN ĐƯỢC', en: 'ALARM NOT CONFIRMED' };

const lead: Words = {
  vi: 'Vọng Gác đã phát hiện dấu hiệu tấn công, nhưng các lượt kiểm tra sau đó đều không lấy được nội dung cần đối chiếu. Kẻ tấn công có thể cố ý chặn hoặc làm gián đoạn việc kiểm tra. Sự việc được đưa vào danh sách nghi vấn; cơ quan chủ quản chưa được thông báo.',
  en: 'Vọng Gác detected signs of an attack, but no later check has received the content needed to compare. An attacker may be blocking or disrupting the checks on purpose. The case is now in the suspect queue; the agency has not been notified.',
};

const steps: readonly Words[] = [
  {
    vi: 'Mở trang từ một mạng khác (ví dụ 4G), bằng trình duyệt và bằng điện thoại, rồi đối chiếu với bằng chứng đã lưu.',
    en: 'Open the page from another network (mobile data, for example), with a browser and on a phone, and compare it with the stored evidence.',
  },
  {
    vi: 'Nếu trang có nội dung lạ: báo ngay cho cơ quan chủ quản, không chờ Vọng Gác xác nhận.',
    en: 'If the page shows foreign content, notify the agency at once; do not wait for Vọng Gác to confirm it.',
  },
  {
    vi: 'Nếu trang bình thường: hỏi đơn vị vận hành xem tường lửa có chặn hệ thống giám sát hay không, rồi chọn “Không phải tấn công” kèm lý do.',
    en: 'If the page is normal, ask the operating provider whether a firewall blocks the monitor, then choose “Not an attack” with a reason.',
  },
];

export function overdueMessage(notice: OverdueNotice, options: WritingOptions): Message {
  const language = options.languages[0] ?? 'vi';
  const seen = shortMomentWords(notice.seenAt, options.timeZone)[language];
  const from = language === 'vi' ? `phát hiện lúc ${seen}` : `detected ${seen}`;
  const what = language === 'vi' ? 'Báo động chưa xác nhận được' : 'Alarm not confirmed';
  return {
    subject: `[Vọng Gác] ${what}: ${foreign(notice.site.name, 60)} — ${from}`,
    tone: 'warning',
    urgent: true,
    parts: options.languages.map((each) => partOf(notice, each, options.timeZone)),
    link: notice.dashboardUrl,
  };
}

function partOf(notice: OverdueNotice, language: Language, timeZone: string): Part {
  const isVi = language === 'vi';
  const name = foreign(notice.site.name, 120);
  return {
    language,
    badge: badge[language],
    headline: isVi
      ? `${name}: có dấu hiệu tấn công, chưa xác nhận được`
      : `${name}: signs of an attack, not confirmed yet`,
    lead: lead[language],
    facts: factsOf(notice, language, timeZone),
    pages: [],
    lists: [
      {
        title: isVi ? 'Dấu hiệu đã phát hiện' : 'Findings',
        ordered: false,
        items: cappedBy(notice.reasons, 6, language, (reason) => foreign(reason[language], 300)),
      },
      { title: isVi ? 'Việc nên làm' : 'What to do', ordered: true, items: steps.map((step) => step[language]) },
      ...contactList(notice.contacts, language),
    ],
    linkLabel: isVi ? 'Mở danh sách nghi vấn' : 'Open the suspect queue',
    calls: callLines(notice.calls, language),
    foot: footWords[language],
  };
}

function factsOf(notice: OverdueNotice, language: Language, timeZone: string): Fact[] {
  const isVi = language === 'vi';
  const seen = zonedMoment(notice.seenAt, timeZone, language);
  const notShown = isVi
    ? 'Chưa kiểm tra lại được bằng cách đã phát hiện dấu hiệu (trình duyệt hoặc loại khách truy cập)'
    : 'No check of the kind that detected it (browser or visitor profile) has succeeded since';
  const facts: Fact[] = [
    { label: isVi ? 'Trang' : 'Page', value: shownAddress(notice.targetUrl) },
    { label: isVi ? 'Loại' : 'Kind', value: kindWords[notice.kind][language] },
    { label: isVi ? 'Độ tin cậy' : 'Confidence', value: certaintyWords(notice.score)[language] },
    { label: isVi ? 'Phát hiện lúc' : 'Detected', value: seen },
    {
      label: isVi ? 'Chưa xác nhận được trong' : 'Unconfirmed for',
      value: spanWords(notice.at - notice.seenAt)[language],
    },
    {
      label: isVi ? 'Lý do' : 'Reason',
      value: notice.unknownKind === null ? notShown : unknownKindWords[notice.unknownKind][language],
    },
  ];
  facts.push(...agencyFacts(notice.site, language));
  return facts;
}
