/** One running Chromium, started without any way around the proxy, and killed by process id if necessary. */
import type { Browser } from 'playwright';
import type { Config } from '../../../config/schema/schema.ts';
import { VonggacError } from '../../../core/errors.ts';
import { filterPipe } from './browser-pipe.ts';
import { checkBrowserStart } from './executable.ts';
import type { PipeFilter } from './pipe-filter.ts';
import { createMemoryMeter } from './process-memory.ts';
import { killTree } from './process-tree.ts';

export interface BrowserProcess {
  readonly browser: Browser;
  readonly pid: number;
  readonly version: string;
  readonly memoryBytes: () => number;
  /** Filters all messages from the browser. */
  readonly pipe: PipeFilter;
  readonly isRunning: () => boolean;
  readonly kill: () => void;
  /** Closes it, and kills it if it does not close. */
  readonly close: () => Promise<void>;
}

const startTimeoutMs = 20_000;
const closeTimeoutMs = 5_000;

const switches = [
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-quic',
  '--no-first-run',
  // Pop-ups fail at once, but the attempt is still reported.
  '--block-new-web-contents',
  // One clock for the whole page: out-of-process frames would run on real time. Contexts are discarded after each look
  // and hold no secrets that one site could steal from another.
  '--disable-site-isolation-trials',
  // The proxy resolves all names; nothing may be looked up or reached without it.
  '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1',
  '--force-webrtc-ip-handling-policy=disable_non_proxied_udp',
  '--webrtc-ip-handling-policy=disable_non_proxied_udp',
  // Keeps `navigator.webdriver` false, as in an ordinary browser.
  '--disable-blink-features=AutomationControlled',
  // WebRTC would look up .local names by multicast, bypassing the proxy. The last switch of this name wins, so the
  // features that Playwright disables are repeated here.
  `--disable-features=${[
    'WebRtcHideLocalIpsWithMdns',
    'AvoidUnnecessaryBeforeUnloadCheckSync',
    'DestroyProfileOnBrowserClose',
    'HttpsUpgrades',
    'HttpsFirstBalancedModeAutoEnable',
    'LensOverlay',
    'MediaRouter',
    'PaintHolding',
    'ThirdPartyStoragePartitioning',
    'AvoidCorsURLLoaderRestartOnRedirect',
    'TcpPortRandomizationWin',
    'OptimizationHints',
    'NetworkTimeServiceQuerying',
    'AimEnabled',
    'PreconnectToSearch',
    'msForceBrowserSignIn',
    'msEdgeUpdateLaunchServicesPreferredVersion',
  ].join(',')}`,
  '--disable-dev-shm-usage',
  '--font-render-hinting=none',
  '--force-color-profile=srgb',
];

/** Starts a browser. Throws `VonggacError` if there is none, or if it may not be started as configured. */
export async function startBrowser(config: Config): Promise<BrowserProcess> {
  const executablePath = checkBrowserStart(config);
  // Loaded on first use: the library takes 60 MB, which a daemon without browser looks never needs.
  const { chromium } = await import('playwright');
  const browser = await chromium
    .launch({
      executablePath,
      chromiumSandbox: config.capture.browser.sandbox,
      args: switches,
      timeout: startTimeoutMs,
      // The daemon handles signals itself.
      handleSIGINT: false,
      handleSIGTERM: false,
      handleSIGHUP: false,
    })
    .catch((cause: unknown) => {
      throw new VonggacError('missing', `The browser ${executablePath} did not start: try it by hand.`, { cause });
    });
  const pid = await processIdOf(browser);
  const kill = () => killTree(pid);
  return {
    browser,
    pid,
    version: browser.version(),
    memoryBytes: createMemoryMeter(pid),
    pipe: filterPipe(browser),
    isRunning: () => browser.isConnected(),
    kill,
    close: async () => {
      const timer = setTimeout(kill, closeTimeoutMs);
      await browser.close().catch(kill);
      clearTimeout(timer);
    },
  };
}

async function processIdOf(browser: Browser): Promise<number> {
  const session = await browser.newBrowserCDPSession();
  const { processInfo } = await session.send('SystemInfo.getProcessInfo');
  await session.detach();
  const main = processInfo.find(({ type }) => type === 'browser');
  if (main !== undefined) return main.id;
  await browser.close();
  throw new VonggacError('missing', 'The browser does not report its process id: use a current Chromium.');
}
