/** How well the portals were watched, and how they answered. */
import { plainText } from '../text.ts';
import { type Block, count, countText, duration, moment, nothing, type Section, share, text } from './document.ts';
import type { PortalLine } from './figures.ts';
import { shortDay } from './spans.ts';
import type { Writing } from './writing.ts';

const mostGaps = 20;

export function watchingSection(writing: Writing): Section {
  const { say } = writing;
  return {
    id: 'watching',
    title: say('Mức độ giám sát và mức độ sẵn sàng', 'Coverage and availability'),
    blocks: [classTable(writing), stripBlock(writing), ...gapBlocks(writing)],
  };
}

const classes = [
  { from: 0.999, vi: 'từ 99,9 % trở lên', en: '99.9 % and more' },
  { from: 0.99, vi: 'từ 99 % đến dưới 99,9 %', en: '99 % to 99.9 %' },
  { from: 0.95, vi: 'từ 95 % đến dưới 99 %', en: '95 % to 99 %' },
  { from: 0, vi: 'dưới 95 %', en: 'under 95 %' },
] as const;

function classTable({ facts, say }: Writing): Block {
  const lines = facts.figures.portalLines;
  const inClass = (of: (line: PortalLine) => number | null, index: number) => {
    const [from, below] = [classes[index]?.from ?? 0, classes[index - 1]?.from ?? Number.POSITIVE_INFINITY];
    return lines.filter((line) => {
      const value = of(line);
      return value !== null && value >= from && value < below;
    }).length;
  };
  return {
    type: 'table',
    id: 'classes',
    title: say('Số cổng theo tỷ lệ giám sát và tỷ lệ sẵn sàng', 'Portals by coverage and availability'),
    columns: [
      { title: say('Mức', 'Class'), isText: true, width: 6 },
      { title: say('Theo tỷ lệ giám sát', 'By coverage') },
      { title: say('Theo tỷ lệ sẵn sàng', 'By availability') },
    ],
    rows: [
      ...classes.map((one, index) => [
        text(say(one.vi, one.en)),
        count(inClass(({ coverage }) => coverage, index)),
        count(inClass(({ availability }) => availability, index)),
      ]),
      [
        text(say('không có số liệu', 'no data')),
        count(lines.filter(({ coverage }) => coverage === null).length),
        count(lines.filter(({ availability }) => availability === null).length),
      ],
    ],
  };
}

function stripBlock({ facts, say, language }: Writing): Block {
  return {
    type: 'strip',
    id: 'coverage',
    title: say('Tỷ lệ giám sát theo thời gian', 'Coverage over time'),
    description: say(
      'Trung bình của tất cả các cổng; quãng gạch chéo không có lượt kiểm tra nào.',
      'Mean of all portals; nothing was looked at where it is hatched.',
    ),
    cells: facts.figures.coverageByBucket.map((value, index) => ({
      label: shortDay(facts.buckets[index]?.day ?? 0, language),
      share: value,
    })),
  };
}

function gapBlocks({ facts, say, language }: Writing): Block[] {
  const gapped = facts.figures.portalLines
    .filter(({ gaps }) => gaps > 0)
    .toSorted((a, b) => b.gapMs - a.gapMs || a.id - b.id);
  if (gapped.length === 0)
    return [
      {
        type: 'paragraph',
        text: say('Không có khoảng trống giám sát nào từ 2 giờ trở lên.', 'There is no gap of two hours or more.'),
      },
    ];
  const rest = gapped.length - mostGaps;
  return [
    {
      type: 'table',
      id: 'gaps',
      title: say('Các cổng có khoảng trống giám sát dài nhất', 'Portals with the longest gaps'),
      columns: [
        { title: say('Cổng', 'Portal'), isText: true, width: 8 },
        { title: say('Số khoảng trống', 'Gaps') },
        { title: say('Tổng thời gian', 'Total') },
        { title: say('Dài nhất', 'Longest') },
        { title: say('Bắt đầu', 'From'), isText: true },
        { title: say('Kết thúc', 'To'), isText: true },
      ],
      rows: gapped
        .slice(0, mostGaps)
        .map(({ name, gaps, gapMs, longestGap }) => [
          text(plainText(name, 200)),
          count(gaps),
          duration(gapMs),
          longestGap === null ? nothing : duration(longestGap.to - longestGap.from),
          moment(longestGap?.from ?? null),
          moment(longestGap?.to ?? null),
        ]),
      note: say(
        `Tổng thời gian cộng các khoảng trống của mọi trang thuộc cổng.${rest > 0 ? ` Còn ${countText(rest, language)} cổng khác có khoảng trống, xem phụ lục.` : ''}`,
        `Totals add up the gaps of all pages of a portal.${rest > 0 ? ` ${countText(rest, language)} more portals have gaps: see the appendix.` : ''}`,
      ),
    },
  ];
}

export function portalAppendix({ facts, say }: Writing): Section {
  return {
    id: 'portals',
    title: say('Số liệu từng cổng', 'Each portal'),
    isAppendix: true,
    isWide: true,
    blocks: [
      {
        type: 'table',
        id: 'portals',
        title: say('Các cổng được giám sát', 'Monitored portals'),
        columns: [
          { title: say('Cổng', 'Portal'), isText: true, width: 12 },
          { title: say('Địa chỉ', 'Address'), isText: true, width: 8 },
          { title: say('Cơ quan', 'Agency'), isText: true, width: 8 },
          { title: say('Sự cố', 'Incidents'), width: 3 },
          { title: say('Lượt kiểm tra', 'Looks') },
          { title: say('Giám sát', 'Coverage') },
          { title: say('Sẵn sàng', 'Availability') },
          { title: say('Khoảng trống', 'Gaps') },
        ],
        rows: facts.figures.portalLines.map((line) => [
          text(plainText(line.name, 200)),
          text(plainText(line.url.replace(/^https?:\/\//, '').replace(/\/$/, ''), 200)),
          text(line.agency === null ? '' : plainText(line.agency, 200)),
          count(line.incidents),
          count(line.looks),
          share(line.coverage),
          share(line.availability),
          line.gaps === 0 ? nothing : duration(line.gapMs),
        ]),
      },
    ],
  };
}
