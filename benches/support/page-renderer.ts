/** Recorded pages through the product's own browser tier, offline: same settling, sight marks, picture. */
import { pino } from 'pino';
import { createBrowserTier } from '../../src/capture/browser/browser-tier.ts';
import { browserVersion, checkBrowserStart } from '../../src/capture/browser/process/executable.ts';
import { captureErrorOf } from '../../src/capture/failure.ts';
import { createTlsContext } from '../../src/capture/http/tls.ts';
import { createPageReader } from '../../src/capture/page-reader.ts';
import { profileLook } from '../../src/capture/profiles.ts';
import { configSchema } from '../../src/config/schema/schema.ts';
import type { Hop } from '../../src/core/domain/capture.ts';
import { createReading } from '../../src/reading/reading.ts';
import { testCertificate } from '../../tests/support/loopback-portal.ts';
import { type ServedPage, serveOffline } from './offline-server.ts';

export type Rendered =
  | {
      readonly ok: true;
      /** Where the page led. Offline there is nothing but the page, so elsewhere is an empty 404. */
      readonly finalUrl: string;
      readonly status: number;
      readonly html: string;
      /** PNG; null when the page could be read but not painted. */
      readonly screenshot: Uint8Array | null;
      readonly rendererVersion: string;
    }
  | { readonly ok: false; readonly reason: string };

export interface PageRenderer {
  /** One page at a time. `at` is the page's clock, in epoch milliseconds. */
  readonly render: (page: ServedPage, at: number) => Promise<Rendered>;
  readonly close: () => Promise<void>;
}

/** Beyond what the tier allows itself. */
const slackMs = 2_000;

export async function createPageRenderer(): Promise<PageRenderer> {
  // Root, as in a container, has no sandbox to start.
  const config = configSchema.parse({ capture: { browser: { sandbox: process.getuid?.() !== 0 } } });
  let now = 0;
  const log = pino({ level: 'silent' });
  const tls = createTlsContext(config.capture.extraRoots);
  const reading = createReading({ policy: null, clock: Date.now, log });
  const pages = createPageReader(reading.read);
  const tier = createBrowserTier({ config, clock: () => now, log, tls, pages, randomSeed: 1 });
  const chromeMajor = Number.parseInt(await browserVersion(checkBrowserStart(config)), 10);
  const profile = profileLook('browser', { chromeMajor, userAgent: '', contact: '' });
  const certificate = await testCertificate('offline.example');
  return {
    render: async (page, at) => {
      now = at;
      const server = await serveOffline(page, certificate);
      const hops: Hop[] = [];
      const signal = AbortSignal.timeout(config.capture.timeouts.total + slackMs);
      const request = { url: page.url, tier: 'browser', profile: 'browser', realTime: false } as const;
      try {
        const { finalUrl, status, rendering } = await tier.look(request, profile, server.gate, hops, signal, null);
        if (rendering === null || !server.wasAsked()) return { ok: false, reason: 'the page itself was not shown' };
        const { html, screenshot, rendererVersion } = rendering;
        return { ok: true, finalUrl, status, html, screenshot: screenshot?.content.bytes ?? null, rendererVersion };
      } catch (error) {
        return { ok: false, reason: captureErrorOf(error).message };
      } finally {
        await server.close();
      }
    },
    close: async () => {
      await tier.close();
      await reading.close();
    },
  };
}
