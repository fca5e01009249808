/** A fresh browser context per look: no history, no rights, one way out, and the looks of the profile. */
import type { BrowserContext, BrowserContextOptions, CDPSession } from 'playwright';
import type { Config } from '../../config/schema.ts';
import { type ProfileLook, phoneViewport } from '../profiles.ts';

/** The screen that a profile has, in CSS pixels. */
export function viewportOf(profile: ProfileLook, capture: Config['capture']): { width: number; height: number } {
  return profile.isPhone ? { width: phoneViewport.width, height: phoneViewport.height } : capture.viewport;
}

export function contextOptions(
  profile: ProfileLook,
  capture: Config['capture'],
  server: string,
): BrowserContextOptions {
  return {
    // Chromium would go around a proxy for loopback addresses. The credentials are given by main-document.ts: given
    // here, every single request would be held for them and sent as a reload that bypasses caches.
    proxy: { server, bypass: '<-loopback>' },
    ignoreHTTPSErrors: true,
    acceptDownloads: false,
    serviceWorkers: 'block',
    permissions: [],
    timezoneId: 'Asia/Ho_Chi_Minh',
    reducedMotion: 'reduce',
    colorScheme: 'light',
    userAgent: profile.userAgent,
    viewport: viewportOf(profile, capture),
    deviceScaleFactor: 1,
    ...(profile.isPhone ? { isMobile: true, hasTouch: true } : {}),
  };
}

/** Peer connections could leave beside the proxy; the page is told that there are none. */
const withoutPeers = `for (const name of ['RTCPeerConnection', 'webkitRTCPeerConnection', 'RTCDataChannel', 'WebTransport']) {
  try { delete globalThis[name]; } catch {}
}`;

/** The same numbers on every look (mulberry32), so that what a page draws by chance is drawn alike. */
const seededRandom = `{
  let state = 0x56474143;
  Math.random = function random() {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}`;

export async function addScripts(context: BrowserContext, realTime: boolean): Promise<void> {
  await context.addInitScript({ content: realTime ? withoutPeers : `${withoutPeers}\n${seededRandom}` });
}

/** Name, platform and client hints of ordinary Chrome; the headless shell's own hints would tell on it. */
export async function disguise(cdp: CDPSession, profile: ProfileLook, version: string): Promise<void> {
  const { hints } = profile;
  await cdp.send('Emulation.setLocaleOverride', { locale: 'vi-VN' });
  await cdp.send('Emulation.setUserAgentOverride', {
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
  });
}
