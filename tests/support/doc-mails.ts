/** The mails of one evening, as in the guide for operators. */
import type { Call } from '../../src/core/notices/contact.ts';
import type { Notice } from '../../src/core/notices/notice.ts';
import {
  assignedNotice,
  blindnessNotice,
  campaignIncident,
  campaignNotice,
  coverageNotice,
  incidentNotice,
  maintenanceNotice,
  overflowNotice,
  testTarget,
  unknownNotice,
  unownedNotice,
  windowNotice,
} from './test-notices.ts';

const minute = 60_000;

const calls: readonly Call[] = [
  { for: 'duty', name: 'Nguyễn Thu Hà', phone: '024 3000 0101' },
  { for: 'national', name: 'Đầu mối ứng cứu sự cố', phone: '0900 000 000' },
];

export function docMails(now: number): Readonly<Record<string, Notice>> {
  const openedAt = now - 34 * minute;
  const site = {
    id: 1,
    name: 'Sở Tài nguyên và Môi trường tỉnh Hải Thanh',
    url: 'https://sotnmt.haithanh.example/',
    agency: 'UBND tỉnh Hải Thanh',
  };
  const page = { url: site.url, since: openedAt };
  const incident = { site, openedAt, incidentNumber: 1, dashboardUrl: 'https://vonggac.example/incidents/1' };
  const [, ...otherReasons] = testTarget().reasons;
  const signature = {
    vi: 'Trang có câu ký tên của kẻ tấn công: “Hacked by NightKite T34m”.',
    en: 'The page carries an attacker’s signature: “Hacked by NightKite T34m”.',
  };
  const reasons = [signature, ...otherReasons];
  const opened = { ...incident, at: openedAt + minute, calls, targets: [testTarget({ ...page, reasons })] };
  const members = [
    campaignIncident({ number: 3, site: 'Phòng Văn hóa huyện Đồng Mai', url: 'https://vanhoa.dongmai.example/' }),
    campaignIncident({ number: 4, site: 'Trung tâm Y tế huyện Phú Lương', url: 'https://ttyt.phuluong.example/' }),
  ];
  const common = [
    { vi: 'cùng dòng ký tên “Hacked by NightKite T34m”', en: 'the same signature “Hacked by NightKite T34m”' },
  ];
  const request = { at: now, requestId: 12, language: 'vi', operator: 'Trung tâm Giám sát' } as const;
  const answer = {
    type: 'request-answer',
    ...request,
    periodTo: null,
    seed: null,
    link: null,
    about: ['https://sotnmt.haithanh.example/'],
  } as const;
  return {
    opened: incidentNotice({ ...opened, acknowledgeUrl: 'https://vonggac.example/acknowledge/1-x' }),
    reminder: incidentNotice({ ...opened, type: 'incident-reminder', at: now, reminder: { count: 1, most: 3 } }),
    resolved: incidentNotice({
      ...opened,
      type: 'incident-resolved',
      at: now + 40 * minute,
      targets: [testTarget({ ...page, recoveredAt: now + 38 * minute })],
    }),
    unowned: unownedNotice({
      ...incident,
      at: openedAt + 30 * minute,
      unownedSince: openedAt,
      onDuty: { name: 'Nguyễn Minh Anh', phone: '0912 345 678' },
      acknowledgeUrl: 'https://vonggac.example/acknowledge/2-x',
    }),
    assigned: assignedNotice({ ...incident, at: openedAt + 5 * minute, by: 'Nguyễn Minh Anh' }),
    unknown: unknownNotice({ site, targetUrl: site.url }),
    campaign: campaignNotice({
      incidents: members,
      common,
      acknowledgeUrl: 'https://vonggac.example/acknowledge/3-x',
    }),
    overflow: overflowNotice({ incidents: members, acknowledgeUrl: 'https://vonggac.example/acknowledge/4-x' }),
    maintenance: maintenanceNotice({ site }),
    window: windowNotice({ incidents: members }),
    blind: blindnessNotice(),
    coverage: coverageNotice({
      auditHead: '8f3a51c07d2be4965a1c0f7e3b9d284617c5ae02d94f6b83e07a1d5c2f98b364',
      openIncidents: [{ number: 1, site: site.name, kinds: ['defacement'] }],
      openSuspects: [
        { site: 'Trường Cao đẳng Nghề Đồng Mai', url: 'https://tuyensinh.dongmai.example/', kind: 'injection' },
      ],
      unknown: [{ url: 'https://sogtvt.phuluong.example/', kind: 'unavailable', since: now - 180 * minute }],
    }),
    'request-link': {
      type: 'request-confirm',
      ...request,
      kind: 'watch',
      host: '',
      seed: 'x',
      until: now + 7 * 24 * 60 * minute,
      link: 'https://yeucau.vonggac.example/confirm/x',
    },
    'request-owner': {
      type: 'request-proof',
      ...request,
      kind: 'watch',
      host: 'sotnmt.haithanh.example',
      seed: 'x',
      until: now + 7 * 24 * 60 * minute,
      link: 'https://yeucau.vonggac.example/agree/x',
    },
    'request-watched': { ...answer, outcome: 'watched', periodTo: now + 30 * 24 * 60 * minute, words: '' },
    'request-refused': {
      ...answer,
      outcome: 'refused',
      words: 'Cổng không thuộc phạm vi giám sát: đề nghị liên hệ Trung tâm Giám sát của tỉnh.',
    },
    'request-ending': {
      ...answer,
      outcome: 'period-ending',
      periodTo: now + 6 * 24 * 60 * minute,
      seed: 'x',
      link: 'https://yeucau.vonggac.example/extend/x',
      words: '',
    },
    requests: {
      type: 'requests-waiting',
      at: now,
      watch: 2,
      reports: 5,
      dashboardUrl: 'https://vonggac.example/requests',
    },
  };
}
