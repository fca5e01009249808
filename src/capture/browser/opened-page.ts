/** A page in a fresh context, with everything that must be in place before its first navigation. */
import type { SecureContext } from 'node:tls';
import type { BrowserContext, CDPSession, Page } from 'playwright';
import type { Config } from '../../config/schema/schema.ts';
import type { CaptureRequest, Hop } from '../../core/domain/capture.ts';
import type { Clock } from '../../core/ports.ts';
import { type OutboundGate, portOf } from '../outbound-guard.ts';
import type { PageReader } from '../page-reader.ts';
import type { ProfileLook } from '../profiles.ts';
import type { FilteringProxy } from '../proxy/filtering-proxy.ts';
import type { ProxySession } from '../proxy/proxy-session.ts';
import type { TrafficRecord } from '../traffic/traffic-record.ts';
import { type BehaviourRecord, recordBehaviour } from './behaviour/behaviour-record.ts';
import { newCallName } from './behaviour/call-record.ts';
import { addScripts, disguise, traitsOf, viewportOf } from './context.ts';
import { type MainDocument, watchMainDocument } from './main-document.ts';
import { type PageRecord, recordPage } from './page-record.ts';
import type { PictureOptions } from './picture.ts';
import type { GuardedBrowser } from './process/browser-pool.ts';
import { createSalvage, type Salvage } from './salvage.ts';
import { pauseClock } from './settle.ts';
import { type NetworkRecord, recordNetwork } from './traffic/network-record.ts';

export interface BrowserLookOptions {
  readonly gate: OutboundGate;
  readonly proxy: FilteringProxy;
  readonly tls: SecureContext;
  readonly capture: Config['capture'];
  readonly profile: ProfileLook;
  readonly clock: Clock;
  readonly rendererVersion: string;
  /** Seeds `Math.random` on virtual time. */
  readonly randomSeed: number;
  readonly pages: PageReader;
  /** Null where the traffic is not recorded. */
  readonly record: TrafficRecord | null;
}

/** Everything that belongs to one page during a look. */
export interface OpenedPage {
  readonly page: Page;
  readonly cdp: CDPSession;
  readonly session: ProxySession;
  readonly document: MainDocument;
  readonly record: PageRecord;
  /** Null where the traffic is not recorded. */
  readonly network: NetworkRecord | null;
  readonly behaviour: BehaviourRecord;
  readonly salvage: Salvage;
}

/** Share of the time to settle that one body may take. */
const bodyShare = 0.7;
export async function openPage(
  context: BrowserContext,
  request: CaptureRequest,
  browser: GuardedBrowser,
  options: BrowserLookOptions,
  session: ProxySession,
  hops: Hop[],
  settleBy: number,
  wantCertificate: (url: URL) => void,
): Promise<OpenedPage> {
  const { capture } = options;
  const callName = newCallName();
  const traits = traitsOf(options.profile, request.realTime ? null : options.randomSeed, callName);
  await addScripts(context, traits);
  const page = await context.newPage();
  page.on('crash', () => browser.end('crash'));
  const cdp = await context.newCDPSession(page);
  const record = recordPage(page, cdp, session, capture.caps.resources);
  await cdp.send('Page.enable');
  const behaviour = await recordBehaviour(page, cdp, session, callName);
  await disguise(cdp, options.profile, browser.process.version, traits);
  const network = options.record && (await recordNetwork(cdp, session, options.record));
  const document = await watchMainDocument({
    cdp,
    gate: options.gate,
    credentials: session,
    hops,
    maxHops: capture.caps.redirects,
    bodyCap: capture.caps.decodedBody,
    bodyMs: () => Math.max(1_000, (settleBy - performance.now()) * bodyShare),
    cut: (url) => session.cut(url.hostname, portOf(url)),
    receivedBytes: session.receivedBytes,
    // Looks on the real clock wait for what comes after a pause.
    isHasty: !request.realTime,
    addressOf: (url) => {
      const address = session.contactOf(url.hostname, portOf(url))?.address ?? null;
      if (address !== null) wantCertificate(url);
      return address;
    },
    received: (networkId, { headers, body }) => network?.received(networkId, headers, body),
  });
  page.on('framenavigated', (frame) => {
    if (frame === page.mainFrame()) document.shown();
  });
  if (!request.realTime) await pauseClock(cdp, options.clock());
  const picture = pictureOptions(options, request);
  return {
    page,
    cdp,
    session,
    document,
    record,
    network,
    behaviour,
    salvage: createSalvage(cdp, capture.caps.decodedBody, picture),
  };
}

export function pictureOptions({ capture, profile }: BrowserLookOptions, { realTime }: CaptureRequest): PictureOptions {
  const viewport = viewportOf(profile, capture);
  return {
    widthPx: viewport.width,
    viewportHeightPx: viewport.height,
    maxHeightPx: capture.caps.screenshotHeight,
    untilStable: realTime,
  };
}
