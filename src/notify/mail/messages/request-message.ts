/** Messages about what outsiders ask for. Those with a link to confirm carry nothing that was typed. */
import type {
  RequestAnswerNotice,
  RequestLinkNotice,
  RequestOutcome,
  RequestsWaitingNotice,
} from '../../../core/notices/about-requests.ts';
import { lastDayOf } from '../../../core/requests/typed.ts';
import { dayWords, momentWords, zoneWords } from '../../../core/text.ts';
import { footWords, foreign, type Language, type Message, type Part, type WritingOptions } from './message.ts';

/** The requester's language first. */
function languagesOf({ language }: { readonly language: Language }, { languages }: WritingOptions): Language[] {
  return [...new Set([language, ...languages])];
}

const plain = { pages: [], lists: [] } as const;

export function requestLinkMessage(notice: RequestLinkNotice, options: WritingOptions): Message {
  const isProof = notice.type === 'request-proof';
  const subjects = isProof
    ? { vi: '[Vọng Gác] Đề nghị xác nhận quyền quản lý cổng', en: '[Vọng Gác] Confirm that you manage a portal' }
    : { vi: '[Vọng Gác] Đề nghị xác nhận địa chỉ thư', en: '[Vọng Gác] Confirm your e-mail address' };
  return {
    subject: subjects[notice.language],
    tone: 'plain',
    urgent: false,
    parts: languagesOf(notice, options).map((language) =>
      isProof ? proofPart(notice, language, options.timeZone) : confirmPart(notice, language, options.timeZone),
    ),
    link: notice.link,
  };
}

function who({ operator }: { readonly operator: string | null }, language: Language): string {
  if (operator !== null) return foreign(operator, 120);
  return language === 'vi' ? 'hệ thống giám sát Vọng Gác' : 'the monitor Vọng Gác';
}

const footOf = { vi: 'Thư tự động của Vọng Gác.', en: 'Sent automatically by Vọng Gác.' } as const;

function until({ until: at }: RequestLinkNotice, language: Language, timeZone: string) {
  const moment = `${momentWords(at, timeZone)[language]} (${zoneWords(timeZone)[language]})`;
  return { label: language === 'vi' ? 'Liên kết dùng được đến' : 'The link works until', value: moment };
}

function confirmPart(notice: RequestLinkNotice, language: Language, timeZone: string): Part {
  const isVi = language === 'vi';
  const isWatch = notice.kind === 'watch';
  const purpose = isWatch
    ? { vi: 'đề nghị theo dõi cổng thông tin điện tử', en: 'a request to watch public portals' }[language]
    : { vi: 'phản ánh về một trang web', en: 'a report about a web page' }[language];
  return {
    ...plain,
    language,
    badge: isVi ? 'XÁC NHẬN ĐỊA CHỈ' : 'CONFIRM YOUR ADDRESS',
    headline: isVi ? 'Địa chỉ thư này được ghi trong một yêu cầu' : 'This address was given in a request',
    lead: isVi
      ? `Có người đã ghi địa chỉ này khi gửi ${purpose} tới ${who(notice, language)}. Nếu đúng là anh/chị, hãy mở liên kết để xem lại và xác nhận. Nếu không phải, hãy bỏ qua thư này: yêu cầu sẽ tự xóa sau 7 ngày và địa chỉ này không nhận thêm thư nào về yêu cầu đó.`
      : `Somebody gave this address with ${purpose} to ${who(notice, language)}. If it was you, open the link to review and confirm it. If not, do nothing: the request is deleted after 7 days, and this address gets no further mail about it.`,
    facts: [until(notice, language, timeZone)],
    linkLabel: isVi ? 'Xem lại và xác nhận' : 'Review and confirm',
    foot: footOf[language],
  };
}

function proofPart(notice: RequestLinkNotice, language: Language, timeZone: string): Part {
  const isVi = language === 'vi';
  return {
    ...plain,
    language,
    badge: isVi ? 'XÁC NHẬN QUYỀN QUẢN LÝ' : 'CONFIRM OWNERSHIP',
    headline: isVi ? 'Có yêu cầu theo dõi cổng của đơn vị' : 'Somebody asked us to watch your portal',
    lead: isVi
      ? `${who(notice, language)} nhận được yêu cầu theo dõi từ bên ngoài tên miền dưới đây. Địa chỉ này được chính tên miền công bố, hoặc đã được biết từ trước. Nếu đơn vị đồng ý, hãy mở liên kết để xem yêu cầu và xác nhận. Nếu không, hãy bỏ qua thư này.`
      : `${who(notice, language)} was asked to watch the host below from the outside. This address was published by that host, or was known before. If you agree, open the link to read the request and confirm. If not, do nothing.`,
    facts: [
      { label: isVi ? 'Tên miền' : 'Host', value: foreign(notice.host, 253) },
      { label: isVi ? 'Yêu cầu số' : 'Request', value: String(notice.requestId) },
      until(notice, language, timeZone),
    ],
    linkLabel: isVi ? 'Xem yêu cầu' : 'Read the request',
    foot: footOf[language],
  };
}

interface OutcomeWords {
  readonly badge: Record<Language, string>;
  readonly headline: Record<Language, string>;
  readonly lead: Record<Language, string>;
}

const outcomes: Readonly<Record<RequestOutcome, OutcomeWords>> = {
  watched: {
    badge: { vi: 'ĐANG THEO DÕI', en: 'WATCHED' },
    headline: { vi: 'Cổng của đơn vị đã được theo dõi', en: 'Your portals are being watched' },
    lead: {
      vi: 'Hệ thống đã học xong nội dung bình thường của các cổng dưới đây và đang kiểm tra theo lịch. Khi phát hiện dấu hiệu bị tấn công, thư báo động được gửi tới các địa chỉ đã đăng ký của cổng.',
      en: 'The usual content of the portals below has been learned, and they are looked at on schedule. Alarms are mailed to the addresses registered for each portal.',
    },
  },
  refused: {
    badge: { vi: 'KHÔNG TIẾP NHẬN', en: 'REFUSED' },
    headline: { vi: 'Yêu cầu theo dõi chưa được tiếp nhận', en: 'The request was refused' },
    lead: {
      vi: 'Lý do ghi dưới đây. Đơn vị có thể gửi yêu cầu mới sau khi đã khắc phục.',
      en: 'The reason is given below. You may send a new request once it is settled.',
    },
  },
  answered: {
    badge: { vi: 'TRẢ LỜI PHẢN ÁNH', en: 'ANSWER TO YOUR REPORT' },
    headline: { vi: 'Cảm ơn anh/chị đã phản ánh', en: 'Thank you for your report' },
    lead: {
      vi: 'Cán bộ trực đã xem xét phản ánh của anh/chị và trả lời như dưới đây.',
      en: 'An operator has looked into your report. The answer is given below.',
    },
  },
  'period-ending': {
    badge: { vi: 'SẮP HẾT THỜI HẠN', en: 'PERIOD ENDING' },
    headline: { vi: 'Thời hạn theo dõi sắp hết', en: 'The period of watching is about to end' },
    lead: {
      vi: 'Nếu đơn vị muốn theo dõi tiếp, hãy mở liên kết và chọn ngày kết thúc mới. Nếu không, hệ thống dừng theo dõi khi hết thời hạn.',
      en: 'If you want it to continue, open the link and choose a new last day. Otherwise watching stops when the period is over.',
    },
  },
  'period-ended': {
    badge: { vi: 'ĐÃ DỪNG THEO DÕI', en: 'WATCHING STOPPED' },
    headline: { vi: 'Đã hết thời hạn theo dõi', en: 'The period of watching is over' },
    lead: {
      vi: 'Các cổng dưới đây không còn được kiểm tra. Khi cần, đơn vị gửi yêu cầu mới.',
      en: 'The portals below are no longer looked at. Send a new request when you need it.',
    },
  },
  extended: {
    badge: { vi: 'ĐÃ GIA HẠN', en: 'EXTENDED' },
    headline: { vi: 'Thời hạn theo dõi đã được gia hạn', en: 'The period of watching was extended' },
    lead: { vi: 'Các cổng dưới đây tiếp tục được theo dõi.', en: 'The portals below continue to be watched.' },
  },
};

export function requestAnswerMessage(notice: RequestAnswerNotice, options: WritingOptions): Message {
  const { headline } = outcomes[notice.outcome];
  const number = notice.language === 'vi' ? `Yêu cầu số ${notice.requestId}` : `Request ${notice.requestId}`;
  return {
    subject: `[Vọng Gác] ${number}: ${headline[notice.language]}`,
    tone: notice.outcome === 'watched' || notice.outcome === 'extended' ? 'good' : 'plain',
    urgent: false,
    parts: languagesOf(notice, options).map((language) => answerPart(notice, language, options.timeZone)),
    link: notice.link,
  };
}

function answerPart(notice: RequestAnswerNotice, language: Language, timeZone: string): Part {
  const isVi = language === 'vi';
  const { badge, headline, lead } = outcomes[notice.outcome];
  const { periodTo, operator } = notice;
  return {
    language,
    badge: badge[language],
    headline: headline[language],
    lead: lead[language],
    facts: [
      ...(notice.words === ''
        ? []
        : [
            {
              label: notice.outcome === 'refused' ? (isVi ? 'Lý do' : 'Reason') : isVi ? 'Trả lời' : 'Answer',
              value: foreign(notice.words, 1_000),
            },
          ]),
      ...(periodTo === null
        ? []
        : [
            {
              label: isVi ? 'Ngày cuối của thời hạn' : 'Last day of the period',
              value: dayWords(lastDayOf(periodTo), timeZone)[language],
            },
          ]),
      ...(operator === null
        ? []
        : [{ label: isVi ? 'Đơn vị giám sát' : 'Monitored by', value: foreign(operator, 120) }]),
    ],
    pages: [],
    lists:
      notice.about.length === 0
        ? []
        : [
            {
              title: isVi ? 'Địa chỉ' : 'Addresses',
              ordered: false,
              items: notice.about.map((one) => foreign(one, 200)),
            },
          ],
    linkLabel: isVi ? 'Chọn ngày kết thúc mới' : 'Choose a new last day',
    foot: footOf[language],
  };
}

export function requestsWaitingMessage(notice: RequestsWaitingNotice, options: WritingOptions): Message {
  const all = notice.watch + notice.reports;
  const isVi = options.languages[0] !== 'en';
  return {
    subject: isVi ? `[Vọng Gác] ${all} yêu cầu chờ xử lý` : `[Vọng Gác] ${all} requests waiting`,
    tone: 'plain',
    urgent: false,
    parts: options.languages.map((language) => waitingPart(notice, language)),
    link: notice.dashboardUrl,
  };
}

function waitingPart({ watch, reports }: RequestsWaitingNotice, language: Language): Part {
  const isVi = language === 'vi';
  return {
    ...plain,
    language,
    badge: isVi ? 'YÊU CẦU CHỜ XỬ LÝ' : 'REQUESTS WAITING',
    headline: isVi ? 'Có yêu cầu mới từ bên ngoài' : 'New requests have come in',
    lead: isVi
      ? 'Nội dung chỉ có trên bảng theo dõi, vì yêu cầu chứa dữ liệu cá nhân.'
      : 'They can be read at the dashboard only, because they contain personal data.',
    facts: [
      { label: isVi ? 'Đề nghị theo dõi' : 'Requests to watch', value: String(watch) },
      { label: isVi ? 'Phản ánh về trang web' : 'Reports about pages', value: String(reports) },
    ],
    linkLabel: isVi ? 'Mở danh sách yêu cầu' : 'Open the requests',
    foot: footWords[language],
  };
}
