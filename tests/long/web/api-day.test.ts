/**
 * An operator's day through the API alone, and the same day as a SOC sees it: 100 portals from a file, one defaced,
 * acknowledged, evidence fetched, resolved and reported.
 */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Webhook } from 'standardwebhooks';
import { expect, onTestFinished, test } from 'vitest';
import { stringify } from 'yaml';
import { type Portals, startPortals } from '../../../fixtures/portals/server.ts';
import { openCollector } from '../../support/collector.ts';
import { openReceiver } from '../../support/receiver.ts';
import { openSmtpServer } from '../../support/smtp-server.ts';
import { readSyslog } from '../../support/syslog-messages.ts';
import { createWatch, until } from '../../support/watch-process.ts';

const quiet = 97;
const secret = `whsec_${Buffer.alloc(32, 5).toString('base64')}`;

/** Small portals that never change, each on a port of its own. */
async function serveQuiet(): Promise<string[]> {
  const page = (index: number) =>
    `<!doctype html><html lang="vi"><head><title>Cổng số ${index}</title></head><body><h1>Cổng thông tin số ${index}</h1>${'<p>Thủ tục hành chính, văn bản chỉ đạo điều hành, lịch tiếp công dân.</p>'.repeat(20)}</body></html>`;
  return Promise.all(
    Array.from({ length: quiet }, async (_, index) => {
      const server = createServer((_request, response) => {
        response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(page(index));
      });
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
      onTestFinished(() => new Promise((resolve) => server.close(() => resolve()) && server.closeAllConnections()));
      return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
    }),
  );
}

async function openPortals(): Promise<Portals> {
  const portals = await startPortals({ seed: 23 });
  onTestFinished(() => portals.close());
  return portals;
}

test('a day through the API alone, and as the SOC sees it', async () => {
  const portals = await openPortals();
  const others = await serveQuiet();
  const [smtp, receiver, collector] = [await openSmtpServer(), await openReceiver(), await openCollector()];
  const gateway = await openReceiver();
  onTestFinished(async () => {
    await Promise.all([smtp.close(), receiver.close(), collector.close(), gateway.close()]);
  });
  const urls = [...portals.portals.map(({ url }) => url), ...others];
  const channels = (dir: string) => ({
    webhooks: [{ name: 'soc', url: receiver.url, secretFile: join(dir, 'webhook-secret') }],
    templates: [
      {
        name: 'sms',
        url: gateway.url,
        format: 'form',
        body: { to: '{phoneInternational}', text: '{sms}' },
        to: 'telephones',
      },
    ],
    syslog: [{ name: 'siem', host: '127.0.0.1', port: collector.port, transport: 'tcp' }],
  });
  const secrets = await mkdtemp(join(tmpdir(), 'vonggac-day-'));
  onTestFinished(() => rm(secrets, { recursive: true }));
  await writeFile(join(secrets, 'webhook-secret'), secret);
  const watch = await createWatch({
    smtpPort: smtp.port,
    hosts: urls.map((url) => new URL(url).host),
    schedule: { every: '5s', browserEvery: '60s', confirmAfter: '500ms', learnEvery: '500ms', learnLooks: 2 },
    more: {
      // All portals share one address here.
      capture: {
        browser: { sandbox: process.getuid?.() !== 0 },
        concurrency: { browser: 4, perHost: 6, perAddress: 12 },
      },
      channels: channels(secrets),
      duty: { officers: [{ name: 'Ông An', email: 'an@bo.example', phone: '0912 345 678' }], startsOn: '2026-01-05' },
      egress: {
        capture: urls.map((url) => ({ host: new URL(url).host, addresses: ['127.0.0.0/8'] })),
        webhook: [receiver, gateway].map(({ host }) => ({ host, addresses: ['127.0.0.0/8'] })),
      },
    },
  });
  onTestFinished(() => watch.close());
  await watch.commandTyped('một câu dài dễ nhớ\n', 'user', 'add', 'soc', '--role', 'operator');

  // Registers 100 portals from a file, as the plan says before.
  const file = join(watch.dir, 'registry.yaml');
  const sites = urls.map((url, index) => ({
    url,
    name: `Cổng ${index + 1}`,
    agency: `Cơ quan ${index % 10}`,
    emails: ['truc@bo.example'],
  }));
  await writeFile(file, stringify({ sites }));
  const plan = JSON.parse((await watch.command('apply', file, '--dry-run', '--json')).out);
  expect(plan).toHaveLength(100);
  expect(await watch.command('apply', file)).toMatchObject({ code: 0 });
  const made = await watch.command(
    'token',
    'make',
    'soc-1',
    '--user',
    'soc',
    '--may',
    'see,judge,approve,manage-sites,export-evidence',
  );
  const token = made.out.trim();
  await watch.start();

  const api = async (method: string, path: string, body?: unknown): Promise<Response> =>
    fetch(new URL(`/api/v1${path}`, watch.url), {
      method,
      headers: { authorization: `Bearer ${token}`, ...(body ? { 'content-type': 'application/json' } : {}) },
      ...(body ? { body: JSON.stringify(body) } : {}),
    });
  // biome-ignore lint/suspicious/noExplicitAny: the document that the API serves says what the answers hold.
  const json = async (method: string, path: string, body?: unknown): Promise<any> =>
    (await api(method, path, body)).json();
  await until('every portal to be learned', async () => !(await json('GET', '/health')).sites.learning, 900_000);

  // One is defaced; the SOC hears of it.
  const [victim] = portals.portals;
  if (!victim) throw new Error('no portal');
  victim.deface();
  const openIncident = async () => (await json('GET', '/incidents?status=live')).items[0];
  await until('the incident', async () => (await openIncident()) !== undefined, 120_000);
  const { number } = await openIncident();
  await until('the webhook', async () => receiver.received.length > 0, 30_000);
  const isOpened = (message: Buffer) => readSyslog(message).id === 'incident.opened';
  await until('syslog', async () => collector.messages.some(isOpened), 30_000);
  for (const { body, headers } of receiver.received) {
    expect(() => new Webhook(secret).verify(body, headers as Record<string, string>)).not.toThrow();
  }
  expect(JSON.parse(receiver.received[0]?.body ?? '{}')).toMatchObject({ specversion: '1.0' });

  // The telephone of whoever is on duty rings, in 160 plain characters.
  await until('the telephone', async () => gateway.received.length > 0, 30_000);
  const message = new URLSearchParams(gateway.received[0]?.body);
  expect(message.get('to')).toBe('84912345678');
  expect(message.get('text')).toMatch(/^[\x20-\x7e]{20,160}$/);

  // It is acknowledged, evidence is fetched, and the feeds hold it.
  const acknowledged = await json('POST', `/incidents/${number}/acknowledge`, { note: 'SOC đã tiếp nhận' });
  expect(acknowledged).toMatchObject({ status: 'acknowledged', acknowledgedBy: 'soc (API soc-1)' });
  const job = await json('POST', `/incidents/${number}/evidence`, { recipient: 'A05', purpose: 'Điều tra' });
  await until('the package', async () => (await json('GET', `/evidence-jobs/${job.id}`)).status !== 'running', 120_000);
  const zip = await api('GET', `/evidence-jobs/${job.id}/file`);
  const package_ = join(watch.dir, 'evidence.zip');
  await writeFile(package_, Buffer.from(await zip.arrayBuffer()));
  const verified = await watch.command('evidence', 'verify', package_);
  expect(verified.out).toContain('Intact');
  const stix = await json('GET', `/incidents/${number}/stix`);
  expect(stix.objects.map(({ type }: { type: string }) => type)).toContain('report');
  expect((await json('GET', `/incidents/${number}/misp`)).Event.Object.length).toBeGreaterThan(0);
  expect(await (await api('GET', '/incidents.atom')).text()).toContain('<entry>');

  // It is cleaned and resolved; what is left is quiet.
  victim.restore();
  await json('POST', `/incidents/${number}/resolve`, { note: 'Đơn vị đã khôi phục' });
  expect(await json('GET', `/incidents/${number}`)).toMatchObject({ status: 'resolved' });
  expect((await json('GET', '/health')).openIncidents).toBe(0);

  // It is reported: to the authorities about this incident, and to the ministry about the day.
  expect(await json('GET', `/incidents/${number}/reports`)).toMatchObject({ isDue: true, items: [] });
  const report = await json('POST', `/incidents/${number}/reports`, { form: 'initial' });
  expect(Object.keys(report.values).length).toBeGreaterThan(3);
  expect(await startOf(await api('GET', `/incident-reports/${report.id}/files/docx`))).toBe('PK');
  expect(await startOf(await api('GET', `/incident-reports/${report.id}/files/pdf`))).toBe('%P');
  const today = new Intl.DateTimeFormat('en-CA', { timeZone: 'Asia/Ho_Chi_Minh' }).format();
  const { id } = await json('POST', '/reports', { from: today, to: today });
  await until('the report', async () => (await json('GET', `/reports/${id}`)).status !== 'asked', 180_000);
  expect(await json('GET', `/reports/${id}`)).toMatchObject({ status: 'made', files: ['pdf', 'xlsx', 'csv'] });
  expect(await startOf(await api('GET', `/reports/${id}/files/pdf`))).toBe('%P');
  expect(await startOf(await api('GET', `/reports/${id}/files/xlsx`))).toBe('PK');
});

/** The first two letters of a file. */
async function startOf(answer: Response): Promise<string> {
  return Buffer.from(await answer.arrayBuffer()).toString('latin1', 0, 2);
}
