/** Browser looks beside a bare Playwright loop with the same settling, picture height, proxy and concurrency. */
import { pino } from 'pino';
import { findBrowser } from '../src/capture/browser/process/executable.ts';
import { createCapture } from '../src/capture/capture.ts';
import { createFilteringProxy } from '../src/capture/proxy/filtering-proxy.ts';
import { configSchema } from '../src/config/schema/schema.ts';
import type { TakeCapture } from '../src/core/ports.ts';
import { createReading } from '../src/reading/reading.ts';
import { type Bench, type Figure, lineOf, median } from './figure.ts';
import { bareBrowserLoop } from './support/bare-browser.ts';
import { startPageServer } from './support/page-server.ts';

export interface BrowserLooksSetting {
  readonly pages: number;
  readonly rounds: number;
  /** Stands around the product's capture; a test slows it down here to see the bench fall short. */
  readonly around?: (take: TakeCapture) => TakeCapture;
}

const pageKilobytes = 70;

export function browserLooks(setting: BrowserLooksSetting = { pages: 12, rounds: 3 }): Bench {
  return { name: 'browser-looks', measure: () => measure(setting) };
}

async function measure(setting: BrowserLooksSetting): Promise<Figure[]> {
  const server = await startPageServer(4);
  const urls = Array.from(
    { length: setting.pages },
    (_, page) => `${server.origins[page % server.origins.length]}/still/${page}/${pageKilobytes}`,
  );
  const config = configSchema.parse({
    capture: { browser: { sandbox: false } },
    egress: { capture: server.origins.map((origin) => ({ host: new URL(origin).host, addresses: ['127.0.0.0/8'] })) },
  });
  const executablePath = findBrowser(config);
  if (executablePath === null) throw new Error('no browser is installed');
  const proxy = await createFilteringProxy();
  const { viewport, caps, concurrency } = config.capture;
  const bareSetting = {
    executablePath,
    proxy,
    concurrency: concurrency.browser,
    viewport,
    maxHeightPx: caps.screenshotHeight,
  };
  const log = pino({ level: 'silent' });
  const reading = createReading({ policy: null, clock: Date.now, log });
  const capturer = createCapture({ config, clock: Date.now, log, read: reading.read });
  const take = setting.around?.(capturer.take) ?? capturer.take;
  try {
    const bare: number[] = [];
    const ours: number[] = [];
    await productLoop(take, urls.slice(0, concurrency.browser), concurrency.browser);
    // In turns, so that a machine that slows down meanwhile slows both.
    for (let round = 0; round < setting.rounds; round += 1) {
      bare.push((await bareBrowserLoop(urls, bareSetting)) / urls.length);
      ours.push((await productLoop(take, urls, concurrency.browser)) / urls.length);
    }
    return [
      {
        name: 'browser-looks: time beside the bare loop',
        value: median(ours) / median(bare),
        unit: '×',
        target: { atMost: 1.6 },
      },
      { name: 'browser-looks: one look', value: median(ours), unit: 'ms', target: null },
      { name: 'browser-looks: one page of the bare loop', value: median(bare), unit: 'ms', target: null },
    ];
  } finally {
    await capturer.close();
    await reading.close();
    await proxy.close();
    await server.close();
  }
}

async function productLoop(take: TakeCapture, urls: readonly string[], concurrency: number): Promise<number> {
  const queue = [...urls];
  const startedAt = performance.now();
  const run = async () => {
    for (let url = queue.shift(); url !== undefined; url = queue.shift()) {
      const outcome = await take({ url, tier: 'browser', profile: 'browser', realTime: false });
      if (!outcome.ok) throw new Error(`${url}: ${outcome.failure.reason}`);
      const { rendering } = outcome.capture;
      if (!rendering?.screenshot || rendering.html.length < 10_000) throw new Error(`the look did not see ${url}`);
    }
  };
  await Promise.all(Array.from({ length: concurrency }, run));
  return performance.now() - startedAt;
}

if (import.meta.main) for (const figure of await browserLooks().measure()) console.log(lineOf(figure));
