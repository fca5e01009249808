/** Gauges of the recorded state, read from the database now and then, so that a scrape costs no statement. */
import { stat, statfs } from 'node:fs/promises';
import { Gauge, Registry } from 'prom-client';
import { databaseFile } from '../../config/load.ts';
import { blobBytes, type HostTerm, hostTerms } from '../../store/metrics/slow-facts.ts';
import { countOpenSuspects, countTargets, openIncidents, outboxDepths } from '../../store/metrics/state-facts.ts';
import { getOutage } from '../../store/records/channel-outages.ts';
import { getMeta } from '../../store/records/meta.ts';
import type { MonitorParts } from '../parts.ts';
import { blindSince } from '../upkeep/blindness.ts';

type Gauged = Pick<MonitorParts, 'db' | 'config' | 'clock' | 'channels'>;

export interface StateGauges {
  /** Every few seconds. */
  readonly refresh: () => Promise<void>;
  /** What changes slowly and takes long to read; every few minutes. */
  readonly refreshSlow: () => Promise<void>;
  /** The series of single hosts, written out once for all scrapes until the next slow refresh. */
  readonly hostSeries: () => string;
}

/** As on the board: a look older than this many intervals no longer counts. */
const coverIntervals = 2;
const lateMs = 60_000;
const dayMs = 86_400_000;
/** Days within which an end is worth an alert. */
const soonDays = [7, 30] as const;

export function createStateGauges(parts: Gauged, registry: Registry): StateGauges {
  const gauge = <Label extends string = never>(name: string, help: string, labelNames: readonly Label[] = []) =>
    new Gauge<Label>({ name: `vonggac_${name}`, help, labelNames: [...labelNames], registers: [registry] });
  const targets = gauge('targets', 'Watched targets of active sites.', ['role', 'state']);
  const coverage = gauge('coverage_ratio', 'Share of registered pages with a look within two of their intervals.');
  const late = gauge('targets_late', 'Registered pages due for more than a minute.');
  const incidents = gauge(
    'incidents_open',
    'Incidents that have not ended, by kind; one of two kinds counts in both.',
    ['kind', 'status'],
  );
  const suspects = gauge('suspects_open', 'Suspects that wait for a person.');
  const waiting = gauge('outbox_messages', 'Messages not sent yet, by channel.', ['channel']);
  const oldest = gauge('outbox_oldest_age_seconds', 'Age of the oldest message not sent yet, by channel.', ['channel']);
  const dead = gauge('outbox_dead_messages', 'Messages given up and still on record, by channel.', ['channel']);
  const up = gauge('channel_up', 'Whether the channel’s server answered at the last attempt.', ['channel']);
  const online = gauge('online', 'Whether the monitor’s own connection works, as far as canaries tell.');
  const heartbeat = gauge('heartbeat_timestamp_seconds', 'When the monitor last showed that it runs.');
  const backup = gauge('database_bytes', 'Size of the database with its write-ahead log.');
  const free = gauge('disk_free_bytes', 'Free space where the data are.');
  const blobs = gauge('blobs_bytes', 'Size of the stored contents.');
  const endsSoon = gauge(
    'hosts_ending_soon',
    'Hosts whose certificate or registration ends within so many days, or has.',
    ['what', 'days'],
  );
  let written = '';

  async function readTargets(now: number): Promise<void> {
    const everyMs = parts.config.schedule.every;
    const counts = await countTargets(parts.db, { now, everyMs, intervals: coverIntervals, lateMs });
    targets.reset();
    for (const { role, status, count } of counts) targets.set({ role, state: status }, count);
    const pages = counts.filter(({ role }) => role === 'registered');
    const total = sum(pages.map(({ count }) => count));
    coverage.set(total === 0 ? 1 : sum(pages.map(({ covered }) => covered)) / total);
    late.set(sum(pages.map((one) => one.late)));
  }

  async function readIncidents(): Promise<void> {
    incidents.reset();
    for (const { status, kinds } of await openIncidents(parts.db))
      for (const kind of kinds) incidents.inc({ kind, status });
    suspects.set(await countOpenSuspects(parts.db));
  }

  async function readOutbox(now: number): Promise<void> {
    const depths = await outboxDepths(parts.db);
    for (const channel of new Set([...Object.keys(parts.channels), ...depths.map((one) => one.channel)])) {
      const own = depths.filter((one) => one.channel === channel);
      const unsent = own.filter(({ status }) => status !== 'dead');
      waiting.set({ channel }, sum(unsent.map(({ count }) => count)));
      const since = Math.min(now, ...unsent.map(({ oldestAt }) => oldestAt));
      oldest.set({ channel }, Math.max(0, now - since) / 1_000);
      dead.set({ channel }, sum(own.filter(({ status }) => status === 'dead').map(({ count }) => count)));
      up.set({ channel }, (await getOutage(parts.db, channel)) === null ? 1 : 0);
    }
  }

  async function readMachine(): Promise<void> {
    online.set((await blindSince(parts)) === null ? 1 : 0);
    heartbeat.set(((await getMeta(parts.db, 'heartbeat')) ?? 0) / 1_000);
    const file = databaseFile(parts.config);
    const sizes = await Promise.all([file, `${file}-wal`].map((one) => stat(one).catch(() => null)));
    backup.set(sum(sizes.map((one) => one?.size ?? 0)));
    const disk = await statfs(parts.config.dataDir).catch(() => null);
    if (disk !== null) free.set(disk.bavail * disk.bsize);
  }

  function showTerms(terms: readonly HostTerm[], now: number): void {
    for (const days of soonDays) {
      const isSoon = (at: number | null) => at !== null && at - now < days * dayMs;
      endsSoon.set({ what: 'certificate', days }, terms.filter((one) => isSoon(one.certificateEndsAt)).length);
      endsSoon.set({ what: 'registration', days }, terms.filter((one) => isSoon(one.registrationEndsAt)).length);
    }
  }

  return {
    async refresh() {
      const now = parts.clock();
      await readTargets(now);
      await readIncidents();
      await readOutbox(now);
      await readMachine();
    },
    async refreshSlow() {
      blobs.set(await blobBytes(parts.db));
      const terms = await hostTerms(parts.db);
      const now = parts.clock();
      showTerms(terms, now);
      if (parts.config.metrics.perPortal) written = await seriesOf(terms, now);
    },
    hostSeries: () => written,
  };
}

/** In a registry of their own: writing thousands of series takes longer than all others together. */
async function seriesOf(terms: readonly HostTerm[], now: number): Promise<string> {
  const registry = new Registry();
  const gauge = (name: string, help: string) =>
    new Gauge({ name: `vonggac_${name}`, help, labelNames: ['host'], registers: [registry] });
  const certificate = gauge('certificate_not_after_timestamp_seconds', 'When the host’s certificate ends.');
  const days = gauge('certificate_days', 'Days until the host’s certificate ends.');
  const registration = gauge('registration_expiry_timestamp_seconds', 'When the domain’s registration ends.');
  for (const { host, certificateEndsAt, registrationEndsAt } of terms) {
    if (certificateEndsAt !== null) {
      certificate.set({ host }, certificateEndsAt / 1_000);
      days.set({ host }, Math.floor((certificateEndsAt - now) / dayMs));
    }
    if (registrationEndsAt !== null) registration.set({ host }, registrationEndsAt / 1_000);
  }
  return registry.metrics();
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, one) => total + one, 0);
}
