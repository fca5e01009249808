/** The message that brings a report: what it says in a few figures, and the report itself attached or linked. */
import type { ReportNotice } from '../../../core/notices/about-monitor.ts';
import { plainText } from '../../../core/text.ts';
import { footWords, foreign, type Message, type WritingOptions } from './message.ts';

/** In the report's own language alone. */
export function reportMessage(notice: ReportNotice, _options: WritingOptions): Message {
  const { language, file } = notice;
  const isVi = language === 'vi';
  const scope = notice.scopeName === null ? '' : ` — ${foreign(notice.scopeName, 80)}`;
  const attached = file === null ? null : plainText(file.name, 120);
  return {
    subject: `[Vọng Gác] ${isVi ? 'Báo cáo' : 'Report'} ${foreign(notice.period, 80)}${scope}: ${foreign(notice.summary, 80)}`,
    tone: notice.isQuiet ? 'good' : 'plain',
    urgent: false,
    parts: [
      {
        language,
        badge: isVi ? 'BÁO CÁO KỲ' : 'PERIOD REPORT',
        headline: foreign(notice.title, 200),
        lead: `${foreign(notice.lead, 400)} ${hint(attached !== null, notice.dashboardUrl !== null, isVi)}`.trim(),
        facts: [
          ...notice.highlights.map(({ label, value }) => ({ label: foreign(label, 80), value: foreign(value, 80) })),
          ...(attached === null ? [] : [{ label: isVi ? 'Tệp đính kèm' : 'Attached', value: attached }]),
        ],
        pages: [],
        lists: [],
        linkLabel: isVi ? 'Xem báo cáo' : 'Open the report',
        foot: footWords[language],
      },
    ],
    link: notice.dashboardUrl,
  };
}

function hint(isAttached: boolean, isLinked: boolean, isVi: boolean): string {
  if (isAttached) return isVi ? 'Báo cáo đầy đủ được gửi kèm thư này.' : 'The whole report is attached.';
  if (isLinked) return isVi ? 'Báo cáo đầy đủ có trên trang điều hành.' : 'The whole report is in the dashboard.';
  return '';
}
