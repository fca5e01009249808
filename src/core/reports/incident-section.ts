/** Incidents of the period: carried over, by kind and state, how long they took, and one by one. */
import { incidentStatusWords, kindWords } from '../terms.ts';
import { plainText } from '../text.ts';
import { type Block, type Cell, count, countText, duration, moment, type Section, text } from './document.ts';
import type { TimedDurations } from './figures.ts';
import { shortDay } from './spans.ts';
import type { Writing } from './writing.ts';

const mostIncidents = 500;

export function incidentSection(writing: Writing): Section {
  const { facts, say } = writing;
  const { figures } = facts;
  const title = say('Sự cố', 'Incidents');
  const carried = carriedTable(writing);
  if (figures.incidents.length === 0)
    return {
      id: 'incidents',
      title,
      blocks: [
        carried,
        {
          type: 'paragraph',
          text: say('Không có sự cố nào được mở trong kỳ.', 'No incident was opened in the period.'),
        },
        ...(figures.byBucket.includes(null) ? [barsBlock(writing)] : []),
      ],
    };
  return {
    id: 'incidents',
    title,
    blocks: [carried, barsBlock(writing), kindTable(writing), timesTable(writing)],
  };
}

function carriedTable({ facts, say }: Writing): Block {
  const { flow } = facts.figures;
  return {
    type: 'table',
    id: 'carried',
    title: say('Sự cố chuyển kỳ', 'Incidents carried over'),
    columns: [
      { title: say('Tồn đầu kỳ', 'Open at the start') },
      { title: say('Mở mới', 'Opened') },
      { title: say('Đã khắc phục', 'Resolved') },
      { title: say('Báo động giả', 'False alarms') },
      { title: say('Tồn cuối kỳ', 'Open at the end') },
    ],
    rows: [[flow.openAtStart, flow.opened, flow.resolved, flow.dismissed, flow.openAtEnd].map(count)],
  };
}

function kindTable({ facts, say, words }: Writing): Block {
  const { byKind } = facts.figures;
  const row = (
    name: string,
    opened: number,
    of: (state: 'open' | 'acknowledged' | 'resolved' | 'dismissed') => number,
  ) => [
    text(name),
    count(opened),
    ...(['open', 'acknowledged', 'resolved', 'dismissed'] as const).map((state) => count(of(state))),
  ];
  return {
    type: 'table',
    id: 'kinds',
    title: say('Sự cố mở trong kỳ theo loại và trạng thái cuối kỳ', 'Incidents opened, by kind and state at the end'),
    columns: [
      { title: say('Loại sự cố', 'Kind'), isText: true, width: 8 },
      { title: say('Mở trong kỳ', 'Opened') },
      ...(['open', 'acknowledged', 'resolved', 'dismissed'] as const).map((state) => ({
        title: words(incidentStatusWords[state]),
      })),
    ],
    rows: [
      ...byKind.map(({ kind, opened, states }) => row(words(kindWords[kind]), opened, (state) => states[state])),
      row(
        say('Cộng', 'Total'),
        byKind.reduce((sum, { opened }) => sum + opened, 0),
        (state) => byKind.reduce((sum, { states }) => sum + states[state], 0),
      ),
    ],
  };
}

function timesTable({ facts, say }: Writing): Block {
  const { times } = facts.figures;
  const row = (name: string, { median, p90, count: known, of }: TimedDurations): readonly Cell[] => [
    text(name),
    duration(median),
    duration(p90),
    count(known),
    count(of),
  ];
  return {
    type: 'table',
    id: 'times',
    title: say('Thời gian phát hiện và xử lý', 'Times to detect and handle'),
    columns: [
      { title: say('Thời gian', 'Time'), isText: true, width: 6 },
      { title: say('Trung vị', 'Median') },
      { title: say('Phân vị 90 %', '90th percentile') },
      { title: say('Số sự cố tính được', 'Known of') },
      { title: say('Trên tổng số', 'Out of') },
    ],
    rows: [
      row(say('Phát hiện (cận trên)', 'To detect (upper bound)'), times.detect),
      row(say('Tiếp nhận', 'To acknowledge'), times.acknowledge),
      row(say('Khắc phục', 'To recover'), times.recover),
    ],
  };
}

export function incidentAppendix(writing: Writing): Section {
  const { say } = writing;
  return {
    id: 'incident-list',
    title: say('Danh sách sự cố', 'List of incidents'),
    isAppendix: true,
    isWide: true,
    blocks: [incidentTable(writing)],
  };
}

function incidentTable({ facts, say, words, language }: Writing): Block {
  const { incidents } = facts.figures;
  const rest = incidents.length - mostIncidents;
  return {
    type: 'table',
    id: 'incident-list',
    title: say('Danh sách sự cố mở trong kỳ', 'Incidents opened in the period'),
    columns: [
      { title: say('Số', 'No.'), width: 2 },
      { title: say('Cổng', 'Portal'), isText: true, width: 12 },
      { title: say('Loại', 'Kind'), isText: true, width: 8 },
      { title: say('Mở lúc', 'Opened'), isText: true, width: 6 },
      { title: say('Phát hiện', 'Detect') },
      { title: say('Tiếp nhận', 'Acknowledge') },
      { title: say('Khắc phục', 'Recover') },
      { title: say('Trạng thái', 'State'), isText: true, width: 5 },
    ],
    rows: incidents
      .slice(0, mostIncidents)
      .map(({ number, site, kinds, openedAt, detectMs, acknowledgeMs, recoverMs, state }) => [
        count(number),
        text(plainText(site, 200)),
        text(kinds.map((kind) => words(kindWords[kind])).join(', ')),
        moment(openedAt),
        duration(detectMs),
        duration(acknowledgeMs),
        duration(recoverMs),
        text(words(incidentStatusWords[state])),
      ]),
    ...(rest > 0
      ? {
          note: say(
            `Còn ${countText(rest, language)} sự cố khác, xem trên trang điều hành.`,
            `${countText(rest, language)} more incidents are in the dashboard.`,
          ),
        }
      : {}),
  };
}

function barsBlock({ facts, say, words, language }: Writing): Block {
  const { byBucket, byKind } = facts.figures;
  const series = byKind.map(({ kind }) => ({ kind, name: words(kindWords[kind]) }));
  const isMonths = facts.buckets.length <= 13 && facts.buckets.some(({ from, to }) => to - from > 20 * 86_400_000);
  const missing = byBucket.filter((bucket) => bucket === null).length;
  return {
    type: 'bars',
    id: 'bars',
    title: say('Sự cố theo thời gian, không kể báo động giả', 'Incidents over time, without false alarms'),
    description: say(
      `Mỗi cột là ${isMonths ? 'một tháng' : 'một quãng'} kể từ ngày ghi dưới cột.${missing > 0 ? ` ${missing} quãng không có lượt kiểm tra nào (gạch chéo).` : ''}`,
      `Each bar begins on the day below it.${missing > 0 ? ` ${missing} have no checks at all (hatched).` : ''}`,
    ),
    series,
    bars: byBucket.map((counts, index) => ({
      label: shortDay(facts.buckets[index]?.day ?? 0, language),
      counts: counts === null ? null : series.map(({ kind }) => counts.get(kind) ?? 0),
    })),
    missingText: say('Không có số liệu', 'No data'),
  };
}
