/** The period that somebody asks for. */
import type { Config } from '../../config/schema/schema.ts';
import { dayNumber, dayOf, momentOf } from '../../core/duty/days.ts';
import { VonggacError } from '../../core/errors.ts';
import type { WatchCalendar } from '../../core/ports.ts';
import { customSpan, latestClosed, latestWindow, type Preset, type ReportSpan } from '../../core/reports/spans.ts';

export interface SpanRequest {
  readonly preset?: Preset | 'window' | undefined;
  /** Days like `2026-06-14`, both included. */
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  /** The newest period that was over on that day; today if omitted. */
  readonly before?: string;
}

interface Parts {
  readonly config: Pick<Config, 'schedule' | 'reports'>;
  readonly calendar: WatchCalendar;
}

const mostDays = 1_830;
const isDay = (text: string) => /^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/.test(text);

export function spanOf({ config, calendar }: Parts, request: SpanRequest, now: number): ReportSpan {
  const { timezone } = config.schedule;
  const { preset, from, to, before } = request;
  for (const day of [from, to, before]) {
    if (day !== undefined && !isDay(day))
      throw new VonggacError('bad-input', `'${day}' is not a day: write it like 2026-06-14.`, {
        vi: 'Ngày không hợp lệ: hãy ghi theo dạng 2026-06-14.',
      });
  }
  if (preset !== undefined) {
    const at = before === undefined ? now : momentOf(dayNumber(before), 0, timezone);
    if (preset !== 'window') return latestClosed(preset, at, config.reports.closingDays, timezone);
    const window = latestWindow(calendar(at), at);
    if (window !== null) return window;
    throw new VonggacError('refused', 'No watch window has ended yet: name the days with --from and --to.', {
      vi: 'Chưa có đợt cao điểm nào kết thúc: hãy chọn từ ngày, đến ngày.',
    });
  }
  if (from === undefined || to === undefined)
    throw new VonggacError('bad-input', 'Name the period: a preset, or its first and its last day.', {
      vi: 'Hãy chọn kỳ báo cáo, hoặc ghi từ ngày và đến ngày.',
    });
  const [first, last] = [dayNumber(from), dayNumber(to)];
  if (first > last || last - first > mostDays || first > dayOf(now, timezone))
    throw new VonggacError(
      'bad-input',
      'The period must begin before it ends, not in the future, and last at most 5 years.',
      {
        vi: 'Kỳ báo cáo phải bắt đầu trước khi kết thúc, không ở tương lai và không dài quá 5 năm.',
      },
    );
  return customSpan(first, last, timezone);
}

/** For the audit log, which is read in both languages. */
export function recordedSpan({ from, to }: { readonly from: number; readonly to: number }) {
  return { from: new Date(from).toISOString(), until: new Date(to).toISOString() };
}
