/** The messages that the monitor was offline, and that it is online again. */
import type { Words } from '../../../core/domain/words.ts';
import type { BlindnessNotice } from '../../../core/notices/about-monitor.ts';
import { shortMomentWords, spanWords } from '../../../core/text.ts';
import {
  type Fact,
  footWords,
  type Language,
  type Message,
  type Part,
  type WritingOptions,
  zonedMoment,
} from './message.ts';

interface Wording {
  readonly badge: Words;
  readonly headline: Words;
  readonly lead: Words;
  readonly steps: readonly Words[];
}

const wordings: Readonly<Record<BlindnessNotice['type'], Wording>> = {
  'monitor-blind': {
    badge: { vi: 'HỆ THỐNG GIÁM SÁT MẤT KẾT NỐI', en: 'THE MONITOR IS OFFLINE' },
    headline: { vi: 'Vọng Gác mất kết nối ra bên ngoài', en: 'Vọng Gác has lost its network connection' },
    lead: {
      vi: 'Các trang đối chứng cũng không phản hồi, do đó lỗi nằm ở kết nối của hệ thống giám sát, không phải ở các cổng. Trong thời gian này Vọng Gác không phát hiện được tấn công; các cổng không kiểm tra được không bị coi là gián đoạn.',
      en: 'The canary pages do not respond either, so the fault lies in the monitor’s connection, not in the portals. Attacks go undetected in the meantime; portals that can’t be reached are not counted as down.',
    },
    steps: [
      {
        vi: 'Kiểm tra đường truyền, tường lửa và máy chủ phân giải tên miền (DNS) của máy chạy Vọng Gác.',
        en: 'Check the network connection, firewall and DNS resolvers of the machine running Vọng Gác.',
      },
      {
        vi: 'Nếu thời gian mất kết nối kéo dài, hãy cử người kiểm tra trực tiếp các cổng quan trọng.',
        en: 'If the outage lasts, have somebody check the most important portals by hand.',
      },
      {
        vi: 'Khi có kết nối trở lại, Vọng Gác tự tiếp tục kiểm tra và gửi thư thông báo.',
        en: 'Vọng Gác resumes automatically once the connection is back, and notifies you.',
      },
    ],
  },
  'monitor-seeing': {
    badge: { vi: 'HỆ THỐNG GIÁM SÁT ĐÃ CÓ KẾT NỐI', en: 'THE MONITOR IS BACK ONLINE' },
    headline: { vi: 'Vọng Gác đã kết nối được trở lại', en: 'Vọng Gác is back online' },
    lead: {
      vi: 'Các cổng đã được tiếp tục kiểm tra. Thay đổi còn tồn tại sẽ được phát hiện ở lượt kiểm tra kế tiếp; thay đổi xuất hiện rồi biến mất trong thời gian mất kết nối không được ghi nhận.',
      en: 'The portals are being checked again. Changes that are still there will be found by the next checks; any that came and went in the meantime were missed.',
    },
    steps: [],
  },
};

export function blindnessMessage(notice: BlindnessNotice, options: WritingOptions): Message {
  const language = options.languages[0] ?? 'vi';
  const isBlind = notice.type === 'monitor-blind';
  const since = shortMomentWords(notice.seeingSince ?? notice.blindSince, options.timeZone)[language];
  const from = language === 'vi' ? `từ ${since}` : `since ${since}`;
  return {
    subject: `[Vọng Gác] ${wordings[notice.type].headline[language]} — ${from}`,
    tone: isBlind ? 'alarm' : 'good',
    urgent: isBlind,
    parts: options.languages.map((each) => partOf(notice, each, options.timeZone)),
    link: notice.dashboardUrl,
  };
}

function partOf(notice: BlindnessNotice, language: Language, timeZone: string): Part {
  const isVi = language === 'vi';
  const { badge, headline, lead, steps } = wordings[notice.type];
  const list = {
    title: isVi ? 'Việc nên làm' : 'What to do',
    ordered: true,
    items: steps.map((step) => step[language]),
  };
  return {
    language,
    badge: badge[language],
    headline: headline[language],
    lead: lead[language],
    facts: factsOf(notice, language, timeZone),
    pages: [],
    lists: steps.length > 0 ? [list] : [],
    linkLabel: isVi ? 'Mở bảng theo dõi' : 'Open the dashboard',
    foot: footWords[language],
  };
}

function factsOf(notice: BlindnessNotice, language: Language, timeZone: string): Fact[] {
  const isVi = language === 'vi';
  const moment = (at: number) => zonedMoment(at, timeZone, language);
  const { blindSince, seeingSince } = notice;
  return [
    { label: isVi ? 'Mất kết nối từ' : 'Offline since', value: moment(blindSince) },
    ...(seeingSince === null
      ? []
      : [
          { label: isVi ? 'Có kết nối trở lại từ' : 'Online again since', value: moment(seeingSince) },
          { label: isVi ? 'Kéo dài' : 'Duration', value: spanWords(seeingSince - blindSince)[language] },
        ]),
    {
      label: isVi ? 'Trang đối chứng phản hồi' : 'Canary pages responding',
      value: `${notice.answered}/${notice.asked}`,
    },
  ];
}
