/** How long the daemon is deaf while twenty looks are under way whose pages have all changed. */
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Bench, Figure } from './figure.ts';
import { lookContinuously } from './support/look-continuously.ts';
import { startPageServer } from './support/page-server.ts';
import { watchPortals } from './support/watched-portals.ts';

const seconds = 10;
const looksAtOnce = 20;
/** Node's default: the delay of a timer that is due every ten milliseconds, those ten included. */
const resolutionMs = 10;

export const eventLoop: Bench = {
  name: 'event-loop',
  async measure() {
    const server = await startPageServer(looksAtOnce);
    try {
      // 70 to 500 kB, evenly spread.
      const portals = server.origins.map((origin, host) => ({
        origin,
        paths: [`/changing/${host}/${Math.round(70 + (430 * host) / (looksAtOnce - 1))}`],
      }));
      const watch = await watchPortals(portals, { capture: { concurrency: { http: looksAtOnce } } });
      try {
        const idle = await delayWhile(() => sleep(seconds * 200));
        let looks = 0;
        const busy = await delayWhile(async () => {
          looks = (await lookContinuously(watch.parts, seconds, server.requestCount)).total;
        });
        return [
          {
            name: 'event-loop: delay p99, 20 changed pages at once',
            value: busy.p99,
            unit: 'ms',
            target: { atMost: 50 },
          },
          info('event-loop: longest delay', busy.max, 'ms'),
          info('event-loop: delay p99 of the idle process, same machine', idle.p99, 'ms'),
          info('event-loop: changed pages judged', looks / seconds, 'looks/s'),
        ];
      } finally {
        await watch.close();
      }
    } finally {
      await server.close();
    }
  },
};

function info(name: string, value: number, unit: string): Figure {
  return { name, value, unit, target: null };
}

async function delayWhile(work: () => Promise<unknown>): Promise<{ p99: number; max: number }> {
  const histogram = monitorEventLoopDelay({ resolution: resolutionMs });
  histogram.enable();
  await work();
  histogram.disable();
  return { p99: histogram.percentile(99) / 1e6, max: histogram.max / 1e6 };
}
