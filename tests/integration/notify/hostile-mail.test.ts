/** Every kind of mail, with hostile text wherever others write, as a mail reader gets it from a real server. */
import pino from 'pino';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadPlaybook } from '../../../src/config/playbook.ts';
import { configSchema } from '../../../src/config/schema/schema.ts';
import type { Notice } from '../../../src/core/notices/notice.ts';
import { createMail, type Mail } from '../../../src/notify/mail/mail.ts';
import { readHarmless } from '../../support/harmless-mail.ts';
import { hostileText, withTexts } from '../../support/hostile-strings.ts';
import { openSmtpServer, type TestSmtpServer } from '../../support/smtp-server.ts';
import {
  assignedNotice,
  blindnessNotice,
  campaignIncident,
  campaignNotice,
  coverageNotice,
  incidentNotice,
  maintenanceNotice,
  noticeAt,
  overdueNotice,
  overflowNotice,
  reportDueNotice,
  testNotification,
  testTarget,
  unknownNotice,
  unownedNotice,
  windowNotice,
} from '../../support/test-notices.ts';

const evil = `${hostileText('https://evil.example')} ${'A'.repeat(2_000)}`;
const own = new Set([
  'type',
  'unknownKind',
  'kind',
  'kinds',
  'level',
  'status',
  'to',
  'dashboardUrl',
  'acknowledgeUrl',
  'seed',
  'link',
  'contacts',
  'onDuty',
]);
const hostile = <N extends Notice>(notice: N): N => withTexts(notice, evil, own);

const seenFrom = [{ vi: '', en: '' }];
const targets = Array.from({ length: 30 }, () =>
  testTarget({ before: null, after: null, seenFrom, reasons: Array(12).fill({ vi: '', en: '' }) }),
);
const acknowledgeUrl = 'https://vonggac.example.vn/acknowledge/1-x';
const incidents = Array.from({ length: 70 }, () => campaignIncident());
const common = Array(40).fill({ vi: '', en: '' });
const campaign = { number: 4, common };
const unseen = Array.from({ length: 70 }, () => ({ site: '', url: '', since: noticeAt }));

const notices: readonly Notice[] = [
  ...(
    [
      'incident-opened',
      'incident-updated',
      'incident-escalated',
      'incident-reminder',
      'incident-resolved',
      'incident-reopened',
    ] as const
  ).map((type) => incidentNotice({ type, targets, campaign, acknowledgeUrl })),
  unownedNotice({ acknowledgeUrl }),
  assignedNotice(),
  reportDueNotice(),
  maintenanceNotice({ incidents, acknowledgeUrl }),
  unknownNotice({ type: 'unknown-operator', seenFrom }),
  unknownNotice({ type: 'unknown-agency', seenFrom }),
  overdueNotice({ reasons: Array(12).fill({ vi: '', en: '' }) }),
  campaignNotice({ incidents, common, acknowledgeUrl }),
  campaignNotice({ type: 'campaign-digest', incidents, common }),
  windowNotice({ incidents }),
  overflowNotice({ incidents, unseen, acknowledgeUrl }),
  blindnessNotice(),
  blindnessNotice({ type: 'monitor-seeing', seeingSince: noticeAt }),
  coverageNotice({
    openIncidents: Array(70).fill({ number: 1, site: '', kinds: ['defacement'] }),
    openSuspects: Array(70).fill({ site: '', url: '', kind: 'injection' }),
    unknown: Array(70).fill({ url: '', kind: 'unavailable', since: noticeAt }),
  }),
  {
    type: 'password-reset',
    at: noticeAt,
    user: '',
    seed: 'x',
    until: noticeAt,
    link: 'https://vonggac.example.vn/choose-password/x',
  },
];

let server: TestSmtpServer;
let mail: Mail;
beforeAll(async () => {
  server = await openSmtpServer();
  const smtp = { host: server.host, port: server.port, security: 'none' };
  const config = configSchema.parse({ smtp, mail: { from: 'Vọng Gác <gac@vonggac.example.vn>' } });
  mail = createMail({ config, clock: () => noticeAt, log: pino({ level: 'silent' }), playbook: loadPlaybook('') });
});
afterAll(async () => {
  mail.close();
  await server.close();
});

describe.each(notices.map((notice) => [notice.type, notice] as const))('%s', (_, notice) => {
  it('carries nothing alive, nothing that steers, no way to the page, and is short', async () => {
    const index = server.messages.length;
    const result = await mail.deliver(testNotification({ notice: hostile(notice) }), async () => null);
    expect(result.status).toBe('sent');
    const email = await readHarmless(server, index);
    expect(server.messages[index]?.to).toEqual(['truc@anlac-lienhe.example.vn']);
    expect(email.attachments).toEqual([]);
  });
});
