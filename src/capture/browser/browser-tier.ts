/** The parts of the browser tier that outlive one look. Nothing starts before the first look. */
import { tmpdir } from 'node:os';
import type { SecureContext } from 'node:tls';
import type { Logger } from 'pino';
import type { Config } from '../../config/schema/schema.ts';
import type { CaptureRequest, Hop } from '../../core/domain/capture.ts';
import { VonggacError } from '../../core/errors.ts';
import type { Clock, Replaced } from '../../core/ports.ts';
import { CaptureError, captureErrorOf } from '../failure.ts';
import type { OutboundGate } from '../outbound-guard.ts';
import type { PageReader } from '../page-reader.ts';
import type { ProfileLook } from '../profiles.ts';
import { createFilteringProxy, type FilteringProxy } from '../proxy/filtering-proxy.ts';
import type { SeenPage } from '../seen-page.ts';
import type { TrafficRecord } from '../traffic/traffic-record.ts';
import { browserLook } from './browser-look.ts';
import { viewportOf } from './context.ts';
import { createBrowserPool } from './process/browser-pool.ts';
import type { BrowserProcess } from './process/browser-process.ts';
import { fontsFingerprint } from './process/fonts.ts';
import { removeLeftovers } from './process/leftovers.ts';

export interface BrowserTier {
  /** Throws only `CaptureError`. */
  readonly look: (
    request: CaptureRequest,
    profile: ProfileLook,
    gate: OutboundGate,
    hops: Hop[],
    signal: AbortSignal,
    record: TrafficRecord | null,
  ) => Promise<SeenPage>;
  readonly close: () => Promise<void>;
}

/** Increase whenever our own settings change how pages render. */
const settingsVersion = 2;

export function createBrowserTier(options: {
  readonly config: Config;
  readonly clock: Clock;
  readonly log: Logger;
  readonly tls: SecureContext;
  readonly pages: PageReader;
  readonly randomSeed: number;
  readonly onReplaced?: (what: Replaced) => void;
}): BrowserTier {
  const { config, clock, log, tls, pages, randomSeed } = options;
  const pool = createBrowserPool(config, log, () => options.onReplaced?.('browser'));
  let proxy: Promise<FilteringProxy> | null = null;
  let fonts: Promise<string> | null = null;

  const rendererVersion = async (browser: BrowserProcess, profile: ProfileLook) => {
    fonts ??= fontsFingerprint();
    const { width, height } = viewportOf(profile, config.capture);
    const cap = config.capture.caps.screenshotHeight;
    return `chromium ${browser.version}; ${width}x${height}<=${cap}; fonts ${await fonts}; settings ${settingsVersion}`;
  };

  return {
    look: async (request, profile, gate, hops, signal, record) => {
      try {
        proxy ??= removeLeftovers(tmpdir(), Date.now()).then(createFilteringProxy);
        const running = await proxy;
        return await pool.use(signal, async (browser) => {
          const version = await rendererVersion(browser.process, profile);
          const parts = {
            gate,
            proxy: running,
            tls,
            capture: config.capture,
            profile,
            clock,
            rendererVersion: version,
            randomSeed,
            pages,
            record,
          };
          return await browserLook(request, browser, parts, hops, signal);
        });
      } catch (error) {
        throw browserError(error, signal);
      }
    },
    close: async () => {
      await pool.close();
      await (await proxy)?.close();
    },
  };
}

function browserError(error: unknown, signal: AbortSignal): CaptureError {
  if (error instanceof CaptureError) return error;
  if (signal.aborted) return captureErrorOf(signal.reason);
  if (error instanceof VonggacError) {
    return new CaptureError('browser-failed', error.message, { cause: error, retryable: false });
  }
  return new CaptureError('browser-failed', 'The browser session broke off.', { cause: error });
}
