/**
 * What outsiders ask for: to have portals watched, or to have a page checked that looks wrong to them. Everything typed
 * is untrusted, and the details are personal data (`store/requests/`).
 */
import type { Verdict } from '../domain/finding.ts';

export const requestKinds = ['watch', 'report'] as const;
export type RequestKind = (typeof requestKinds)[number];

/**
 * - `unconfirmed`: the mail address was not confirmed; hidden from the queue, deleted after 7 days.
 * - `waiting`: in the queue of the operators.
 * - `learning`, `watched`: approved; its portals are being learned, are watched.
 * - `ended`: its period is over, or none of its portals is watched any more.
 * - `refused`, `answered` (reports), `closed` without an answer.
 */
export const requestStatuses = [
  'unconfirmed',
  'waiting',
  'learning',
  'watched',
  'ended',
  'refused',
  'answered',
  'closed',
] as const;
export type RequestStatus = (typeof requestStatuses)[number];

export const openStatuses = ['waiting', 'learning', 'watched'] as const satisfies readonly RequestStatus[];
export const closedStatuses = ['ended', 'refused', 'answered', 'closed'] as const satisfies readonly RequestStatus[];

/** `form`: the public page; `sheet`: a template sheet that an operator imported. */
export type RequestSource = 'form' | 'sheet';

/** Who asks to have portals watched. Absent texts are empty. */
export interface WatchDetails {
  readonly kind: 'watch';
  readonly agency: string;
  /** Normalised addresses. */
  readonly portals: readonly string[];
  readonly contact: string;
  readonly phone: string;
  readonly email: string;
  readonly basis: string;
}

export interface ReportDetails {
  readonly kind: 'report';
  readonly url: string;
  readonly seen: string;
  readonly name: string;
  /** Empty: wants no answer. */
  readonly email: string;
}

export interface ReportedLook extends Pick<Verdict, 'level' | 'kind'> {
  readonly at: number;
}

/** What was found by a click of an operator. */
export interface RequestFindings {
  /** Addresses that a domain published (`security.txt`), by host. */
  readonly published: Readonly<Record<string, readonly string[]>>;
  /** One look at a reported address that is not registered. */
  readonly look: ReportedLook | null;
  /** What the requester is told: a reason of refusal, or an answer. */
  readonly answer: string;
}

export type RequestDetails = (WatchDetails | ReportDetails) & RequestFindings;

export const noFindings: RequestFindings = { published: {}, look: null, answer: '' };

/** How an operator knows that the owner of a host agrees. `telephone`: a contact known before confirmed it. */
export const proofMethods = ['dns', 'file', 'mail', 'telephone', 'document'] as const;
export type ProofMethod = (typeof proofMethods)[number];

/** Half-open; null: without an end. */
export interface Period {
  readonly from: number;
  readonly to: number | null;
}

export type RequestAct = 'confirm' | 'approve' | 'refuse' | 'answer' | 'close' | 'learned' | 'end';

const transitions: Readonly<Record<RequestAct, Partial<Record<RequestStatus, RequestStatus>>>> = {
  confirm: { unconfirmed: 'waiting' },
  approve: { waiting: 'learning' },
  refuse: { waiting: 'refused' },
  answer: { waiting: 'answered' },
  close: { waiting: 'closed', unconfirmed: 'closed' },
  learned: { learning: 'watched' },
  end: { learning: 'ended', watched: 'ended' },
};

/** Null when the act is not possible in this state. */
export function nextStatus(status: RequestStatus, act: RequestAct): RequestStatus | null {
  return transitions[act][status] ?? null;
}

export function isClosed(status: RequestStatus): boolean {
  return closedStatuses.some((one) => one === status);
}
