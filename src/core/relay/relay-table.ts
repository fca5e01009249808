/** What each event for machines means: who may be sent it, how grave it is, and whether a telephone rings. */
import type { Words } from '../domain/words.ts';
import type { RelayFilter, RelayNotice, RelayType, Severity } from './relay-event.ts';

interface RelayLine {
  /** `agency`: endpoints of the site's agency too; `installation`: endpoints of the whole installation alone. */
  readonly reach: 'agency' | 'installation';
  readonly severity: Severity;
  /** Whether telephones get it unless the endpoint's filter says otherwise. */
  readonly rings: boolean;
  readonly words: Words;
}

export const relayTable: Readonly<Record<RelayType, RelayLine>> = {
  'incident.opened': line('agency', 'alert', 'Báo động', 'Alarm', true),
  'incident.updated': line('agency', 'critical', 'Cập nhật sự cố', 'Incident updated'),
  'incident.escalated': line('agency', 'alert', 'Diễn biến nghiêm trọng hơn', 'Escalated', true),
  'incident.recovering': line('agency', 'notice', 'Đang bình thường trở lại', 'Recovering'),
  'incident.reopened': line('agency', 'alert', 'Mở lại sự cố', 'Reopened', true),
  'incident.resolved': line('agency', 'notice', 'Đã khắc phục', 'Resolved'),
  'incident.acknowledged': line('agency', 'info', 'Đã tiếp nhận', 'Acknowledged'),
  'incident.dismissed': line('agency', 'info', 'Báo động giả', 'Dismissed'),
  'incident.unowned': line('agency', 'alert', 'Chưa có người tiếp nhận', 'Nobody has acknowledged', true),
  'maintenance.over': line('agency', 'alert', 'Tổng hợp sau bảo trì', 'After maintenance', true),
  'suspect.found': line('installation', 'warning', 'Nghi vấn', 'Suspect'),
  'suspect.gone': line('installation', 'info', 'Nghi vấn không còn', 'Suspect gone'),
  'suspect.dismissed': line('installation', 'info', 'Nghi vấn không phải tấn công', 'Suspect dismissed'),
  'page.unconfirmed': line('installation', 'error', 'Báo động chưa xác nhận được', 'Alarm not confirmed'),
  'page.unseen': line('installation', 'warning', 'Không giám sát được', 'Not visible'),
  'page.unseen-for-a-day': line('agency', 'warning', 'Không truy cập được hơn một ngày', 'Not reachable for a day'),
  'campaign.found': line('installation', 'alert', 'Tấn công hàng loạt', 'Campaign'),
  'monitor.blind': line('installation', 'error', 'Hệ thống giám sát mất kết nối', 'Monitor offline', true),
  'monitor.seeing': line('installation', 'notice', 'Hệ thống giám sát có kết nối trở lại', 'Monitor back online'),
  'channel.test': line('agency', 'info', 'Thử kênh thông báo', 'Channel test', true),
};

/** Where events go, as far as it decides which. */
export interface RelayEndpoint {
  /** Also the channel's name in the outbox: each endpoint has an outage and an hourly limit of its own. */
  readonly name: string;
  /** Name of the agency whose events alone it gets; null for an endpoint of the installation. */
  readonly agency: string | null;
  /** Empty: all of its reach, or what rings for telephones. */
  readonly events: readonly RelayFilter[];
  /** `telephones`: one message per person on call. */
  readonly to: 'itself' | 'telephones';
}

/** Asked when an event is recorded and again before it is sent: an endpoint's scope may have been narrowed since. */
export function accepts(endpoint: RelayEndpoint, { event, site }: Pick<RelayNotice, 'event' | 'site'>): boolean {
  const { reach, rings } = relayTable[event];
  if (event === 'channel.test') return true;
  if (endpoint.agency !== null && (reach === 'installation' || site?.agency !== endpoint.agency)) return false;
  if (endpoint.events.length === 0) return endpoint.to === 'itself' || rings;
  return endpoint.events.some((filter) => event === filter || event.startsWith(`${filter}.`));
}

/** The event as an endpoint may see it: an agency's learns neither indicators nor what hit others. */
export function shownTo({ agency }: Pick<RelayEndpoint, 'agency'>, notice: RelayNotice): RelayNotice {
  return agency === null ? notice : { ...notice, indicators: [], campaign: null };
}

function line(reach: RelayLine['reach'], severity: Severity, vi: string, en: string, rings = false): RelayLine {
  return { reach, severity, rings, words: { vi, en } };
}
