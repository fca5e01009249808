/** Notices about pages that could not be seen or confirmed, and of many messages in one. */

import type { AttackKind, OutageKind, UnknownKind } from '../domain/finding.ts';
import type { Words } from '../domain/words.ts';
import type { CampaignIncident, NoticeSite, Ownable } from './about-incidents.ts';
import type { Call, Contact } from './contact.ts';

/** "We cannot see your portal". */
export interface UnknownNotice {
  readonly type: 'unknown-operator' | 'unknown-agency';
  readonly at: number;
  readonly site: NoticeSite;
  readonly targetUrl: string;
  readonly kind: OutageKind;
  readonly since: number;
  readonly reason: string | null;
  /** What other vantages report; omitted where none was asked. */
  readonly seenFrom?: readonly Words[];
  readonly dashboardUrl: string | null;
  readonly contacts: readonly Contact[];
  /** Of the agency, for operators; omitted where no telephone is known. */
  readonly calls?: readonly Call[];
}

/** An alarm that no later look confirmed or cleared: sent to the operators with what was seen. */
export interface OverdueNotice {
  readonly type: 'confirmation-overdue';
  readonly at: number;
  readonly site: NoticeSite;
  readonly targetUrl: string;
  readonly kind: AttackKind;
  readonly score: number;
  /** When the alarm was seen. */
  readonly seenAt: number;
  readonly reasons: readonly Words[];
  /** Why the latest look could not be judged; null when a look succeeded but was not shown what raised the alarm. */
  readonly unknownKind: UnknownKind | null;
  readonly dashboardUrl: string | null;
  readonly contacts: readonly Contact[];
  /** Of the agency; omitted where no telephone is known. */
  readonly calls?: readonly Call[];
}

/** A page in a digest, and since when it has been in that state. */
export interface DigestPage {
  readonly site: string;
  readonly url: string;
  readonly since: number;
}

/** Messages over the hourly limit, sent as one list. */
export interface OverflowNotice extends Ownable {
  readonly type: 'overflow-digest';
  readonly at: number;
  /** As they were when the digest was written, newest first. */
  readonly incidents: readonly CampaignIncident[];
  readonly unseen: readonly DigestPage[];
  /** Pages whose alarm no look could confirm; omitted where there are none. */
  readonly overdue?: readonly DigestPage[];
  /** Messages to others deferred to the next hour; shown to operators only. */
  readonly late: number;
  /** They waited for the end of the quiet hours. */
  readonly isAfterQuiet?: boolean;
  /** How many of them exceeded the recipient's own nightly limit; omitted where none did. */
  readonly night?: number;
  readonly dashboardUrl: string | null;
  readonly contacts: readonly Contact[];
}
