/** Turns a URL into a capture or a described failure. Never judges. */
import { randomInt } from 'node:crypto';
import type { Logger } from 'pino';
import type { Config } from '../config/schema/schema.ts';
import { registrableDomain } from '../core/address.ts';
import type { CaptureOutcome, CaptureRequest, Hop } from '../core/domain/capture.ts';
import type { Clock, Read, Replaced, TakeCapture } from '../core/ports.ts';
import { siteShare } from '../core/site-share.ts';
import { createBrowserTier } from './browser/browser-tier.ts';
import { type BrowserInfo, browserVersion, checkBrowserStart, findBrowser } from './browser/process/executable.ts';
import { CaptureError, captureErrorOf } from './failure.ts';
import { createFairLimit } from './fair-limit.ts';
import { httpLook } from './http/http-look.ts';
import { createTlsContext, createTrustedContext } from './http/tls.ts';
import { createKeyedLimit } from './limits.ts';
import { createGate, type OutboundGate, portOf } from './outbound-guard.ts';
import { createPageReader } from './page-reader.ts';
import { type ProfileLook, profileLook } from './profiles.ts';
import { createNameResolver, type ResolveName } from './resolver/name-resolver.ts';
import type { SeenPage } from './seen-page.ts';
import { createTrafficRecord, type TrafficRecord } from './traffic/traffic-record.ts';
import { createTunnel } from './vantage/create-tunnel.ts';
import type { Tunnel } from './vantage/tunnel.ts';

export { checkBrowserStart } from './browser/process/executable.ts';

/** Whether a URL may be watched from here. */
export type AddressVerdict =
  | { readonly status: 'allowed'; readonly addresses: readonly string[] }
  | { readonly status: 'refused'; readonly reason: string }
  | { readonly status: 'unresolved'; readonly reason: string };

export interface Capturer {
  readonly take: TakeCapture;
  /** Resolves the host of a URL and says whether captures may connect to it. */
  readonly vet: (url: string) => Promise<AddressVerdict>;
  /** Throws `VonggacError` if there is no browser, or it may not be started. */
  readonly browserInfo: () => Promise<BrowserInfo>;
  readonly close: () => Promise<void>;
}

export interface CapturerOptions {
  readonly config: Config;
  readonly clock: Clock;
  readonly log: Logger;
  readonly read: Read;
  /** Replaces DNS queries. */
  readonly resolveName?: ResolveName;
  /** Seed of `Math.random` for pages on virtual time. Secret, and should be the same at every start. */
  readonly randomSeed?: number;
  /** Called for each browser that was ended and replaced. */
  readonly onReplaced?: (what: Replaced) => void;
}

/** The version sent if no browser is installed. */
const fallbackChromeMajor = 156;
/** Grace period after the configured total before a look is abandoned. */
const slackMs = 2_000;

/** The first browser look starts the browser, so a daemon without browser looks never pays for it. */
export function createCapture(options: CapturerOptions): Capturer {
  const { config, clock, log } = options;
  const tls = createTlsContext(config.capture.extraRoots);
  const pages = createPageReader(options.read);
  const randomSeed = options.randomSeed ?? randomInt(2 ** 32);
  const browsers = createBrowserTier({ ...options, tls, pages, randomSeed });
  const limits = createLimits(config);
  const stopping = new AbortController();
  const resolveName =
    options.resolveName ?? createNameResolver({ config, read: options.read, signal: stopping.signal, log });
  let chromeMajor: Promise<number> | null = null;

  const trusted = config.vantage.length > 0 ? createTrustedContext(config.capture.extraRoots) : tls;
  const tunnels = new Map(config.vantage.map(({ name, proxy }) => [name, createTunnel(proxy, trusted)]));

  const tunnelOf = (vantage: string | undefined): { readonly tunnel?: Tunnel } => {
    if (vantage === undefined) return {};
    const tunnel = tunnels.get(vantage);
    if (tunnel) return { tunnel };
    throw new CaptureError('proxy-failed', 'There is no vantage of this name.', { retryable: false });
  };

  const gateFor = (url: string, signal: AbortSignal, vantage?: string) =>
    createGate({
      ...tunnelOf(vantage),
      ownUrl: url,
      exceptions: config.egress.capture,
      connectTimeoutMs: config.capture.timeouts.connect,
      resolveName,
      signal,
    });

  const lookOf = async (request: CaptureRequest): Promise<ProfileLook> => {
    chromeMajor ??= installedMajor(config);
    const { userAgent, contact } = config.capture;
    return profileLook(request.profile, { chromeMajor: await chromeMajor, userAgent, contact });
  };

  const look = async (
    request: CaptureRequest,
    gate: OutboundGate,
    hops: Hop[],
    signal: AbortSignal,
    record: TrafficRecord | null,
  ) => {
    const profile = await lookOf(request);
    return request.tier === 'browser'
      ? browsers.look(request, profile, gate, hops, signal, record)
      : httpLook(request.url, { gate, tls, capture: config.capture, profile, pages, record }, hops, signal);
  };

  const take: TakeCapture = async (request, signal, room) => {
    const at = clock();
    const record = room === undefined ? null : createTrafficRecord(room, clock);
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
    const over = new AbortController();
    try {
      const gate = gateFor(request.url, AbortSignal.any([stop, over.signal]), request.vantage);
      const { leave, lookupMs } = await limits.enter(request, gate, stop);
      try {
        const page = await within(Math.max(0, config.capture.timeouts.total - lookupMs), stop, (end) =>
          look(request, gate, hops, end, record),
        );
        // The result of a stopped look is discarded, whatever it contains.
        if (stop.aborted) throw stopped();
        const traffic = record === null ? {} : { traffic: record.traffic() };
        return { ok: true, capture: { ...frame(), url: request.url, ...page, ...traffic } } satisfies CaptureOutcome;
      } finally {
        leave();
      }
    } catch (error) {
      const { kind, retryable, message } = stop.aborted ? stopped() : captureErrorOf(error);
      return { ok: false, failure: { ...frame(), kind, retryable, reason: message } };
    } finally {
      over.abort(ended());
    }
  };

  return {
    take,
    vet: (url) => vet(url, gateFor(url, stopping.signal)),
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

const ended = () => new CaptureError('connection-lost', 'The look is over.');
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
 * Slots are acquired in a fixed order (host, address, tier), so that looks can't deadlock.
 * The name lookup counts towards the time of the look, waiting does not.
 */
function createLimits(config: Config) {
  const { http, browser, perHost, perAddress } = config.capture.concurrency;
  const tiers = {
    http: createFairLimit({ total: http, each: siteShare(http) }),
    browser: createFairLimit({ total: browser, each: siteShare(browser) }),
  };
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
        held.push(await tiers[request.tier].enter(registrableDomain(url.hostname), signal));
        return { leave, lookupMs };
      } catch (error) {
        leave();
        throw error;
      }
    },
  };
}

/**
 * The timeout outside all libraries: it starts once the look has its slots, first aborts the work and, after a grace
 * period, abandons it.
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
