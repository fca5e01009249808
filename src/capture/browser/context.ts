/** A fresh browser context per look: no history, no permissions, only the proxy, and the identity of the profile. */
import type { BrowserContext, BrowserContextOptions, CDPSession } from 'playwright';
import type { Config } from '../../config/schema/schema.ts';
import { type ProfileLook, phoneViewport } from '../profiles.ts';
import { type ChromeTraits, pageScript, workerScript } from './scripts/ordinary-chrome.ts';

/** Viewport of a profile, in CSS pixels. */
export function viewportOf(profile: ProfileLook, capture: Config['capture']): { width: number; height: number } {
  return profile.isPhone ? { width: phoneViewport.width, height: phoneViewport.height } : capture.viewport;
}

/** The most common desktop screen, unless the configured viewport needs a larger one. */
function desktopScreen({ viewport }: Config['capture']): { width: number; height: number } {
  return { width: Math.max(1_920, viewport.width + 16), height: Math.max(1_080, viewport.height + 143) };
}

export function contextOptions(
  profile: ProfileLook,
  capture: Config['capture'],
  server: string,
): BrowserContextOptions {
  return {
    // By default Chromium bypasses the proxy for loopback addresses. main-document.ts supplies the credentials: if set
    // here, every request would be intercepted for them and sent as a reload that bypasses caches.
    proxy: { server, bypass: '<-loopback>' },
    ignoreHTTPSErrors: true,
    acceptDownloads: false,
    timezoneId: 'Asia/Ho_Chi_Minh',
    reducedMotion: 'reduce',
    colorScheme: 'light',
    userAgent: profile.userAgent,
    viewport: viewportOf(profile, capture),
    deviceScaleFactor: 1,
    ...(profile.isPhone ? { isMobile: true, hasTouch: true } : { screen: desktopScreen(capture) }),
  };
}

export function traitsOf(profile: ProfileLook, seed: number | null, callName: string): ChromeTraits {
  const device = profile.hints === null ? 'robot' : profile.isPhone ? 'phone' : 'desktop';
  return { device, platform: profile.platform, seed, callName };
}

export async function addScripts(context: BrowserContext, traits: ChromeTraits): Promise<void> {
  await context.addInitScript({ content: pageScript(traits) });
}

/** Workers that get the same overrides as their page; no ordinary page has more. */
const maxWorkers = 50;

/** User agent, platform and client hints of ordinary Chrome; those of the headless shell would give it away. */
export async function disguise(
  cdp: CDPSession,
  profile: ProfileLook,
  version: string,
  traits: ChromeTraits,
): Promise<void> {
  const identity = identityOf(profile, version);
  await cdp.send('Emulation.setLocaleOverride', { locale: 'vi-VN' });
  await cdp.send('Emulation.setUserAgentOverride', identity);
  const script = workerScript(traits);
  let workers = 0;
  cdp.on('Target.attachedToTarget', ({ sessionId }) => {
    workers += 1;
    if (workers === maxWorkers) {
      cdp.send('Target.setAutoAttach', { autoAttach: false, waitForDebuggerOnStart: false }).catch(() => {});
    }
    // Executed in this order, before the first line of the worker.
    sendToWorker(cdp, sessionId, 1, 'Emulation.setUserAgentOverride', identity);
    sendToWorker(cdp, sessionId, 2, 'Runtime.evaluate', { expression: script });
    sendToWorker(cdp, sessionId, 3, 'Runtime.runIfWaitingForDebugger', {});
  });
  // Playwright's connection only handles its own sessions, so messages to workers go through the page's session.
  await cdp.send('Target.setAutoAttach', {
    autoAttach: true,
    waitForDebuggerOnStart: true,
    flatten: false,
    filter: [{ type: 'worker' }],
  });
}

/** Not awaited: a worker may have ended. */
function sendToWorker(cdp: CDPSession, sessionId: string, id: number, method: string, params: object): void {
  const message = JSON.stringify({ id, method, params });
  cdp.send('Target.sendMessageToTarget', { sessionId, message }).catch(() => {});
}

function identityOf(profile: ProfileLook, version: string) {
  const { hints } = profile;
  return {
    userAgent: profile.userAgent,
    acceptLanguage: 'vi-VN,vi,en-US,en',
    platform: profile.platform,
    ...(hints === null
      ? {}
      : {
          userAgentMetadata: {
            brands: [...hints.brands],
            fullVersionList: hints.brands.map(({ brand, version: major }) => ({
              brand,
              version: brand.includes('Not') ? `${major}.0.0.0` : version,
            })),
            platform: hints.platform,
            platformVersion: hints.platformVersion,
            architecture: hints.mobile ? '' : 'x86',
            bitness: hints.mobile ? '' : '64',
            model: hints.model,
            mobile: hints.mobile,
            wow64: false,
          },
        }),
  };
}
