import { createServer, type Server } from 'node:net';
import pino from 'pino';
import type { Email } from 'postal-mime';
import { afterEach, describe, expect, it } from 'vitest';
import { loadPlaybook } from '../../../src/config/playbook.ts';
import { type Config, configSchema } from '../../../src/config/schema/schema.ts';
import type { Content } from '../../../src/core/domain/content.ts';
import { mailTrouble } from '../../../src/core/incidents/mail-trouble.ts';
import type { LoadContent } from '../../../src/core/ports.ts';
import { createMail, type Mail, type MailOptions } from '../../../src/notify/mail/mail.ts';
import { openSmtpServer, type SmtpOptions, type TestSmtpServer } from '../../support/smtp-server.ts';
import { incidentNotice, noticeAt, shownPictures, testNotification, testTarget } from '../../support/test-notices.ts';
import { contentOf, drawPng } from '../../support/test-pictures.ts';

const closers: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

async function openServer(options?: SmtpOptions): Promise<TestSmtpServer> {
  const server = await openSmtpServer(options);
  closers.push(() => server.close());
  return server;
}

function openMail(smtp: Partial<Config['smtp']>, change: Partial<MailOptions> = {}): Mail {
  const config = configSchema.parse({ smtp, mail: { from: 'Vọng Gác <gac@vonggac.example.vn>' } });
  const log = pino({ level: 'silent' });
  const mail = createMail({ config, clock: () => noticeAt + 180_000, log, playbook: loadPlaybook(''), ...change });
  closers.push(() => mail.close());
  return mail;
}

const plainTo = ({ host, port }: TestSmtpServer) => ({ host, port, security: 'none' as const });

const before = contentOf(drawPng(60, 80, () => [20, 40, 200]));
const after = contentOf(drawPng(60, 80, () => [0, 0, 0]));
const pictures = new Map<string, Content>([
  [shownPictures.before, before],
  [shownPictures.after, after],
]);
const load: LoadContent = async (hash) => pictures.get(hash) ?? null;
const header = (email: Email, key: string) => email.headers.filter((one) => one.key === key).map((one) => one.value);

describe('a delivered message', () => {
  it('begins with the language of its recipient', async () => {
    const server = await openServer();
    await openMail(plainTo(server)).deliver(testNotification({ language: 'en' }), load);
    const { subject, text = '' } = await server.read(0);
    expect(subject).toContain('DEFACEMENT');
    expect(text.indexOf('Confidence')).toBeLessThan(text.indexOf('Độ tin cậy'));
    expect(text.startsWith('ALARM')).toBe(true);
  });

  it('begins with the language that was set while the monitor runs', async () => {
    const server = await openServer();
    const config = configSchema.parse({ smtp: plainTo(server) });
    const mail = openMail({}, { config });
    Object.assign(config, { mail: { ...config.mail, languages: ['en'] } });
    await mail.deliver(testNotification(), load);
    const { subject, text = '' } = await server.read(0);
    expect(subject).toContain('DEFACEMENT');
    expect(text).not.toContain('Độ tin cậy');
  });

  it('arrives with both bodies, its pictures inline and the headers that identify it', async () => {
    const server = await openServer();
    const result = await openMail(plainTo(server)).deliver(testNotification(), load);
    expect(result).toMatchObject({ status: 'sent', response: expect.stringContaining('250') });
    expect(server.messages).toHaveLength(1);
    expect(server.messages[0]).toMatchObject({ from: 'gac@vonggac.example.vn', to: ['truc@anlac-lienhe.example.vn'] });
    const email = await server.read(0);
    expect(email.subject).toBe('[Vọng Gác] THAY ĐỔI GIAO DIỆN: Cổng thông tin điện tử tỉnh An Lạc — 21:04 22/11');
    expect(email.from).toMatchObject({ name: 'Vọng Gác', address: 'gac@vonggac.example.vn' });
    expect(email.text).toContain('hxxps://anlac[.]gov[.]vn/trang-chu');
    expect(email.html).toContain('bị tấn công thay đổi giao diện');
    expect(header(email, 'message-id')).toEqual(['<0123456789abcdef@vonggac.example.vn>']);
    expect(header(email, 'auto-submitted')).toEqual(['auto-generated']);
    expect(header(email, 'x-auto-response-suppress')).toEqual(['All']);
    expect(header(email, 'x-priority')[0]).toMatch(/^1/);
    expect(email.date).toBe(new Date(noticeAt + 180_000).toISOString());
    expect(email.inReplyTo).toBeUndefined();
    for (const [index, picture] of [after, before].entries()) {
      const attachment = email.attachments[index];
      expect(attachment).toMatchObject({ mimeType: 'image/png', disposition: 'inline', related: true });
      expect(Buffer.from(attachment?.content as ArrayBuffer)).toEqual(Buffer.from(picture.bytes));
      expect(email.html).toContain(`cid:${attachment?.contentId?.replace(/[<>]/g, '')}`);
    }
  });

  it('is 7-bit on the wire, header lines encoded and short', async () => {
    const server = await openServer();
    await openMail(plainTo(server)).deliver(testNotification(), load);
    const raw = server.messages[0]?.raw ?? Buffer.alloc(0);
    expect(raw.every((byte) => byte < 128)).toBe(true);
    for (const line of raw.toString('latin1').split('\r\n')) expect(line.length).toBeLessThanOrEqual(998);
  });

  it('joins its thread', async () => {
    const server = await openServer();
    const notice = incidentNotice({ type: 'incident-updated' });
    const first = 'first@vonggac.example.vn';
    const thread = { key: 'incident-7', earlier: [first, 'second@vonggac.example.vn'] };
    await openMail(plainTo(server)).deliver(testNotification({ messageId: 'third@x', thread, notice }), load);
    const email = await server.read(0);
    expect(header(email, 'in-reply-to')).toEqual([`<${first}>`]);
    expect(header(email, 'references')).toEqual([`<${first}>`]);
    expect(header(email, 'message-id')).toEqual(['<third@x>']);
    expect(email.subject).toMatch(/^Re: \[Vọng Gác\] THAY ĐỔI GIAO DIỆN/);
  });

  it('keeps its Message-ID over attempts', async () => {
    const server = await openServer({ refuse: { at: 'data', code: 451 } });
    const mail = openMail(plainTo(server));
    expect(await mail.deliver(testNotification(), load)).toMatchObject({ status: 'later' });
    delete server.behaviour.refuse;
    expect(await mail.deliver(testNotification({ attempt: 2 }), load)).toMatchObject({ status: 'sent' });
    expect((await server.read(0)).messageId).toBe('<0123456789abcdef@vonggac.example.vn>');
  });

  it.each<[string, LoadContent]>([
    ['is gone', async (hash) => (hash === shownPictures.before ? null : after)],
    ['can’t be read', async (hash) => (hash === shownPictures.before ? Promise.reject(new Error('disk')) : after)],
    ['is no PNG', async (hash) => (hash === shownPictures.before ? contentOf(Buffer.from('<svg/>')) : after)],
  ])('goes without a picture that %s', async (_, loadSome) => {
    const server = await openServer();
    expect(await openMail(plainTo(server)).deliver(testNotification(), loadSome)).toMatchObject({ status: 'sent' });
    const email = await server.read(0);
    expect(email.attachments).toHaveLength(1);
    expect(email.html?.match(/<img/g)).toHaveLength(1);
  });

  it('holds hostile content as text: no further header, recipient, part or markup', async () => {
    const server = await openServer();
    const evil = `X\r\nBcc: victim@evil.example\r\nContent-Type: text/html\r\n\r\n</style><script>alert(1)</script>\u202e ${'z'.repeat(1_000_000)}`;
    const notice = incidentNotice({
      site: { id: 1, name: evil, url: 'https://anlac.gov.vn/', agency: null },
      targets: [testTarget({ url: `https://anlac.gov.vn/${evil}`, reasons: [{ vi: evil, en: evil }] })],
    });
    await openMail(plainTo(server)).deliver(testNotification({ notice }), load);
    expect(server.messages[0]?.to).toEqual(['truc@anlac-lienhe.example.vn']);
    expect(server.messages[0]?.raw.length).toBeLessThan(100_000);
    const email = await server.read(0);
    expect(email.bcc ?? []).toEqual([]);
    expect(email.headers.map((one) => one.key)).not.toContain('bcc');
    expect(header(email, 'content-type')).toHaveLength(1);
    expect(email.subject).not.toMatch(/\p{C}/u);
    expect(email.html).not.toContain('<script>');
    expect(email.attachments).toHaveLength(2);
  });
});

describe('failures', () => {
  it.each([
    ['connect', 554, 'later'],
    ['connect', 421, 'later'],
    ['mail', 451, 'later'],
    ['mail', 550, 'later'],
    ['rcpt', 450, 'later'],
    ['rcpt', 550, 'dead'],
    ['data', 452, 'later'],
    ['data', 554, 'dead'],
  ] as const)('refused at %s with %i is %s', async (at, code, status) => {
    const server = await openServer({ refuse: { at, code, text: 'lý do: từ chối' } });
    const result = await openMail(plainTo(server)).deliver(testNotification(), load);
    expect(result).toMatchObject({ status, reason: expect.stringContaining(String(code)) });
    expect(server.messages).toHaveLength(0);
  });

  it('keeps the address of somebody who asked for something out of the reason', async () => {
    const answer = '<TRUC@anlac-lienhe.example.vn> unknown, truc@anlac-lienhe.example.vn has moved';
    const server = await openServer({ refuse: { at: 'rcpt', code: 550, text: answer } });
    const facts = {
      requestId: 1,
      kind: 'watch',
      language: 'vi',
      host: '',
      seed: 'x',
      until: 1,
      operator: null,
    } as const;
    const notice = { type: 'request-confirm', at: 0, ...facts, link: null } as const;
    const result = await openMail(plainTo(server)).deliver(testNotification({ notice }), load);
    expect(result).toMatchObject({ status: 'dead', reason: expect.stringContaining('<…> unknown, … has moved') });
  });

  it('gives up on what is no address without asking the server', async () => {
    const server = await openServer();
    const recipient = 'a@b.vn>\r\nRCPT TO:<c@d.vn';
    expect(await openMail(plainTo(server)).deliver(testNotification({ endpoint: recipient }), load)).toMatchObject({
      status: 'dead',
    });
    expect(server.mailCommands()).toBe(0);
  });

  it('tries again later when nothing listens', async () => {
    const server = await openServer();
    const mail = openMail(plainTo(server));
    await server.close();
    expect(await mail.deliver(testNotification(), load)).toMatchObject({
      status: 'later',
      reason: expect.stringMatching(/ECONNREFUSED/),
    });
    expect(await mail.verify()).toMatchObject({ ok: false, reason: expect.stringContaining('ECONNREFUSED') });
  });

  it('keeps mail while no server is configured, and says what to set', async () => {
    const mail = openMail({});
    expect(await mail.deliver(testNotification(), load)).toMatchObject({
      status: 'later',
      reason: expect.stringMatching(/smtp\.host/),
    });
    expect(await mail.verify()).toMatchObject({ ok: false, reason: expect.stringMatching(/smtp\.host/) });
  });

  it.each(['connect', 'rcpt', 'data'] as const)('ends within the limit when the server hangs at %s', async (hang) => {
    const server = await openServer({ hang });
    const mail = openMail(plainTo(server), { timeLimitMs: 400 });
    expect(await mail.deliver(testNotification(), load)).toMatchObject({
      status: 'later',
      reason: mailTrouble['too-slow'].en,
    });
    expect(server.messages).toHaveLength(0);
  });

  it('ends within the limit when what listens never speaks', async () => {
    const silent = await new Promise<Server>((resolve) => {
      const listening = createServer().listen(0, '127.0.0.1', () => resolve(listening));
    });
    closers.push(() => silent.close());
    const port = (silent.address() as { port: number }).port;
    const mail = openMail({ host: '127.0.0.1', port, security: 'none' }, { timeLimitMs: 400 });
    expect(await mail.deliver(testNotification(), load)).toMatchObject({ status: 'later' });
    expect(await mail.verify()).toMatchObject({ ok: false });
  });

  it('ends what is under way when closed', async () => {
    const server = await openServer({ hang: 'data' });
    const mail = openMail(plainTo(server));
    const delivery = mail.deliver(testNotification(), load);
    await expect.poll(() => server.mailCommands()).toBe(1);
    mail.close();
    expect(await delivery).toMatchObject({ status: 'later', reason: expect.stringMatching(/Stopped/) });
  });
});

describe('login and encryption', () => {
  const login = { user: 'gac', password: 'mật khẩu' };

  it('logs in over STARTTLS, and never says a word of mail before', async () => {
    const server = await openServer({ security: 'starttls', login });
    const smtp = { host: server.host, port: server.port, ...login };
    const mail = openMail(smtp, { roots: [server.certificate ?? ''] });
    expect(await mail.verify()).toEqual({
      ok: true,
      server: `localhost:${server.port}`,
      loggedIn: true,
      signature: null,
    });
    expect(await mail.deliver(testNotification(), load)).toMatchObject({ status: 'sent' });
    expect(server.messages[0]).toMatchObject({ encrypted: true, user: 'gac' });
  });

  it('sends over TLS from the first byte', async () => {
    const server = await openServer({ security: 'tls' });
    const smtp = { host: server.host, port: server.port, security: 'tls' as const };
    const mail = openMail(smtp, { roots: [server.certificate ?? ''] });
    expect(await mail.deliver(testNotification(), load)).toMatchObject({ status: 'sent' });
    expect(server.messages[0]).toMatchObject({ encrypted: true, user: null });
  });

  it('waits for a mended configuration when the login is refused, without repeating the password', async () => {
    const server = await openServer({ security: 'starttls', login });
    const smtp = { host: server.host, port: server.port, user: 'gac', password: 'sai-bí-mật' };
    const mail = openMail(smtp, { roots: [server.certificate ?? ''] });
    const result = await mail.deliver(testNotification(), load);
    expect(result).toMatchObject({ status: 'later', reason: expect.stringMatching(/535/) });
    expect(JSON.stringify(result)).not.toContain('sai-bí-mật');
    expect(await mail.verify()).toMatchObject({ ok: false, reason: expect.stringMatching(/535/) });
    expect(server.mailCommands()).toBe(0);
  });

  it('waits when the server wants a login and none is configured', async () => {
    const server = await openServer({ login });
    const result = await openMail(plainTo(server)).deliver(testNotification(), load);
    expect(result).toMatchObject({ status: 'later', reason: expect.stringMatching(/530/) });
  });

  it('never falls back to plain text when STARTTLS is missing', async () => {
    const server = await openServer();
    const mail = openMail({ host: server.host, port: server.port });
    expect(await mail.deliver(testNotification(), load)).toMatchObject({
      status: 'later',
      reason: expect.stringMatching(/STARTTLS|TLS/),
    });
    expect(server.mailCommands()).toBe(0);
    expect(await mail.verify()).toMatchObject({ ok: false });
  });

  it('sends nothing to a server whose certificate nobody vouches for', async () => {
    const server = await openServer({ security: 'starttls', login });
    const mail = openMail({ host: server.host, port: server.port, ...login });
    expect(await mail.deliver(testNotification(), load)).toMatchObject({
      status: 'later',
      reason: expect.stringMatching(/certificate/i),
    });
    expect(server.mailCommands()).toBe(0);
  });

  it('refuses at creation to send in the clear to another machine', () => {
    expect(() => openMail({ host: 'mail.example.vn', security: 'none' })).toThrow(
      expect.objectContaining({ code: 'bad-configuration' }),
    );
  });
});
