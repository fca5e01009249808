/** Suspects, what ends soon, agencies, and how the figures are computed. */
import { momentWords, plainText } from '../text.ts';
import { type Cell, count, countText, duration, nothing, type Section, share, text } from './document.ts';
import { figureNotes } from './figure-notes.ts';
import type { Writing } from './writing.ts';

export function suspectSection({ facts, say }: Writing): Section {
  const { suspects, flow, falseAlarmShare } = facts.figures;
  const row = (name: string, value: Cell): readonly Cell[] => [text(name), value];
  return {
    id: 'suspects',
    title: say('Nghi vấn và báo động giả', 'Suspects and false alarms'),
    blocks: [
      {
        type: 'table',
        id: 'suspects',
        title: say('Nghi vấn theo kết quả xem xét, và báo động giả', 'Suspects by outcome, and false alarms'),
        columns: [{ title: say('Chỉ tiêu', 'Figure'), isText: true, width: 12 }, { title: say('Số lượng', 'Number') }],
        rows: [
          row(say('Nghi vấn phát hiện trong kỳ', 'Suspects found'), count(suspects.found)),
          row(say('Xác nhận là sự cố', 'Became an incident'), count(suspects.promoted)),
          row(say('Không phải tấn công', 'No attack'), count(suspects.dismissed)),
          row(say('Thay đổi đã tự hết hoặc đã được duyệt', 'Change gone or approved'), count(suspects.closed)),
          row(say('Chờ xem xét cuối kỳ', 'Still waiting at the end'), count(suspects.open)),
          row(
            say('Thời gian đến khi có kết luận (trung vị)', 'Time to a decision (median)'),
            duration(suspects.decide.median),
          ),
          row(say('Báo động giả trong kỳ', 'False alarms'), count(flow.dismissed)),
          row(
            say('Tỷ lệ báo động giả trên số sự cố đã kết thúc', 'False alarms among incidents that are over'),
            falseAlarmShare === null ? nothing : share(falseAlarmShare),
          ),
        ],
      },
    ],
  };
}

const mostEndings = 200;

export function endingSection({ facts, say, language }: Writing): Section {
  const { endings, endingDays, madeAt } = facts;
  const title = say('Tên miền, chứng thư số sắp hết hạn', 'Domains and certificates about to end');
  if (endings.length === 0)
    return {
      id: 'endings',
      title,
      blocks: [
        {
          type: 'paragraph',
          text: say(
            `Theo lần kiểm tra gần nhất, không có tên miền hay chứng thư số nào hết hạn trong ${endingDays} ngày tới.`,
            `As of the latest check, no domain and no certificate expires within ${endingDays} days.`,
          ),
        },
      ],
    };
  const rest = endings.length - mostEndings;
  return {
    id: 'endings',
    title,
    blocks: [
      {
        type: 'table',
        id: 'endings',
        title: say(
          `Hết hạn trong ${endingDays} ngày tới, theo lần kiểm tra gần nhất`,
          `Expiring within ${endingDays} days, as of the latest check`,
        ),
        columns: [
          { title: say('Tên miền, máy chủ', 'Name'), isText: true, width: 8 },
          { title: say('Cổng', 'Portal'), isText: true, width: 8 },
          { title: say('Loại', 'What'), isText: true },
          { title: say('Hết hạn', 'Ends'), isText: true },
          { title: say('Còn lại', 'Left') },
        ],
        rows: endings
          .slice(0, mostEndings)
          .map(({ host, site, what, endsAt }) => [
            text(plainText(host, 200)),
            text(plainText(site, 200)),
            text(what === 'certificate' ? say('Chứng thư số', 'Certificate') : say('Tên miền', 'Domain')),
            { type: 'moment', at: endsAt },
            endsAt <= madeAt
              ? text(say('đã hết hạn', 'ended'))
              : { type: 'duration', ms: Math.floor((endsAt - madeAt) / 86_400_000) * 86_400_000 || endsAt - madeAt },
          ]),
        ...(rest > 0
          ? { note: say(`Còn ${countText(rest, language)} mục khác.`, `${countText(rest, language)} more.`) }
          : {}),
      },
    ],
  };
}

export function agencySection({ facts, say }: Writing): Section {
  return {
    id: 'agencies',
    title: say('Số liệu theo cơ quan', 'By agency'),
    blocks: [
      {
        type: 'table',
        id: 'agencies',
        title: say('Sự cố và thời gian xử lý (trung vị) theo cơ quan', 'Incidents and median times by agency'),
        columns: [
          { title: say('Cơ quan', 'Agency'), isText: true, width: 8 },
          { title: say('Số cổng', 'Portals'), width: 3 },
          { title: say('Sự cố', 'Incidents'), width: 3 },
          { title: say('Phát hiện', 'Detect') },
          { title: say('Tiếp nhận', 'Acknowledge') },
          { title: say('Khắc phục', 'Recover') },
          { title: say('Giám sát', 'Coverage') },
          { title: say('Sẵn sàng', 'Availability') },
        ],
        rows: facts.figures.agencies.map((line) => [
          text(line.agency === null ? say('Chưa ghi cơ quan', 'No agency') : plainText(line.agency, 200)),
          count(line.portals),
          count(line.incidents),
          duration(line.detect.median),
          duration(line.acknowledge.median),
          duration(line.recover.median),
          share(line.coverage),
          share(line.availability),
        ]),
      },
    ],
  };
}

export function noteAppendix({ facts, say, words }: Writing): Section {
  return {
    id: 'notes',
    title: say('Cách tính số liệu', 'How the figures are computed'),
    isAppendix: true,
    blocks: [
      {
        type: 'table',
        id: 'notes',
        title: say(
          'Định nghĩa, nguồn và số quan sát của từng chỉ tiêu',
          'Definition, source and number of observations',
        ),
        columns: [
          { title: say('Chỉ tiêu', 'Figure'), isText: true },
          { title: say('Cách tính', 'Definition'), isText: true, width: 12 },
          { title: say('Nguồn', 'Source'), isText: true },
          { title: say('Số quan sát (n)', 'Observations (n)'), width: 3 },
        ],
        rows: figureNotes.map(({ name, how, source, n }) => [
          text(words(name)),
          text(words(how)),
          text(words(source)),
          count(n(facts.figures)),
        ]),
        note: say(
          `“không có số liệu”: không được ghi nhận, không đồng nghĩa với 0. “–”: không có trường hợp nào để tính. Lập tự động lúc ${momentWords(facts.madeAt, facts.timeZone).vi}.`,
          `“no data”: not recorded, which is not 0. “–”: there was nothing to compute it from. Made automatically at ${momentWords(facts.madeAt, facts.timeZone).en}.`,
        ),
      },
    ],
  };
}
