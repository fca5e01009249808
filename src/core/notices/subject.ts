/** What a notice is about, in the form the outbox uses to find it again. */
import type { Notice } from './notice.ts';

export interface Subject {
  readonly siteId: number | null;
  readonly incidentNumber: number | null;
  readonly campaignNumber: number | null;
}

export function subjectOf(notice: Notice): Subject {
  return {
    siteId: 'site' in notice ? (notice.site?.id ?? null) : null,
    incidentNumber: 'incidentNumber' in notice ? notice.incidentNumber : null,
    campaignNumber: 'campaignNumber' in notice ? notice.campaignNumber : null,
  };
}
