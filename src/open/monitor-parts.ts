/**
 * The operator parts with capture, pictures and channels: everything needed for looks at portals and their
 * consequences.
 */
import { createHmac } from 'node:crypto';
import { join } from 'node:path';
import type { Logger } from 'pino';
import { createCapture } from '../capture/capture.ts';
import { createLookAtNames } from '../capture/name/name-look.ts';
import { createAskTextRecords } from '../capture/name/text-records.ts';
import type { MonitorOptions, Opened, OpenedMonitorParts } from '../cli/assembly.ts';
import { loadPolicy } from '../config/policy.ts';
import { loadPrefixTable } from '../config/prefix-table.ts';
import type { Config } from '../config/schema/schema.ts';
import type { Channel, Deliver, NoteUnderWay } from '../core/ports.ts';
import { noNote, standstillFile } from '../core/standstill.ts';
import { createBreaks } from '../monitor/check/breaks.ts';
import { createTrafficRooms } from '../monitor/check/traffic-rooms.ts';
import { createMeter } from '../monitor/metrics/meter.ts';
import { deskKey } from '../monitor/people/desk-key.ts';
import { createCanaries } from '../monitor/upkeep/blindness.ts';
import { startWatchdog } from '../watchdog/watchdog.ts';
import { createMadeChannels, openChannels } from './channels.ts';
import { openMail } from './mail.ts';
import { metered, meteredChannel, wantsMetrics } from './metrics.ts';
import { openOperatorParts } from './operator-parts.ts';
import { clock, createQuietLog, logOf, version } from './process.ts';
import { createBackups } from './run-backup.ts';
import { createReports } from './run-report.ts';

/** Longer than slow responses on a bad day. */
const canaryMs = 15_000;
const canaryBytes = 65_536;

export async function openMonitorParts(config: Config, options: MonitorOptions): Promise<Opened<OpenedMonitorParts>> {
  const policy = loadPolicy(config);
  const log = options.daemon ? logOf(config.log.level) : createQuietLog();
  const watchdog = options.daemon ? startWatchdog({ file: join(config.dataDir, standstillFile), clock, log }) : null;
  const underWay = watchdog?.note ?? noNote;
  const counted = options.daemon && wantsMetrics(config) ? createMeter(version) : null;
  const onReplaced = counted?.meter.replaced;
  const operator = await openOperatorParts(config, options, log, () => policy, { observer: watchdog?.sql, onReplaced });
  const { mail, beside } = await openEveryChannel(operator.parts, log).catch(async (error) => {
    await operator.close();
    throw error;
  });
  const { read } = operator.parts;
  const capturing = { config, clock, log, read, ...(onReplaced ? { onReplaced } : {}) };
  const capturer = createCapture({ ...capturing, randomSeed: await pageSeed(config.dataDir) });
  const canaryCapturer = createCapture({ config: forCanaries(config), clock, log, read });
  const backups = options.daemon ? createBackups(config, options.configFile ?? null) : null;
  const reports = options.daemon ? createReports(operator.parts.config) : null;
  const closing = new AbortController();
  const canaryCapture = { take: canaryCapturer.take, signal: closing.signal };
  const parts: OpenedMonitorParts = {
    ...operator.parts,
    policy,
    random: Math.random,
    takeCapture: capturer.take,
    lookAtNames: createLookAtNames({ config, clock, take: capturer.take, read }),
    countryOf: loadPrefixTable(config.names.prefixes),
    isBlind: createCanaries(operator.parts, canaryCapture),
    breaks: createBreaks(() => process.availableMemory()),
    trafficRooms: createTrafficRooms(),
    channels: { ...noted(beside.channels, underWay), ...noted({ mail }, underWay) },
    underWay,
    vet: capturer.vet,
    askTextRecords: createAskTextRecords({ config, read }),
    ...(backups === null ? {} : { runBackup: backups.run }),
    ...(reports === null ? {} : { runReport: reports.run }),
  };
  const whole = counted === null ? parts : { ...metered(parts, counted.meter), metrics: counted.registry };
  const channels: typeof whole.channels & Record<string, Channel> = { ...whole.channels };
  const dressed = (name: string, channel: Channel) => {
    const own = notedChannel(channel, underWay);
    return counted === null ? own : meteredChannel(name, own, counted.meter);
  };
  const openMade = createMadeChannels(operator.parts.config, read, channels, dressed);
  await openMade();
  const refreshSettings = async () => {
    await operator.parts.refreshSettings();
    await openMade();
  };
  return {
    parts: { ...whole, channels, refreshSettings },
    async close() {
      closing.abort();
      mail.close();
      beside.close();
      await backups?.close();
      await reports?.close();
      await capturer.close();
      await canaryCapturer.close();
      await operator.close();
      await watchdog?.close();
    },
  };
}

/** Constant across starts, so that a page's random content stays as it was learned. */
async function pageSeed(dataDir: string): Promise<number> {
  const key = await deskKey(dataDir);
  return createHmac('sha256', key).update('page randomness').digest().readUInt32BE();
}

async function openEveryChannel(
  { config, read, playbook }: Pick<OpenedMonitorParts, 'config' | 'read' | 'playbook'>,
  log: Logger,
) {
  const mail = await openMail(config, log, playbook);
  return { mail, beside: openChannels(config, read) };
}

function noted<Name extends string>(channels: Readonly<Record<Name, Channel>>, underWay: NoteUnderWay) {
  const all = Object.entries<Channel>(channels).map(([name, channel]) => {
    return [name, notedChannel(channel, underWay)];
  });
  return Object.fromEntries(all) as Record<Name, Channel>;
}

const notedChannel = (channel: Channel, underWay: NoteUnderWay): Channel => ({
  ...channel,
  deliver: notedDelivery(channel.deliver, underWay),
});

function notedDelivery(deliver: Deliver, underWay: NoteUnderWay): Deliver {
  return async (notification, load) => {
    const end = underWay({ act: 'message', id: String(notification.id), place: '' });
    try {
      return await deliver(notification, load);
    } finally {
      end();
    }
  };
}

/** Canaries only need to answer, so their time limit is short. */
function forCanaries(config: Config): Config {
  const timeouts = { connect: canaryMs, firstByte: canaryMs, total: canaryMs };
  const caps = { ...config.capture.caps, body: canaryBytes, decodedBody: canaryBytes };
  return { ...config, capture: { ...config.capture, timeouts, caps } };
}
