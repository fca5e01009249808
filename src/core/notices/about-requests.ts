/**
 * Notices about what outsiders ask for. Recorded without anything that was typed: names, reasons and links are added
 * when a message is sent (`monitor/requests/with-request.ts`), so that erasing a request erases them everywhere.
 */
import type { RequestKind } from '../requests/request.ts';

/**
 * `request-confirm`: to the address that was typed. `request-proof`: to an address that a host published or that was
 * known before. Neither carries a word of the request, which may be somebody else's.
 */
export interface RequestLinkNotice {
  readonly type: 'request-confirm' | 'request-proof';
  readonly at: number;
  readonly requestId: number;
  readonly kind: RequestKind;
  readonly language: 'vi' | 'en';
  /** The host of a proof; otherwise empty. */
  readonly host: string;
  /** Seed from which the link is made when the message is sent. */
  readonly seed: string;
  readonly until: number;
  /** Never recorded. */
  readonly link: string | null;
  /** Who runs this monitor (`requests.operator`); null: not said. */
  readonly operator: string | null;
}

export type RequestOutcome = 'watched' | 'refused' | 'answered' | 'period-ending' | 'period-ended' | 'extended';

/** To a confirmed address: what became of the request. */
export interface RequestAnswerNotice {
  readonly type: 'request-answer';
  readonly at: number;
  readonly requestId: number;
  readonly language: 'vi' | 'en';
  readonly outcome: RequestOutcome;
  /** Last day of the period; null where it has none or it does not matter. */
  readonly periodTo: number | null;
  /** Of the link that extends the period; null where there is none. */
  readonly seed: string | null;
  readonly operator: string | null;
  /** Never recorded. */
  readonly link: string | null;
  /** What it is about, and the words of the operator; never recorded. */
  readonly about: readonly string[];
  readonly words: string;
}

/** To the operators: numbers only. */
export interface RequestsWaitingNotice {
  readonly type: 'requests-waiting';
  readonly at: number;
  readonly watch: number;
  readonly reports: number;
  readonly dashboardUrl: string | null;
}
