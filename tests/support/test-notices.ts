/** Notices as the daemon creates them, for tests to vary. */
import type {
  AssignedNotice,
  CampaignIncident,
  CampaignNotice,
  IncidentNotice,
  MaintenanceNotice,
  NoticeTarget,
  ReportDueNotice,
  UnownedNotice,
  WindowNotice,
} from '../../src/core/notices/about-incidents.ts';
import type { BlindnessNotice, CoverageNotice } from '../../src/core/notices/about-monitor.ts';
import type { OverdueNotice, OverflowNotice, UnknownNotice } from '../../src/core/notices/about-pages.ts';
import type { Endpoint, Notification } from '../../src/core/notices/message.ts';

/** 21:04 on 22 November 2026 in Vietnam. */
export const noticeAt = Date.UTC(2026, 10, 22, 14, 4);

export const shownPictures = { before: 'a'.repeat(64), after: 'b'.repeat(64) } as const;

export function testTarget(change: Partial<NoticeTarget> = {}): NoticeTarget {
  const picture = (hash: string) => ({ hash, mediaType: 'image/png', sizeBytes: 1_000 });
  return {
    url: 'https://anlac.gov.vn/trang-chu',
    kind: 'defacement',
    level: 'alarm',
    score: 14.2,
    since: noticeAt,
    recoveredAt: null,
    reasons: [
      {
        vi: 'Trang có câu ký tên của kẻ tấn công: “Trang web này đã bị tấn công”.',
        en: 'The page carries an attacker’s signature: “Trang web này đã bị tấn công”.',
      },
      {
        vi: 'Mất 96 % nội dung ổn định, gồm tên cơ quan và chân trang.',
        en: '96 % of the stable content is gone, the agency’s name and footer included.',
      },
      {
        vi: 'Hình ảnh trang khác hẳn: 91 % diện tích thay đổi.',
        en: 'The page looks entirely different: 91 % of its area changed.',
      },
    ],
    indicators: [
      { type: 'domain', value: 'nightkite.example' },
      { type: 'handle', value: '@nightkite_t34m' },
    ],
    confirmation: { alarms: 2, looks: 2 },
    before: picture(shownPictures.before),
    after: picture(shownPictures.after),
    ...change,
  };
}

export function incidentNotice(change: Partial<IncidentNotice> = {}): IncidentNotice {
  return {
    type: 'incident-opened',
    at: noticeAt + 120_000,
    site: {
      id: 3,
      name: 'Cổng thông tin điện tử tỉnh An Lạc',
      url: 'https://anlac.gov.vn/',
      agency: 'Ủy ban nhân dân tỉnh An Lạc',
    },
    incidentNumber: 12,
    previousNumber: null,
    openedAt: noticeAt,
    kinds: ['defacement'],
    targets: [testTarget()],
    dashboardUrl: 'https://vonggac.example.vn/incidents/12',
    contacts: [{ name: 'Đầu mối ứng cứu sự cố', phone: '0900 000 000', email: 'truc@ungcuu.example.vn' }],
    ...change,
  };
}

export function unknownNotice(change: Partial<UnknownNotice> = {}): UnknownNotice {
  const { site, dashboardUrl, contacts } = incidentNotice();
  return {
    type: 'unknown-agency',
    at: noticeAt + 26 * 3_600_000,
    site,
    targetUrl: 'https://anlac.gov.vn/',
    kind: 'unavailable',
    since: noticeAt,
    reason: 'No connection to anlac.gov.vn within 15 s.',
    dashboardUrl,
    contacts,
    ...change,
  };
}

export function overdueNotice(change: Partial<OverdueNotice> = {}): OverdueNotice {
  const { site, contacts } = incidentNotice();
  return {
    type: 'confirmation-overdue',
    at: noticeAt + 660_000,
    site,
    targetUrl: 'https://anlac.gov.vn/',
    kind: 'defacement',
    score: 9.4,
    seenAt: noticeAt,
    reasons: testTarget().reasons,
    unknownKind: 'blocked',
    dashboardUrl: 'https://vonggac.example.vn/suspects',
    contacts,
    ...change,
  };
}

export function campaignIncident(change: Partial<CampaignIncident> = {}): CampaignIncident {
  return {
    number: 12,
    site: 'Cổng thông tin điện tử tỉnh An Lạc',
    url: 'https://anlac.gov.vn/',
    kinds: ['defacement'],
    status: 'open',
    openedAt: noticeAt,
    ...change,
  };
}

export function campaignNotice(change: Partial<CampaignNotice> = {}): CampaignNotice {
  return {
    type: 'campaign-opened',
    at: noticeAt + 300_000,
    campaignNumber: 4,
    openedAt: noticeAt,
    common: [
      { vi: 'cùng dòng ký tên “Hacked by Kh4i”', en: 'the same signature “Hacked by Kh4i”' },
      { vi: 'cùng dẫn tới tên miền haithanh.gov.vn', en: 'the same foreign domain haithanh.gov.vn' },
    ],
    incidents: [
      campaignIncident({
        number: 13,
        site: 'Cổng Hải Thành',
        url: 'https://haithanh.gov.vn/',
        openedAt: noticeAt + 6e4,
      }),
      campaignIncident(),
    ],
    dashboardUrl: 'https://vonggac.example.vn/campaigns/4',
    contacts: incidentNotice().contacts,
    ...change,
  };
}

export function overflowNotice(change: Partial<OverflowNotice> = {}): OverflowNotice {
  const { incidents, contacts } = campaignNotice();
  return {
    type: 'overflow-digest',
    at: noticeAt + 600_000,
    incidents,
    unseen: [{ site: 'Cổng Vân Giang', url: 'https://vangiang.gov.vn/', since: noticeAt - 7_200_000 }],
    late: 0,
    dashboardUrl: 'https://vonggac.example.vn/incidents',
    contacts,
    ...change,
  };
}

export function blindnessNotice(change: Partial<BlindnessNotice> = {}): BlindnessNotice {
  return {
    type: 'monitor-blind',
    at: noticeAt + 60_000,
    blindSince: noticeAt,
    seeingSince: null,
    answered: 0,
    asked: 2,
    dashboardUrl: 'https://vonggac.example.vn/',
    ...change,
  };
}

export function coverageNotice(change: Partial<CoverageNotice> = {}): CoverageNotice {
  return {
    type: 'coverage',
    at: noticeAt,
    since: noticeAt - 86_400_000,
    targetCount: 120,
    lookedAtCount: 118,
    lookCount: 34_560,
    worstLatenessMs: 95_000,
    openIncidents: [{ number: 12, site: 'Cổng An Lạc', kinds: ['defacement'] }],
    openSuspects: [{ site: 'Cổng Hải Thành', url: 'https://haithanh.gov.vn/tin', kind: 'injection' }],
    unknown: [{ url: 'https://vangiang.gov.vn/', kind: 'unavailable', since: noticeAt - 7_200_000 }],
    unsent: 1,
    auditHead: 'c'.repeat(64),
    dashboardUrl: 'https://vonggac.example.vn/',
    ...change,
  };
}

export function testNotification(change: Partial<Notification> = {}): Notification {
  return {
    id: 1,
    channel: 'mail',
    endpoint: 'truc@anlac-lienhe.example.vn',
    messageId: '0123456789abcdef@vonggac.example.vn',
    thread: null,
    attempt: 1,
    notice: incidentNotice(),
    ...change,
  };
}

export function unownedNotice(change: Partial<UnownedNotice> = {}): UnownedNotice {
  const { site, dashboardUrl, contacts, openedAt } = incidentNotice();
  return {
    type: 'incident-unowned',
    at: openedAt + 1_800_000,
    site,
    incidentNumber: 12,
    openedAt,
    kinds: ['defacement'],
    unownedSince: openedAt,
    to: 'second-officer',
    onDuty: { name: 'Nguyễn An', phone: '0912 345 678' },
    dashboardUrl,
    contacts,
    ...change,
  };
}

export function assignedNotice(change: Partial<AssignedNotice> = {}): AssignedNotice {
  const { site, dashboardUrl, openedAt, kinds } = incidentNotice();
  return {
    type: 'incident-assigned',
    at: openedAt + 600_000,
    site,
    incidentNumber: 12,
    openedAt,
    kinds,
    by: 'minh.anh',
    dashboardUrl,
    ...change,
  };
}

export function reportDueNotice(change: Partial<ReportDueNotice> = {}): ReportDueNotice {
  const { site, dashboardUrl, openedAt, kinds } = incidentNotice();
  return {
    type: 'report-due',
    at: openedAt + 4 * 86_400_000,
    site,
    incidentNumber: 12,
    openedAt,
    kinds,
    stage: '48h',
    dueAt: openedAt + 6 * 86_400_000,
    dashboardUrl,
    ...change,
  };
}

export function maintenanceNotice(change: Partial<MaintenanceNotice> = {}): MaintenanceNotice {
  const { site, dashboardUrl, contacts } = incidentNotice();
  return {
    type: 'maintenance-summary',
    at: noticeAt,
    site,
    beganAt: noticeAt - 7_200_000,
    endedAt: noticeAt,
    reason: 'Nâng cấp máy chủ',
    incidents: [{ number: 12, kinds: ['defacement'], status: 'open', openedAt: noticeAt - 3_600_000 }],
    dashboardUrl,
    contacts,
    ...change,
  };
}

export function windowNotice(change: Partial<WindowNotice> = {}): WindowNotice {
  return {
    type: 'window-summary',
    at: noticeAt,
    from: noticeAt - 604_800_000,
    to: noticeAt,
    names: [{ vi: 'Tết Nguyên đán', en: 'Tết (Lunar New Year)' }],
    incidents: [campaignIncident(), campaignIncident({ number: 13, status: 'resolved' })],
    dashboardUrl: 'https://vonggac.example.vn/incidents?status=all',
    ...change,
  };
}

export const mailTo = (...addresses: readonly string[]): Endpoint[] =>
  addresses.map((endpoint) => ({ channel: 'mail', endpoint }));

/** Everybody is reached by mail alone. */
export const mailOnly = (recipient: string): Endpoint[] => mailTo(recipient);
