/** Composes notices about what outsiders ask for. */
import type { RequestAnswerNotice, RequestLinkNotice, RequestsWaitingNotice } from './about-requests.ts';
import { dashboardUrl, type Frame } from './frame.ts';

export type RequestLinkFacts = Omit<RequestLinkNotice, 'type' | 'at' | 'link'>;
export type RequestAnswerFacts = Omit<RequestAnswerNotice, 'type' | 'at' | 'link' | 'about' | 'words'>;
export type RequestsWaitingFacts = Pick<RequestsWaitingNotice, 'watch' | 'reports'>;

export function requestLinkNotice(
  { at }: Frame,
  facts: RequestLinkFacts,
  type: RequestLinkNotice['type'],
): RequestLinkNotice {
  return { type, at, ...facts, link: null };
}

export function requestAnswerNotice({ at }: Frame, facts: RequestAnswerFacts): RequestAnswerNotice {
  return { type: 'request-answer', at, ...facts, link: null, about: [], words: '' };
}

export function requestsWaitingNotice(frame: Frame, { watch, reports }: RequestsWaitingFacts): RequestsWaitingNotice {
  return { type: 'requests-waiting', at: frame.at, watch, reports, dashboardUrl: dashboardUrl(frame, '/requests') };
}
