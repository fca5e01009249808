/** One running Chromium: started without ways around the proxy, ended by its process id when it must be. */
import type { Browser } from 'playwright';
import type { Config } from '../../config/schema.ts';
import { VonggacError } from '../../core/errors.ts';
import { checkBrowserStart } from './executable.ts';
import { killTree, memoryOf } from './process-tree.ts';

export interface BrowserProcess {
  readonly browser: Browser;
  readonly pid: number;
  readonly version: string;
  readonly memoryBytes: () => number;
  readonly isRunning: () => boolean;
  readonly kill: () => void;
  /** Asks it to end, and ends it when it does not. */
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
  // Pop-ups fail at once; the page's wish is still reported.
  '--block-new-web-contents',
  // One clock for the whole page: frames in other processes would run on real time. Each context is thrown away and
  // holds no secrets that one site could steal from another.
  '--disable-site-isolation-trials',
  // Names are the proxy's business; nothing may be looked up or reached beside it.
  '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1',
  '--force-webrtc-ip-handling-policy=disable_non_proxied_udp',
  '--webrtc-ip-handling-policy=disable_non_proxied_udp',
  // An ordinary visitor's `navigator.webdriver` is false.
  '--disable-blink-features=AutomationControlled',
  '--disable-dev-shm-usage',
  '--font-render-hinting=none',
  '--force-color-profile=srgb',
];

/** Starts a browser. Throws `VonggacError` when there is none, or when it may not be started as configured. */
export async function startBrowser(config: Config): Promise<BrowserProcess> {
  const executablePath = checkBrowserStart(config);
  // Loaded with the first browser: the library takes 60 MB, which a daemon without browser looks never needs.
  const { chromium } = await import('playwright');
  const browser = await chromium
    .launch({
      executablePath,
      chromiumSandbox: config.capture.browser.sandbox,
      args: switches,
      timeout: startTimeoutMs,
      // The daemon stops in its own order.
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
    memoryBytes: () => memoryOf(pid),
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
  throw new VonggacError('missing', 'The browser does not tell its process id: use a current Chromium.');
}
