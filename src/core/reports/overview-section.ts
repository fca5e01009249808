/** The opening of a report: one sentence, what the figures rest on, and the key figures beside those of before. */
import type { Words } from '../domain/words.ts';
import { dayWords, momentWords } from '../text.ts';
import {
  type Cell,
  change,
  count,
  countText,
  duration,
  missing,
  type ReportDocument,
  type Section,
  share,
  type Table,
  text,
} from './document.ts';
import type { PeriodFigures, TimedDurations } from './figures.ts';
import type { ReportFacts, Writing } from './writing.ts';

export function attackCount({ byKind }: PeriodFigures): number {
  return byKind.reduce((sum, { opened, states }) => sum + opened - states.dismissed, 0);
}

export function leadText(writing: Writing): string {
  const { facts, say, cell, language } = writing;
  const { figures } = facts;
  const attacks = attackCount(figures);
  const watched = cell(share(figures.coverage));
  if (figures.looks === 0 && attacks === 0)
    return say(
      'Trong kỳ không có số liệu giám sát: không thể kết luận có hay không có sự cố.',
      'Nothing was recorded in this period, so nothing can be said about incidents.',
    );
  const state =
    attacks === 0
      ? say(
          `Trong kỳ không ghi nhận sự cố; tỷ lệ giám sát đạt ${watched}.`,
          `No incident was recorded in this period; ${watched} of the checks due were made.`,
        )
      : say(
          `Trong kỳ ghi nhận ${countText(attacks, language)} sự cố, còn ${countText(figures.flow.openAtEnd, language)} sự cố chưa kết thúc cuối kỳ; tỷ lệ giám sát đạt ${watched}.`,
          `${countText(attacks, language)} ${attacks === 1 ? 'incident was' : 'incidents were'} recorded in this period, ${countText(figures.flow.openAtEnd, language)} still open at its end; ${watched} of the checks due were made.`,
        );
  return `${state}${isOver(facts) ? '' : say(' Kỳ báo cáo chưa kết thúc, số liệu tính đến lúc lập.', ' The period is not over; figures are as of the making.')}`;
}

const isOver = ({ span, madeAt }: ReportFacts) => madeAt >= span.to;

interface KeyFigure {
  readonly name: Words;
  readonly of: (figures: PeriodFigures) => Cell;
}

const median = ({ median: ms }: TimedDurations): Cell => duration(ms);
const p90 = ({ p90: ms }: TimedDurations): Cell => duration(ms);

const keyFigures: readonly KeyFigure[] = [
  { name: { vi: 'Số cổng được giám sát', en: 'Portals monitored' }, of: ({ portals }) => count(portals) },
  { name: { vi: 'Số trang được giám sát', en: 'Pages monitored' }, of: ({ pages }) => count(pages) },
  { name: { vi: 'Lượt kiểm tra đã thực hiện', en: 'Checks made' }, of: ({ looks }) => count(looks) },
  { name: { vi: 'Tỷ lệ giám sát', en: 'Coverage' }, of: ({ coverage }) => share(coverage) },
  { name: { vi: 'Tỷ lệ sẵn sàng', en: 'Availability' }, of: ({ availability }) => share(availability) },
  { name: { vi: 'Sự cố tồn đầu kỳ', en: 'Incidents open at the start' }, of: ({ flow }) => count(flow.openAtStart) },
  { name: { vi: 'Sự cố mở trong kỳ', en: 'Incidents opened' }, of: ({ flow }) => count(flow.opened) },
  { name: { vi: 'Sự cố đã khắc phục trong kỳ', en: 'Incidents resolved' }, of: ({ flow }) => count(flow.resolved) },
  { name: { vi: 'Báo động giả trong kỳ', en: 'False alarms' }, of: ({ flow }) => count(flow.dismissed) },
  { name: { vi: 'Sự cố tồn cuối kỳ', en: 'Incidents open at the end' }, of: ({ flow }) => count(flow.openAtEnd) },
  {
    name: { vi: 'Thời gian phát hiện (trung vị)', en: 'Time to detect (median)' },
    of: ({ times }) => median(times.detect),
  },
  {
    name: { vi: 'Thời gian phát hiện (phân vị 90 %)', en: 'Time to detect (90th percentile)' },
    of: ({ times }) => p90(times.detect),
  },
  {
    name: { vi: 'Thời gian tiếp nhận (trung vị)', en: 'Time to acknowledge (median)' },
    of: ({ times }) => median(times.acknowledge),
  },
  {
    name: { vi: 'Thời gian tiếp nhận (phân vị 90 %)', en: 'Time to acknowledge (90th percentile)' },
    of: ({ times }) => p90(times.acknowledge),
  },
  {
    name: { vi: 'Thời gian khắc phục (trung vị)', en: 'Time to recover (median)' },
    of: ({ times }) => median(times.recover),
  },
  {
    name: { vi: 'Thời gian khắc phục (phân vị 90 %)', en: 'Time to recover (90th percentile)' },
    of: ({ times }) => p90(times.recover),
  },
  { name: { vi: 'Nghi vấn phát hiện trong kỳ', en: 'Suspects found' }, of: ({ suspects }) => count(suspects.found) },
];

/** For a mail and a list. */
const highlighted = [3, 4, 6, 7, 9] as const;

export function highlightsOf({ facts, words }: Writing): ReportDocument['highlights'] {
  return highlighted.flatMap((index) => {
    const figure = keyFigures[index];
    return figure === undefined ? [] : [{ label: words(figure.name), value: figure.of(facts.figures) }];
  });
}

export function overviewSection(writing: Writing): Section {
  const { facts, say, words } = writing;
  const { figures, before, spanBefore, timeZone } = facts;
  const rows = keyFigures.map(({ name, of }) => {
    const [now, then] = [of(figures), before === null ? missing : of(before)];
    return [text(words(name)), now, then, change(now, then)];
  });
  const table: Table = {
    type: 'table',
    id: 'key-figures',
    title: say('Số liệu chính và so sánh với kỳ trước', 'Key figures, compared with the period before'),
    columns: [
      { title: say('Chỉ tiêu', 'Figure'), isText: true, width: 8 },
      { title: say('Kỳ này', 'This period') },
      { title: say('Kỳ trước', 'Before') },
      { title: say('Tăng, giảm', 'Change') },
    ],
    rows,
    note: say(
      `Kỳ trước: từ ngày ${dayWords(spanBefore.from, timeZone).vi} đến hết ngày ${dayWords(spanBefore.to - 1, timeZone).vi}. Số cổng và số trang của cả hai kỳ là số đang được giám sát khi lập báo cáo.`,
      `Before: from ${dayWords(spanBefore.from, timeZone).en} to the end of ${dayWords(spanBefore.to - 1, timeZone).en}. Portals and pages of both periods are those monitored when the report was made.`,
    ),
  };
  return {
    id: 'overview',
    title: say('Tình hình chung', 'Overview'),
    blocks: [
      { type: 'paragraph', text: leadText(writing) },
      ...missingParagraphs(writing).map((line) => ({ type: 'paragraph' as const, text: line })),
      table,
    ],
  };
}

/** Says what the figures rest on where that is less than it seems. */
function missingParagraphs({ facts, say, language }: Writing): string[] {
  const { figures, span, timeZone, before } = facts;
  const lines: string[] = [];
  if (figures.historySince !== null && figures.historySince > span.from)
    lines.push(
      say(
        `Số liệu giám sát chỉ có từ ${momentWords(figures.historySince, timeZone).vi}; phần trước đó của kỳ không có số liệu.`,
        `Looks are on record since ${momentWords(figures.historySince, timeZone).en} only; there are no figures for the earlier part of the period.`,
      ),
    );
  if (figures.portalsWithoutHistory > 0)
    lines.push(
      say(
        `${countText(figures.portalsWithoutHistory, language)} cổng không có số liệu giám sát trong kỳ và không được tính vào các tỷ lệ.`,
        `${countText(figures.portalsWithoutHistory, language)} portals have no recorded checks in this period and are not included in any share.`,
      ),
    );
  if (figures.incidentsOfRemoved > 0)
    lines.push(
      say(
        `${countText(figures.incidentsOfRemoved, language)} sự cố trong kỳ thuộc các cổng đã ngừng giám sát, không được tính vào số liệu dưới đây.`,
        `${countText(figures.incidentsOfRemoved, language)} incidents of the period belong to portals that are no longer monitored and are in none of the figures below.`,
      ),
    );
  if (before === null)
    lines.push(
      say(
        'Kỳ trước không có số liệu giám sát nên không so sánh được.',
        'Nothing was recorded in the period before, so nothing is compared.',
      ),
    );
  return lines;
}
