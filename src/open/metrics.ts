/** Metrics of a running daemon: ports that count, the gauges of its state, and the server. */
import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Registry } from 'prom-client';
import type { Config } from '../config/schema/schema.ts';
import { VonggacError } from '../core/errors.ts';
import type { Channel, Meter, NoteUnderWay } from '../core/ports.ts';
import { type RunningMetrics, type ScrapedMetrics, serveMetrics } from '../monitor/metrics/serve-metrics.ts';
import { createStateGauges } from '../monitor/metrics/state-gauges.ts';
import type { MonitorParts } from '../monitor/parts.ts';

/** Half of the interval of a usual scrape. */
const stateMs = 15_000;
const slowMs = 600_000;

const timing =
  (meter: Meter) =>
  <Given extends readonly unknown[], Result>(stage: string, act: (...given: Given) => Promise<Result>) =>
  async (...given: Given): Promise<Result> => {
    const began = performance.now();
    try {
      return await act(...given);
    } finally {
      meter.stage(stage, performance.now() - began);
    }
  };

export function meteredChannel(name: string, channel: Channel, meter: Meter): Channel {
  return {
    ...channel,
    deliver: async (notification, load) => {
      const result = await timing(meter)('deliver', channel.deliver)(notification, load);
      meter.delivered(name, result.status);
      return result;
    },
  };
}

/** The same ports, timed. */
export function metered<Parts extends MonitorParts>(parts: Parts, meter: Meter): Parts {
  const { judging, pictures, underWay, channels } = parts;
  const timed = timing(meter);
  const captures = {
    http: timed('capture-http', parts.takeCapture),
    browser: timed('capture-browser', parts.takeCapture),
  };
  const delivering = Object.entries(channels).map(
    ([name, channel]) => [name, meteredChannel(name, channel, meter)] as const,
  );
  return {
    ...parts,
    meter,
    takeCapture: (request, ...more) => captures[request.tier](request, ...more),
    lookAtNames: timed('names', parts.lookAtNames),
    judging: {
      ...judging,
      read: timed('read', judging.read),
      assess: timed('judge', judging.assess),
      learn: timed('learn', judging.learn),
    },
    pictures: { ...pictures, reduce: timed('picture', pictures.reduce) },
    channels: { ...channels, ...Object.fromEntries(delivering) },
    underWay: counting(underWay, meter),
  };
}

function counting(underWay: NoteUnderWay, meter: Meter): NoteUnderWay {
  return (act) => {
    const end = underWay(act);
    let isOver = false;
    meter.began(act.act);
    return () => {
      end();
      if (!isOver) meter.ended(act.act);
      isOver = true;
    };
  };
}

export interface OpenMetrics {
  /** Null: they have no address of their own. */
  readonly url: string | null;
  /** What the dashboard serves; null: nothing. */
  readonly onDashboard: ScrapedMetrics | null;
  close(): Promise<void>;
}

export async function startMetrics(parts: MonitorParts, registry: Registry): Promise<OpenMetrics> {
  const { listen, tokenFile, onDashboard } = parts.config.metrics;
  const gauges = createStateGauges(parts, registry);
  const onError = (error: unknown) => parts.log.error({ err: error }, 'the metrics could not be read');
  const stopping = new AbortController();
  const repeat = async (everyMs: number, refresh: () => Promise<void>): Promise<void> => {
    while (!stopping.signal.aborted) {
      await refresh().catch(onError);
      await sleep(everyMs, undefined, { signal: stopping.signal, ref: false }).catch(() => undefined);
    }
  };
  // The first scrape finds everything but what takes long to read.
  await gauges.refresh().catch(onError);
  const loops = [repeat(stateMs, gauges.refresh), repeat(slowMs, gauges.refreshSlow)];
  const scrape = async () => `${await registry.metrics()}${gauges.hostSeries()}`;
  const token = tokenFile === undefined ? null : readToken(tokenFile);
  const { contentType } = registry;
  const running: RunningMetrics | null =
    listen === undefined ? null : await serveMetrics({ listen, token, contentType, scrape, onError });
  if (running !== null) parts.log.info({ url: running.url }, 'metrics served');
  return {
    url: running?.url ?? null,
    onDashboard: onDashboard && token !== null ? { token, contentType, scrape } : null,
    async close() {
      stopping.abort();
      await Promise.all([...loops, running?.close()]);
    },
  };
}

/** Short ones could be guessed. */
const leastCharacters = 16;

function readToken(file: string): string {
  let token = '';
  try {
    token = readFileSync(file, 'utf8').trim();
  } catch (cause) {
    throw new VonggacError('bad-configuration', `metrics.tokenFile ${file} can't be read: check its path and mode.`, {
      cause,
    });
  }
  if (/^\S+$/.test(token) && token.length >= leastCharacters) return token;
  throw new VonggacError(
    'bad-configuration',
    `metrics.tokenFile ${file} must hold a token of at least ${leastCharacters} characters: make one with 'openssl rand -hex 32'.`,
  );
}

/** Whether anything is to be counted. */
export function wantsMetrics({ metrics }: Pick<Config, 'metrics'>): boolean {
  return metrics.listen !== undefined || metrics.onDashboard;
}
