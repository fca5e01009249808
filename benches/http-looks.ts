/** HTTP looks of unchanged pages: the daemon's own loop, every look guarded and committed in its own transaction. */
import type { TakeCapture } from '../src/core/ports.ts';
import type { Bench, Figure } from './figure.ts';
import { bareLoop } from './support/bare-loop.ts';
import { lookContinuously } from './support/look-continuously.ts';
import { startPageServer } from './support/page-server.ts';
import { watchPortals } from './support/watched-portals.ts';

export interface HttpLooksSetting {
  readonly hosts: number;
  readonly pagesPerHost: number;
  readonly seconds: number;
  /** Stands around the product's capture; a test slows it down here to see the bench fall short. */
  readonly around?: (take: TakeCapture) => TakeCapture;
}

const pageKilobytes = 70;

export function httpLooks(setting: HttpLooksSetting = { hosts: 30, pagesPerHost: 2, seconds: 10 }): Bench {
  return { name: 'http-looks', measure: () => measure(setting) };
}

async function measure(setting: HttpLooksSetting): Promise<Figure[]> {
  const server = await startPageServer(setting.hosts);
  try {
    const portals = server.origins.map((origin, host) => ({
      origin,
      paths: Array.from({ length: setting.pagesPerHost }, (_, i) => `/still/${host * 100 + i}/${pageKilobytes}`),
    }));
    const watch = await watchPortals(portals);
    try {
      const urls = portals.flatMap(({ origin, paths }) => paths.map((path) => origin + path));
      const { concurrency } = watch.parts.config.capture;
      const bare = (fresh: boolean) =>
        bareLoop(urls, { concurrency: concurrency.http, seconds: setting.seconds / 4, fresh });
      // The bare loops before and after, so that a machine that slows down meanwhile slows both.
      const before = [await bare(true), await bare(false)] as const;
      const takeCapture = setting.around?.(watch.parts.takeCapture) ?? watch.parts.takeCapture;
      const looks = await lookContinuously({ ...watch.parts, takeCapture }, setting.seconds, server.requestCount);
      const perSecond = (looks.total * 1_000) / looks.elapsedMs;
      const after = [await bare(true), await bare(false)] as const;
      const mean = (index: 0 | 1) => (before[index].perSecond + after[index].perSecond) / 2;
      return [
        { name: 'http-looks: unchanged pages', value: perSecond, unit: 'looks/s', target: { atLeast: 350 } },
        info('http-looks: bare undici + SHA-256, new connections', mean(0), 'pages/s'),
        info('http-looks: bare undici + SHA-256, kept connections', mean(1), 'pages/s'),
        info('http-looks: share of the bare loop with new connections', perSecond / mean(0), '×'),
        info('http-looks: share of the bare loop with kept connections', perSecond / mean(1), '×'),
        info('http-looks: processor time of a look', looks.cpuMs / looks.total, 'ms'),
        info('http-looks: processor time of a page in the bare loop', (before[0].cpuMs + after[0].cpuMs) / 2, 'ms'),
      ];
    } finally {
      await watch.close();
    }
  } finally {
    await server.close();
  }
}

function info(name: string, value: number, unit: string): Figure {
  return { name, value, unit, target: null };
}
