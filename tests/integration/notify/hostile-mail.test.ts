/** Every kind of mail, with hostile text wherever others write, as a mail reader gets it from a real server. */
import { load as parse } from 'cheerio';
import pino from 'pino';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadPlaybook } from '../../../src/config/playbook.ts';
import { configSchema } from '../../../src/config/schema.ts';
import type { Notice } from '../../../src/core/notice.ts';
import { createMail, type Mail } from '../../../src/notify/mail/mail.ts';
import { hostileText, unprintable, withTexts } from '../../support/hostile-strings.ts';
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
  overflowNotice,
  testNotification,
  testTarget,
  unknownNotice,
  unownedNotice,
  windowNotice,
} from '../../support/test-notices.ts';

/** Gmail clips what is longer than 102 kB, and the lists at the end with it. */
const readCap = 102_000;
/** Both bodies as sent, without pictures. */
const messageCap = 200_000;

const evil = `${hostileText('https://evil.example')} ${'A'.repeat(2_000)}`;
const own = new Set([
  'type',
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
    ['incident-opened', 'incident-updated', 'incident-escalated', 'incident-reminder', 'incident-resolved'] as const
  ).map((type) => incidentNotice({ type, targets, campaign, acknowledgeUrl })),
  unownedNotice({ acknowledgeUrl }),
  assignedNotice(),
  maintenanceNotice({ incidents, acknowledgeUrl }),
  unknownNotice({ type: 'unknown-operator', seenFrom }),
  unknownNotice({ type: 'unknown-agency', seenFrom }),
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

/** As mail readers find addresses in plain text: with a scheme, by `www.`, or a bare name that ends like a domain. */
const autolink = /(?:https?|ftp):\/\/|\bwww\.|[\p{L}\p{N}_-]\.(?:example|vn|com)\b|[\w.]@[\w-]+\.\w|\\\\\w/u;
const ownAddress = /https:\/\/vonggac\.example\.vn\/\S*|\S+@(?:ungcuu|vonggac)\.example\.vn/g;

describe.each(notices.map((notice) => [notice.type, notice] as const))('%s', (_, notice) => {
  it('carries nothing alive, nothing that steers, no way to the page, and is short', async () => {
    const index = server.messages.length;
    const result = await mail.deliver(testNotification({ notice: hostile(notice) }), async () => null);
    expect(result.status).toBe('sent');
    const raw = server.messages[index]?.raw ?? Buffer.alloc(0);
    expect(raw.length).toBeLessThan(messageCap);
    expect(
      Math.max(
        ...raw
          .toString('latin1')
          .split('\r\n')
          .map((line) => line.length),
      ),
    ).toBeLessThanOrEqual(998);
    expect(server.messages[index]?.to).toEqual(['truc@anlac-lienhe.example.vn']);

    const email = await server.read(index);
    const { subject = '', text = '', html = '' } = email;
    expect(email.headers.map(({ key }) => key)).not.toContain('bcc');
    expect(email.attachments).toEqual([]);
    expect(subject).not.toMatch(/[\p{C}\p{Zl}\p{Zp}]/u);
    expect(subject.length).toBeLessThan(260);
    for (const body of [text, html]) {
      expect(body.replaceAll('\r\n', '\n')).not.toMatch(unprintable);
      expect(Buffer.byteLength(body)).toBeLessThan(readCap);
    }

    const $ = parse(html);
    const hrefs = $('[href], [src], [action], [background]')
      .get()
      .map(({ attribs }) => attribs.href ?? attribs.src ?? '?');
    expect(hrefs.filter((href) => !href.startsWith('https://vonggac.example.vn/'))).toEqual([]);
    expect(
      $('script, iframe, form, base, link, svg, object, input, [onerror], [onload], meta[http-equiv]').length,
    ).toBe(0);
    $('a').remove();
    for (const shown of [subject, text, $('body').text()])
      expect(shown.replace(ownAddress, '').match(autolink)).toBe(null);
  });
});
