/** Composes the notice of a made report. */
import type { ReportNotice } from './about-monitor.ts';
import { dashboardUrl, type Frame } from './frame.ts';

export type ReportMadeFacts = Omit<ReportNotice, 'type' | 'at' | 'dashboardUrl'> & { readonly reportId: number };

export function reportNotice(frame: Frame, { reportId, ...facts }: ReportMadeFacts): ReportNotice {
  return { type: 'report', at: frame.at, ...facts, dashboardUrl: dashboardUrl(frame, `/reports/${reportId}`) };
}
