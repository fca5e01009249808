/** The channels beside mail, as configured. */
import { readFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { rootCertificates } from 'node:tls';
import { createSendRequest } from '../capture/send-request.ts';
import type { Config } from '../config/schema/schema.ts';
import { VonggacError } from '../core/errors.ts';
import type { Channel, Read } from '../core/ports.ts';
import type { RelayEndpoint } from '../core/relay/relay-table.ts';
import { sealedFor } from '../monitor/channels/change-webhooks.ts';
import { relayEndpoints } from '../monitor/channels/endpoints.ts';
import { testChannel } from '../monitor/channels/test-channel.ts';
import { deskKey, unseal } from '../monitor/people/desk-key.ts';
import { unknownFields } from '../notify/http-template/fill.ts';
import { createHttpTemplate, templateFields } from '../notify/http-template/http-template.ts';
import { relayChannel } from '../notify/relay-channel.ts';
import { createSyslog } from '../notify/syslog/syslog.ts';
import { webhookKey } from '../notify/webhook/sign.ts';
import { createWebhook } from '../notify/webhook/webhook.ts';
import { createReading } from '../reading/reading.ts';
import { clock, createQuietLog, newId, version } from './process.ts';

/** As for webhooks of the file. */
const madeHourlyCap = 3_600;

export interface OpenChannels {
  readonly channels: Readonly<Record<string, Channel>>;
  readonly close: () => void;
}

/** @throws VonggacError `bad-configuration` for a secret, certificate or template that cannot be right */
export function openChannels(config: Config, read: Read): OpenChannels {
  const { webhooks, templates, syslog } = config.channels;
  const send = createSendRequest({ config, read, exceptions: config.egress.webhook });
  const endpoints = new Map(relayEndpoints(config).map((one) => [one.name, one]));
  const opened: [string, Channel][] = [];
  const closing: (() => void)[] = [];
  const open = (name: string, make: (endpoint: RelayEndpoint) => Channel): void => {
    const endpoint = endpoints.get(name);
    if (endpoint !== undefined) opened.push([name, make(endpoint)]);
  };
  for (const { name, url } of [...webhooks, ...templates]) assertPrivate(config, name, url);
  for (const { name, url, secretFile, hourlyCap } of webhooks) {
    const key = webhookKey(fileText(name, secretFile));
    if (key === null) {
      throw bad(
        name,
        `${secretFile} holds no secret of 24 to 64 bytes in base64: make one with 'openssl rand -base64 32'`,
      );
    }
    const source = config.web.publicUrl ?? '/vonggac';
    open(name, (endpoint) => createWebhook({ endpoint, url, key, hourlyCap, source, clock, send }));
  }
  for (const { name, secretFile, ...template } of templates) {
    const unknown = unknownFields([template.url, template.headers, template.body], templateFields);
    if (unknown.length > 0)
      throw bad(name, `there is no field {${unknown[0]}}; the fields are ${templateFields.join(', ')}`);
    const secret = secretFile === undefined ? '' : fileText(name, secretFile).trim();
    const { timezone: timeZone } = config.schedule;
    open(name, (endpoint) => createHttpTemplate({ ...template, endpoint, secret, timeZone, clock, send }));
  }
  for (const { name, host, port, caFile, certFile, keyFile, ...given } of syslog) {
    const ca = [...config.capture.extraRoots, ...(caFile === undefined ? [] : [caFile])];
    const tls = {
      ...(ca.length === 0 ? {} : { ca: [...rootCertificates, ...ca.map((file) => fileText(name, file))] }),
      ...(certFile === undefined ? {} : { cert: fileText(name, certFile) }),
      ...(keyFile === undefined ? {} : { key: fileText(name, keyFile) }),
    };
    const collector = { host, port: port ?? (given.transport === 'tls' ? 6_514 : 514) };
    open(name, (endpoint) => {
      const channel = createSyslog({ ...given, endpoint, collector, tls, host: hostname(), version, clock });
      closing.push(channel.close);
      return channel;
    });
  }
  return {
    channels: Object.fromEntries(opened),
    close: () => {
      for (const end of closing) end();
    },
  };
}

type MadeWebhook = NonNullable<Config['madeWebhooks']>[number];

/** A webhook of the dashboard: private addresses are out of its reach, whatever `egress.webhook` says. */
async function openMadeWebhook(config: Config, read: Read, made: MadeWebhook): Promise<Channel> {
  const { name, url, agency, events } = made;
  const secret = unseal(await deskKey(config.dataDir), sealedFor(name), made.secretSealed);
  const key = secret === null ? null : webhookKey(secret);
  const endpoint: RelayEndpoint = { name, agency, events, to: 'itself' };
  const hourlyCap = madeHourlyCap;
  const source = config.web.publicUrl ?? '/vonggac';
  const send = createSendRequest({ config, read, exceptions: [] });
  if (key !== null) return createWebhook({ endpoint, url, key, hourlyCap, source, clock, send });
  return relayChannel(endpoint, hourlyCap, async () => ({
    status: 'later',
    reason: 'Its secret cannot be opened with this desk-key: renew the secret.',
    server: 'down',
  }));
}

/** Keeps the channels of the dashboard's webhooks as they are configured now. @param dress what every channel wears */
export function createMadeChannels(
  config: Config,
  read: Read,
  channels: Record<string, Channel>,
  dress: (name: string, channel: Channel) => Channel,
): () => Promise<void> {
  const open = new Map<string, MadeWebhook>();
  return async () => {
    const wanted = (config.madeWebhooks ?? []).filter(({ isPaused }) => !isPaused);
    for (const name of open.keys()) {
      if (wanted.some((one) => one.name === name)) continue;
      open.delete(name);
      delete channels[name];
    }
    for (const made of wanted) {
      if (open.get(made.name) === made) continue;
      channels[made.name] = dress(made.name, await openMadeWebhook(config, read, made));
      open.set(made.name, made);
    }
  };
}

/** @returns the receiver's answer, as a sentence */
export async function testChannelNow(config: Config, name: string, telephone: string): Promise<string> {
  const reading = createReading({ policy: null, clock, log: createQuietLog() });
  try {
    const { channels, close } = openChannels(config, reading.read);
    const result = await testChannel({ config, clock, newId, channels }, name, telephone).finally(close);
    if (result.status === 'sent') return `Sent on ${name}: ${result.response}`;
    throw new VonggacError('failed', `The test event was not accepted on ${name}: ${result.reason}`);
  } finally {
    await reading.close();
  }
}

/** What an event says of an attack, and a gateway's secret, cross no public network in the clear. */
function assertPrivate({ egress }: Config, name: string, url: string): void {
  const address = URL.parse(url);
  if (address?.protocol !== 'http:') return;
  const isOwn = egress.webhook.some(({ host }) => [address.host, address.hostname].includes(host));
  if (!isOwn) throw bad(name, 'plain http is for hosts named in egress.webhook only: use https');
}

function fileText(name: string, file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (cause) {
    throw bad(name, `the file ${file} can't be read: check its path, owner and mode`, cause);
  }
}

function bad(name: string, what: string, cause?: unknown): VonggacError {
  return new VonggacError('bad-configuration', `The channel ${name}: ${what}.`, cause === undefined ? {} : { cause });
}
