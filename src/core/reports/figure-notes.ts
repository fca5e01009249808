/** How each figure is computed, from what, and of how many: the appendix that makes a report checkable. */
import type { Words } from '../domain/words.ts';
import type { PeriodFigures } from './figures.ts';

interface FigureNote {
  readonly name: Words;
  readonly how: Words;
  readonly source: Words;
  readonly n: (figures: PeriodFigures) => number;
}

const words = (vi: string, en: string): Words => ({ vi, en });
const incidents = words('Sổ sự cố và nhật ký xử lý', 'Incidents and their log');
const hours = words('Số liệu tổng hợp theo giờ của từng trang', 'Hourly sums of each page');

export const figureNotes: readonly FigureNote[] = [
  {
    name: words('Số sự cố', 'Incidents'),
    how: words(
      'Sự cố được mở trong kỳ, mỗi sự cố tính một lần theo loại đầu tiên. Trạng thái là trạng thái tại thời điểm kết thúc kỳ (hoặc lúc lập báo cáo nếu kỳ chưa kết thúc). Sự cố bị xác định là báo động giả được tính riêng.',
      'Incidents opened in the period, each once by its first kind. States are those at the end of the period, or when the report was made if it is not over. Incidents found to be false alarms are counted separately.',
    ),
    source: incidents,
    n: ({ flow }) => flow.opened,
  },
  {
    name: words('Sự cố chuyển kỳ', 'Carried over'),
    how: words(
      'Tồn đầu kỳ + mở mới − đã khắc phục − báo động giả = tồn cuối kỳ.',
      'Open at the start + opened − resolved − false alarms = open at the end.',
    ),
    source: incidents,
    n: ({ flow }) => flow.openAtStart + flow.opened,
  },
  {
    name: words('Thời gian phát hiện', 'Time to detect'),
    how: words(
      'Từ lần kiểm tra bình thường cuối cùng của trang bị tấn công đến khi mở sự cố. Đây là cận trên (sai số làm tròn tối đa 10 phút), vì thời điểm bị tấn công thật nằm trong khoảng này. Sự cố không có lần kiểm tra bình thường nào trước đó không được tính.',
      'From the last normal check of the attacked page to the opening of the incident. An upper bound, at most 10 minutes of it from rounding: the attack happened at some time in between. Incidents without an earlier normal look are left out.',
    ),
    source: hours,
    n: ({ times }) => times.detect.count,
  },
  {
    name: words('Thời gian tiếp nhận', 'Time to acknowledge'),
    how: words(
      'Từ khi mở sự cố đến lần tiếp nhận đầu tiên. Sự cố chưa được tiếp nhận không được tính.',
      'From the opening of the incident to its first acknowledgement. Incidents nobody acknowledged are left out.',
    ),
    source: incidents,
    n: ({ times }) => times.acknowledge.count,
  },
  {
    name: words('Thời gian khắc phục', 'Time to recover'),
    how: words(
      'Từ khi mở sự cố đến khi sự cố kết thúc với kết quả “đã khắc phục”. Sự cố còn mở và báo động giả không được tính.',
      'From the opening of the incident to its end as resolved. Open incidents and false alarms are left out.',
    ),
    source: incidents,
    n: ({ times }) => times.recover.count,
  },
  {
    name: words('Trung vị và phân vị 90 %', 'Median and 90th percentile'),
    how: words(
      'Xếp các thời gian từ ngắn đến dài, lấy giá trị đứng ở vị trí 50 % và 90 % (phương pháp hạng gần nhất, không nội suy): một nửa, và chín phần mười số sự cố, không lâu hơn giá trị đó.',
      'The durations in order, the value at 50 % and at 90 % of them (nearest rank, no interpolation): half, and nine tenths, of the incidents did not take longer.',
    ),
    source: incidents,
    n: ({ times }) => times.detect.of,
  },
  {
    name: words('Tỷ lệ giám sát', 'Coverage'),
    how: words(
      'Số lượt kiểm tra đã thực hiện chia cho số lượt đến hạn, tính theo từng giờ của từng trang; lấy trung bình theo ngày, theo trang, rồi theo cổng. Giờ không có lượt kiểm tra nào tính là 0, kể cả khi cổng được tạm dừng theo dõi. Thời gian trước khi bắt đầu theo dõi không được tính.',
      'Checks made divided by checks due, by hour and page; averaged over days, pages, then portals. An hour without a check counts as 0, also while a portal was paused. Time before a page was watched does not count.',
    ),
    source: hours,
    n: ({ looks, missedLooks }) => looks + missedLooks,
  },
  {
    name: words('Tỷ lệ sẵn sàng', 'Availability'),
    how: words(
      'Số lượt kiểm tra mà trang trả về nội dung chia cho số lượt kiểm tra nói lên điều gì đó về trang. Lượt bị chặn và lượt mà hệ thống giám sát tự mất kết nối không được tính.',
      'Checks that received content divided by conclusive checks. Checks that were blocked, or made while the monitor was offline, do not count.',
    ),
    source: hours,
    n: ({ looks }) => looks,
  },
  {
    name: words('Khoảng trống giám sát', 'Gaps'),
    how: words(
      'Khoảng từ 2 giờ trở lên (và ít nhất hai chu kỳ kiểm tra) giữa hai lượt kiểm tra của một trang mà không có lượt nào.',
      'At least 2 hours, and at least two check intervals, between two checks of a page.',
    ),
    source: hours,
    n: ({ portalLines }) => portalLines.reduce((sum, { gaps }) => sum + gaps, 0),
  },
  {
    name: words('Nghi vấn', 'Suspects'),
    how: words(
      'Thay đổi được ghi nhận lần đầu trong kỳ mà hệ thống không đủ căn cứ để báo động, chờ người trực xem xét. Kết quả là kết quả tại thời điểm kết thúc kỳ.',
      'Changes first seen in the period that were not enough for an alarm and waited for a person. Outcomes are those at the end of the period.',
    ),
    source: words('Nghi vấn chờ xem xét', 'Suspect queue'),
    n: ({ suspects }) => suspects.found,
  },
  {
    name: words('Tỷ lệ báo động giả', 'Share of false alarms'),
    how: words(
      'Số sự cố mở trong kỳ được xác định là báo động giả chia cho số sự cố mở trong kỳ đã kết thúc.',
      'Incidents opened in the period and found to be false alarms, divided by those opened in the period that are over.',
    ),
    source: incidents,
    n: ({ byKind }) => byKind.reduce((sum, { states }) => sum + states.resolved + states.dismissed, 0),
  },
];
