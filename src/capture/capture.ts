/** Turns an address into what is seen there, or into a described failure. It never judges. */
import type { Logger } from 'pino';
import type { Config } from '../config/schema.ts';
import type { CaptureOutcome, CaptureRequest, Hop } from '../core/model.ts';
import type { Clock, TakeCapture } from '../core/ports.ts';
import { createBrowserTier } from './browser/browser-tier.ts';
import { type BrowserInfo, browserVersion, checkBrowserStart, findBrowser } from './browser/executable.ts';
import { CaptureError, captureErrorOf } from './failure.ts';
import { httpLook } from './http/http-look.ts';
import { createTlsContext, createTrustedContext } from './http/tls.ts';
import { createKeyedLimit } from './limits.ts';
import { createGate, type OutboundGate, portOf, type ResolveName } from './outbound-guard.ts';
import { type ProfileLook, profileLook } from './profiles.ts';
import type { SeenPage } from './seen-page.ts';
import { createTunnel } from './vantage/create-tunnel.ts';
import type { Tunnel } from './vantage/tunnel.ts';

export { checkBrowserStart } from './browser/executable.ts';

/** May an address be watched from here? */
export type AddressVerdict =
  | { readonly status: 'allowed'; readonly addresses: readonly string[] }
  | { readonly status: 'refused'; readonly reason: string }
  | { readonly status: 'unresolved'; readonly reason: string };

export interface Capturer {
  readonly take: TakeCapture;
  /** Resolves the host of an address and says whether captures would go there. */
  readonly vet: (url: string) => Promise<AddressVerdict>;
  /** Throws `VonggacError` when no browser is there or it may not be started. */
  readonly browserInfo: () => Promise<BrowserInfo>;
  readonly close: () => Promise<void>;
}

export interface CapturerOptions {
  readonly config: Config;
  readonly clock: Clock;
  readonly log: Logger;
  /** Instead of the system's name lookup. */
  readonly resolveName?: ResolveName;
}

/** Sent as the browser's version where none is installed. */
const fallbackChromeMajor = 156;
/** How much longer than the configured total a look may take before it is left behind. */
const slackMs = 2_000;

/** The browser is started by the first browser look: a daemon without them never pays for it. */
export function createCapture(options: CapturerOptions): Capturer {
  const { config, clock, log } = options;
  const tls = createTlsContext(config.capture.extraRoots);
  const browsers = createBrowserTier({ config, clock, log, tls });
  const limits = createLimits(config);
  const stopping = new AbortController();
  let chromeMajor: Promise<number> | null = null;

  const trusted = config.vantage.length > 0 ? createTrustedContext(config.capture.extraRoots) : tls;
  const tunnels = new Map(config.vantage.map(({ name, proxy }) => [name, createTunnel(proxy, trusted)]));

  const tunnelOf = (vantage: string | undefined): { readonly tunnel?: Tunnel } => {
    if (vantage === undefined) return {};
    const tunnel = tunnels.get(vantage);
    if (tunnel) return { tunnel };
    throw new CaptureError('proxy-failed', 'No second way out has this name.', { retryable: false });
  };

  const gateFor = (url: string, vantage?: string) =>
    createGate({
      ...tunnelOf(vantage),
      ownUrl: url,
      exceptions: config.egress.capture,
      connectTimeoutMs: config.capture.timeouts.connect,
      ...(options.resolveName ? { resolveName: options.resolveName } : {}),
    });

  const lookOf = async (request: CaptureRequest): Promise<ProfileLook> => {
    chromeMajor ??= installedMajor(config);
    const { userAgent, contact } = config.capture;
    return profileLook(request.profile, { chromeMajor: await chromeMajor, userAgent, contact });
  };

  const look = async (request: CaptureRequest, gate: OutboundGate, hops: Hop[], signal: AbortSignal) => {
    const profile = await lookOf(request);
    return request.tier === 'browser'
      ? browsers.look(request, profile, gate, hops, signal)
      : httpLook(request.url, { gate, tls, capture: config.capture, profile }, hops, signal);
  };

  const take: TakeCapture = async (request, signal) => {
    const at = clock();
    const startedAt = performance.now();
    const hops: Hop[] = [];
    const frame = () => ({
      tier: request.tier,
      profile: request.profile,
      ...(request.vantage === undefined ? {} : { vantage: request.vantage }),
      at,
      hops,
      durationMs: Math.round(performance.now() - startedAt),
    });
    const stop = AbortSignal.any([stopping.signal, ...(signal ? [signal] : [])]);
    try {
      const gate = gateFor(request.url, request.vantage);
      const { leave, lookupMs } = await limits.enter(request, gate, stop);
      try {
        const page = await within(Math.max(0, config.capture.timeouts.total - lookupMs), stop, (end) =>
          look(request, gate, hops, end),
        );
        return { ok: true, capture: { ...frame(), url: request.url, ...page } } satisfies CaptureOutcome;
      } finally {
        leave();
      }
    } catch (error) {
      const { kind, retryable, message } = stop.aborted ? stopped() : captureErrorOf(error);
      return { ok: false, failure: { ...frame(), kind, retryable, reason: message } };
    }
  };

  return {
    take,
    vet: (url) => vet(url, gateFor(url)),
    browserInfo: async () => {
      const executable = checkBrowserStart(config);
      return { executable, version: await browserVersion(executable), sandbox: config.capture.browser.sandbox };
    },
    close: async () => {
      stopping.abort(stopped());
      await browsers.close();
    },
  };
}

const stopped = () => new CaptureError('timed-out', 'The look was stopped before its end.', { retryable: true });

async function installedMajor(config: Config): Promise<number> {
  const executable = findBrowser(config);
  if (executable === null) return fallbackChromeMajor;
  return browserVersion(executable).then(
    (version) => Number.parseInt(version, 10),
    () => fallbackChromeMajor,
  );
}

async function vet(url: string, gate: OutboundGate): Promise<AddressVerdict> {
  try {
    const parsed = gate.admit(url);
    return { status: 'allowed', addresses: await gate.resolve(parsed.hostname, portOf(parsed)) };
  } catch (error) {
    const { kind, message } = captureErrorOf(error);
    return { status: kind === 'address-refused' ? 'refused' : 'unresolved', reason: message };
  }
}

/**
 * Places are taken in one order, host, address, tier, so that no two looks wait for each other.
 * The lookup of the name counts as time of the look, the waiting does not.
 */
function createLimits(config: Config) {
  const { http, browser, perHost, perAddress } = config.capture.concurrency;
  const tiers = { http: createKeyedLimit(http), browser: createKeyedLimit(browser) };
  const hosts = createKeyedLimit(perHost);
  const addresses = createKeyedLimit(perAddress);
  return {
    enter: async (request: CaptureRequest, gate: OutboundGate, signal: AbortSignal) => {
      const held: (() => void)[] = [];
      const leave = () => {
        for (const release of held.splice(0).reverse()) release();
      };
      try {
        const url = gate.admit(request.url);
        held.push(await hosts.enter(url.hostname, signal));
        const askedAt = performance.now();
        const [address] = await gate.resolve(url.hostname, portOf(url));
        const lookupMs = performance.now() - askedAt;
        held.push(await addresses.enter(address ?? url.hostname, signal));
        held.push(await tiers[request.tier].enter(request.tier, signal));
        return { leave, lookupMs };
      } catch (error) {
        leave();
        throw error;
      }
    },
  };
}

/**
 * The time-out that lies outside of every library: it counts from the moment the look's turn has come, tells the work
 * to end, and a little later leaves it behind.
 */
async function within(
  totalMs: number,
  stop: AbortSignal,
  work: (end: AbortSignal) => Promise<SeenPage>,
): Promise<SeenPage> {
  const late = new AbortController();
  const onLate = () => late.abort(new CaptureError('timed-out', 'The look took longer than its total time.'));
  const endTimer = setTimeout(onLate, totalMs);
  let slackTimer: NodeJS.Timeout | undefined;
  const end = AbortSignal.any([stop, late.signal]);
  let leave: (error: unknown) => void = () => {};
  const left = new Promise<never>((_resolve, reject) => {
    leave = reject;
  });
  const onEnd = () => {
    slackTimer = setTimeout(() => leave(end.reason), slackMs);
  };
  end.addEventListener('abort', onEnd, { once: true });
  try {
    return await Promise.race([work(end), left]);
  } finally {
    end.removeEventListener('abort', onEnd);
    clearTimeout(endTimer);
    clearTimeout(slackTimer);
  }
}
